from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from labelapp.documents.questionnaire import questionnaire_pdf
from tests.documents import pdf
from tests.documents.questionnaires import EMPTY, of_team, question
from tests.documents.samples import SHIPPED


@pytest.fixture(scope="module")
def empty() -> bytes:
    return questionnaire_pdf(EMPTY)


@pytest.fixture(scope="module")
def filled() -> bytes:
    return questionnaire_pdf(of_team())


@pytest.mark.parametrize("language", sorted(set(SHIPPED) - {"en"}))
def test_questionnaire_in_another_language_is_archival_and_accessible(language: str) -> None:
    assert pdf.faults(questionnaire_pdf(replace(EMPTY, language=language))) == []


def test_questionnaire_is_archival_and_accessible_empty_andof_team(empty: bytes, filled: bytes) -> None:
    assert pdf.faults(empty) == []
    assert pdf.faults(filled) == []


def test_questionnaire_printed_twice_gives_the_same_bytes(empty: bytes) -> None:
    assert questionnaire_pdf(EMPTY) == empty


def test_questionnaire_has_a_bookmark_for_each_dimension_with_its_indicators(empty: bytes) -> None:
    outline = pypdf.PdfReader(BytesIO(empty)).outline
    titles = [
        pdf.plain_spaces(entry["/Title"]) if not isinstance(entry, list) else entry for entry in outline[1]
    ]
    assert [title for title in titles if isinstance(title, str)] == [
        "Contents",
        "1 Structure",
        "2 Management",
    ]
    assert "1.1 Participants" in str(outline)


def test_empty_questionnaire_for_anybody_asks_for_the_organisation_and_shows_thresholds(
    empty: bytes, tmp_path: Path
) -> None:
    text = " ".join(pdf.read_aloud(empty, tmp_path))
    order = (
        "Gold label",
        "25 November 2026",
        "Filled in by",
        "100 or more",
        "20 participants minimum",
        "By type",
    )
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Confidential" not in " ".join(pdf.page_texts(empty))


def test_filled_questionnaire_shows_answers_and_marks_what_is_none(filled: bytes, tmp_path: Path) -> None:
    text = " ".join(pdf.read_aloud(filled, tmp_path))
    for part in (
        "84 participants",
        "12,5",
        "× Association",
        "Vera leads.",
        "31 January 2027",
        "1 of 2 indicators",
    ):
        assert part in text, part
    assert "soon This was typed and is no valid answer." in text
    assert "× Company" not in text
    assert "Filled in by" not in text


def test_questionnaire_of_a_team_says_on_each_page_whose_it_is(filled: bytes) -> None:
    texts = pdf.page_texts(filled)
    assert len(texts) == 3
    for text in texts[1:]:
        assert "Ría Clara · Gold label 2026.1" in pdf.plain_spaces(text)
        assert "Confidential" in text


def test_long_answer_breaks_over_pages_and_stays_accessible() -> None:
    long = question("Who does what?", "lines", answer="A sentence of a usual length, again.\n" * 150)
    first = EMPTY.dimensions[0]
    indicator = replace(first.indicators[0], questions=(long,))
    printed = questionnaire_pdf(of_team(dimensions=(replace(first, indicators=(indicator,)),)))
    assert pdf.page_count(printed) > 4
    assert pdf.faults(printed) == []
