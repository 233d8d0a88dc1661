"""What is written comes back, and nothing else: for every scheme, language and type of field, whatever was typed."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelapp.assessments.answers import NONE_OF_THESE, content_of, typed_in_json
from labelapp.assessments.models import AnswerOrigin, Assessment
from labelapp.assessments.queries import Given, GivenAnswers, scheme_of
from labelapp.assessments.questionnaire import questions_of
from labelapp.assessments.workbook.comparing import compare
from labelapp.assessments.workbook.reader import read_workbook
from labelapp.assessments.workbook.writer import workbook_file
from labelapp.clock import now
from labelapp.schemes.definition import AnyField, Scheme
from labelapp.schemes.field_types import parts
from tests.assessments.conftest import Team
from tests.assessments.workbook import books
from tests.factories.assessments import COMPLETE, answer_all, complete_answers, make_assessment

LANGUAGES = ("en", "de", "fr")
NASTY = (
    "=1+1",
    "+49 30 1234",
    "-5",
    "@SUM(A1)",
    "'quoted",
    "a\nb\n\nc",
    "a\tb",
    "_x0041_ _x005F_x0001_",
    "\x01\x0b\x1f bell",
    "Ωμέγα Жар 漢字 🎉 ﷽",
    "<b>&amp;</b>",
    "1,5",
    "TRUE",
    "2026-01-31",
    "#REF!",
    "x" * 30_000,
    "y" * 40_000,
)


def _assessment(team: Team, scheme: str) -> Assessment:
    return team.assessment if scheme == "cme-gold" else make_assessment(team.cluster, team.manager, scheme)


@pytest.mark.parametrize("scheme", COMPLETE)
def test_complete_answers_of_a_shipped_scheme_come_back_unchanged_in_each_language(
    team: Team, scheme: str
) -> None:
    assessment = _assessment(team, scheme)
    answer_all(assessment, complete_answers(scheme), team.manager)
    for language in LANGUAGES if scheme == "cme-gold" else ("fr",):
        reading = books.read(assessment, books.write(assessment, language))
        assert (reading.changes, reading.problems, reading.missing, reading.unknown) == ([], [], [], [])
        asked = [
            one
            for i in scheme_of(assessment).indicator_list
            for one in questions_of(scheme_of(assessment), i)
        ]
        assert reading.unchanged == sum(not one.computed for one in asked)


def test_workbook_saved_by_another_program_without_a_change_comes_back_unchanged(team: Team) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    reading = books.read(team.assessment, books.Book.open(books.write(team.assessment, "de")).save())
    assert (reading.changes, reading.problems, reading.missing) == ([], [], [])


def _texts() -> st.SearchStrategy[str]:
    free = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
    return st.one_of(st.sampled_from(NASTY), free)


def _numbers() -> st.SearchStrategy[str]:
    decimals = st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda number: format(number, "f"))
    return st.one_of(
        st.integers(0, 10**15).map(str), decimals, st.sampled_from(["1/3", "0.12345678901234567890", "0.1"])
    )


def _typed(field: AnyField | None) -> st.SearchStrategy[Any]:
    """What people type into a field in English, right and wrong."""
    if field is None or field.type in ("text", "link"):
        return _texts()
    codes = [part.code for part in parts(field)]
    if field.type in ("money", "counts"):
        return st.dictionaries(
            st.sampled_from(codes), st.one_of(_numbers(), st.just("some")), max_size=len(codes)
        )
    if field.type == "checklist":
        return st.lists(st.sampled_from([*codes, NONE_OF_THESE]), unique=True, max_size=3)
    if field.type == "choice":
        return st.sampled_from([*codes, "other"])
    if field.type == "rubric":
        return st.sampled_from(["5", "3", "0", "9"])
    if field.type == "date":
        days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
        return st.one_of(days, st.just("31.1.2026"))
    return st.one_of(_numbers(), st.sampled_from(["-1", "1.234,5", "about 5"]))


@st.composite
def _answers(draw: st.DrawFn, scheme: Scheme) -> GivenAnswers:
    found: GivenAnswers = {}
    for indicator in draw(
        st.lists(st.sampled_from(scheme.indicator_list), unique_by=lambda i: i.code, max_size=20)
    ):
        for question in questions_of(scheme, indicator):
            if question.computed or draw(st.booleans()):
                continue
            typed = typed_in_json(question.field, draw(st.one_of(st.none(), _typed(question.field))))
            content = content_of(indicator, question.code, typed)
            found[indicator.code, question.code] = Given(
                indicator.code, question.code, content, 1, now(), 1, "", AnswerOrigin.TYPED, False
            )
    return found


def test_whatever_was_typed_comes_back_unchanged(team: Team, small: Assessment) -> None:
    """The small scheme stands twice as it costs little; the shipped ones have questions of their own."""
    assessments = [small, small, *(_assessment(team, scheme) for scheme in COMPLETE)]

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), st.sampled_from(assessments), st.sampled_from(LANGUAGES))
    def holds(data: st.DataObject, assessment: Assessment, language: str) -> None:
        scheme = scheme_of(assessment)
        answers = data.draw(_answers(scheme))
        content = workbook_file(assessment, scheme, answers, language)
        found = read_workbook(BytesIO(content), "book.xlsx", books.LIMIT)
        reading = compare(assessment, scheme, answers, found)
        assert (reading.changes, reading.problems, reading.unknown) == ([], [], [])

    holds()
