import pytest

from labelapp.documents.fitting import (
    LANDSCAPE,
    POINT,
    PORTRAIT,
    Column,
    fit_column,
    fit_name,
    fit_word,
    microprint,
)
from labelapp.documents.fonts import SERIF, face
from tests.documents.samples import CERTIFICATES, LONG_NAMES

NAMES = [(data.holder_lang, data.holder) for data in CERTIFICATES.values()]
NAMES += [("en", "AquaNord"), ("bg", LONG_NAMES["bg"]), ("el", LONG_NAMES["el"])]


@pytest.mark.parametrize("column", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize(("language", "name"), NAMES)
def test_fit_name_of_words_keeps_every_line_inside_the_column(
    language: str, name: str, column: Column
) -> None:
    fit = fit_name(name, language, column)
    assert " ".join(fit.lines) == name
    assert len(fit.lines) <= 3
    light = face(SERIF, "Light", language)
    assert all(light.width(line) * fit.size * POINT <= column.width for line in fit.lines)


def test_bulgarian_letters_are_measured_in_their_own_wider_forms() -> None:
    text = "клъстер за биотехнологии"
    assert face(SERIF, "Regular", "bg").width(text) > 1.02 * face(SERIF, "Regular", "ru").width(text)
    assert face(SERIF, "Regular", "bg").width("cluster") == face(SERIF, "Regular").width("cluster")


def test_fit_name_short_is_one_line_in_the_largest_size() -> None:
    assert fit_name("AquaNord", "en")[:2] == (("AquaNord",), 37)


def test_fit_name_does_not_end_a_line_with_a_short_word() -> None:
    assert fit_name("Pôle Lumière et Matériaux du Val-d’Œuvre", "fr").lines == (
        "Pôle Lumière et Matériaux",
        "du Val-d’Œuvre",
    )


def test_fit_name_with_a_word_too_long_leaves_breaking_to_the_page() -> None:
    assert fit_name("W" * 120, "en")[:2] == (("W" * 120,), 17)


def test_fit_column_long_sentence_is_smaller_than_a_short_one() -> None:
    name = fit_name(LONG_NAMES["bg"], "bg")
    assert (
        fit_column(name, "Варна", "word " * 80, "en").sentence_size
        < fit_column(name, "Варна", "word " * 20, "en").sentence_size
    )


def test_fit_column_sets_a_sentence_in_lines_of_about_the_same_length() -> None:
    sentence = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen last"
    fit = fit_column(fit_name("AquaNord", "en"), "Cork", sentence, "en")
    lines = face(SERIF, "Regular").width(sentence) * fit.sentence_size * POINT / fit.measure
    assert 1.6 < lines <= 2


def test_fit_word_long_word_is_smaller() -> None:
    assert fit_word("Gold", 26) > fit_word("Excellence", 26)


def test_microprint_fills_the_line_but_no_more() -> None:
    line = microprint("The Label Council G-2026-0388 R5TN-8C2J-LM60", 2.2, 237)
    assert line.count("G-2026-0388") > 8
