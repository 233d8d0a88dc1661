import pytest

from labelapp.documents.fitting import COLUMN, POINT, fit_column, fit_name, fit_word, microprint
from labelapp.documents.fonts import SERIF, face
from tests.documents.samples import CERTIFICATES, LONG_NAMES

NAMES = [data.holder for data in CERTIFICATES.values()] + ["AquaNord", LONG_NAMES["bg"], LONG_NAMES["el"]]


@pytest.mark.parametrize("name", NAMES)
def test_fit_name_of_words_keeps_every_line_inside_the_column(name: str) -> None:
    fit = fit_name(name)
    assert " ".join(fit.lines) == name
    assert len(fit.lines) <= 3
    assert all(face(SERIF, "Light").width(line) * fit.size * POINT <= COLUMN for line in fit.lines)


def test_fit_name_short_is_one_line_in_the_largest_size() -> None:
    assert fit_name("AquaNord") == (("AquaNord",), 37)


def test_fit_name_does_not_end_a_line_with_a_short_word() -> None:
    assert fit_name("Pôle Lumière et Matériaux du Val-d’Œuvre").lines == (
        "Pôle Lumière et Matériaux",
        "du Val-d’Œuvre",
    )


def test_fit_name_with_a_word_too_long_leaves_breaking_to_the_page() -> None:
    assert fit_name("W" * 120) == (("W" * 120,), 17)


def test_fit_column_long_sentence_is_smaller_than_a_short_one() -> None:
    name = fit_name(LONG_NAMES["bg"])
    assert (
        fit_column(name, "Варна", "word " * 80).sentence_size
        < fit_column(name, "Варна", "word " * 20).sentence_size
    )


def test_fit_word_long_word_is_smaller() -> None:
    assert fit_word("Gold", 26) > fit_word("Excellence", 26)


def test_microprint_fills_the_line_but_no_more() -> None:
    line = microprint("The Label Council G-2026-0388 R5TN-8C2J-LM60", 2.2, 237)
    assert line.count("G-2026-0388") > 8
