from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from labelapp.documents.questionnaire import (
    Dimension,
    Indicator,
    Line,
    Question,
    QuestionnaireData,
    questionnaire_pdf,
)
from tests.documents import pdf
from tests.documents.samples import SHIPPED


def _question(label: str, shape: str, **more: object) -> Question:
    empty = Question(
        label=label,
        hint="Count each once.",
        rule="Whole number, 0 or more.",
        unit="participants",
        shape=shape,  # type: ignore[arg-type]
        lines=(),
        answer="",
        unread=False,
        writing_lines=4,
    )
    return replace(empty, **more)  # type: ignore[arg-type]


QUESTIONS = (
    _question("Committed participants", "box"),
    _question("By type", "parts", lines=(Line("Firms"), Line("Universities"))),
    _question("Legal form", "options", lines=(Line("Association"), Line("Company"))),
    _question("Which level?", "levels", lines=(Line("5  used"), Line("0  missing"))),
    _question("Which are in place?", "ticks", lines=(Line("A deputy"), Line("None of these"))),
    _question("Who does what?", "lines"),
    _question("Taken over", "computed", answer="84 participants"),
)
FILLED = (
    _question("Committed participants", "box", answer="84 participants"),
    _question("By type", "parts", lines=(Line("Firms", "12,5"), Line("Universities"))),
    _question("Legal form", "options", lines=(Line("Association", ticked=True), Line("Company")), answer="x"),
    _question("Who does what?", "lines", answer="Vera leads.\nJonas counts."),
    _question("Cut-off date", "box", answer="soon", unread=True),
)
EMPTY = QuestionnaireData(
    cluster="",
    cluster_lang="en",
    scheme_name="Gold label",
    scheme_summary="Two assessors, one from abroad.",
    scheme_version="2026.1",
    made_on=date(2026, 11, 25),
    due_on=None,
    filled=False,
    answered=0,
    total=2,
    dimensions=(
        Dimension(
            code="1",
            name="Structure",
            summary="Who takes part.",
            indicators=(
                Indicator(
                    code="1.1",
                    name="Participants",
                    why="A cluster needs participants.",
                    points="5 points at most",
                    minimum="20 participants minimum",
                    levels=(("5", "100 or more"), ("0", "fewer than 100")),
                    questions=QUESTIONS,
                    reason=_question("If this does not apply to you, say why", "lines"),
                    guidance="Keep the register.",
                    evidence=("Register", "Forms"),
                ),
            ),
        ),
        Dimension("2", "Management", "", ()),
    ),
    issuer_name="The Label Council",
    issuer_subtitle="Quality label for cluster management",
    language="en",
    illustrative=True,
    demonstration=True,
)


def _filled(**more: object) -> QuestionnaireData:
    first = EMPTY.dimensions[0]
    indicator = replace(first.indicators[0], questions=FILLED, reason=None)
    of_team = replace(
        EMPTY,
        cluster="Ría Clara",
        cluster_lang="es",
        filled=True,
        answered=1,
        due_on=date(2027, 1, 31),
        dimensions=(replace(first, indicators=(indicator,)), EMPTY.dimensions[1]),
    )
    return replace(of_team, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def empty() -> bytes:
    return questionnaire_pdf(EMPTY)


@pytest.fixture(scope="module")
def filled() -> bytes:
    return questionnaire_pdf(_filled())


@pytest.mark.parametrize("language", sorted(set(SHIPPED) - {"en"}))
def test_questionnaire_in_another_language_is_archival_and_accessible(language: str) -> None:
    assert pdf.faults(questionnaire_pdf(replace(EMPTY, language=language))) == []


def test_questionnaire_is_archival_and_accessible_empty_and_filled(empty: bytes, filled: bytes) -> None:
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
    long = _question("Who does what?", "lines", answer="A sentence of a usual length, again.\n" * 150)
    first = EMPTY.dimensions[0]
    indicator = replace(first.indicators[0], questions=(long,))
    printed = questionnaire_pdf(_filled(dimensions=(replace(first, indicators=(indicator,)),)))
    assert pdf.page_count(printed) > 4
    assert pdf.faults(printed) == []
