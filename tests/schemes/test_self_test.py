"""The self-test: which indicators, how they are asked, and what the answers come to."""

from fractions import Fraction
from pathlib import Path

import pytest

from labelapp.schemes.definition import Indicator, Level, SelfTest
from labelapp.schemes.loading import DefinitionErrors, Library, load_scheme
from labelapp.schemes.self_test import implied_answer, question_of, questions, self_test_result
from tests.schemes.small import DAY, SHIPPED, SMALL, line_of, write

GOLD = SHIPPED.get("cme-gold", "2026.1")


def _level(code: str, points: int) -> Level:
    return next(level for level in GOLD.indicators[code].levels if level.points == points)


def _small(tail: str) -> str:
    return SMALL + tail


def test_self_test_leaves_the_content_hash_alone() -> None:
    other = GOLD.model_copy(update={"self_test": SelfTest(indicators=("1.1",))})
    assert other.content_hash == GOLD.content_hash
    assert GOLD.model_copy(update={"self_test": None}).content_hash == GOLD.content_hash


@pytest.mark.parametrize(
    ("tail", "path", "message"),
    [
        ('self_test: {indicators: ["1.1", "9.9"]}', "self_test.indicators[1]", "there is no indicator 9.9"),
        (
            'self_test: {indicators: ["1.1", "1.1"]}',
            "self_test.indicators[1]",
            "indicator 1.1 stands here twice",
        ),
        ("self_test: {indicators: []}", "self_test.indicators", "needs at least 1"),
        ('self_test: {codes: ["1.1"]}', "self_test.codes", "unknown key"),
    ],
)
def test_wrong_self_test_is_named_with_path_and_line(
    tmp_path: Path, tail: str, path: str, message: str
) -> None:
    text = _small(tail)
    with pytest.raises(DefinitionErrors) as caught:
        load_scheme(write(tmp_path, text))
    error = next(one for one in caught.value.errors if one.message == message)
    assert (error.path, error.line) == (path, line_of(tail, text))


def test_indicator_without_levels_and_with_two_fields_cannot_be_asked() -> None:
    income = SHIPPED.get("cme-bronze", "2026.1").indicators["B3.2"]
    assert question_of(income) is None


def test_variant_takes_over_the_self_test_without_what_it_omits(tmp_path: Path) -> None:
    write(tmp_path, _small('self_test: {indicators: ["1.1", "1.2"]}\n'))
    variant = (
        'format: 1\ncode: smaller\nversion: "2026.1"\nstatus: draft\nname: Smaller label\n'
        'effective: {from: 2026-01-01}\nextends: small@2026.1\nomit: ["1.2"]\n'
    )
    write(tmp_path, variant, "smaller-2026.1.yaml")
    scheme = Library.load(tmp_path).get("smaller", "2026.1")
    assert scheme.self_test == SelfTest(indicators=("1.1",))


@pytest.mark.parametrize(
    ("code", "field"),
    [("1.3", "committed"), ("2.8", None), ("4.3", "parts"), ("2.7", "level"), ("1.2", None), ("2.1", None)],
)
def test_short_answers_are_asked_as_they_are_and_others_by_level(code: str, field: str | None) -> None:
    question = question_of(GOLD.indicators[code])
    assert question is not None
    assert (question.field.code if question.field else None) == field


def test_shipped_schemes_have_a_self_test_of_a_few_minutes() -> None:
    counts = {
        code: len(questions(SHIPPED.get(f"cme-{code}", "2026.1"))) for code in ("gold", "silver", "bronze")
    }
    assert counts == {"gold": 12, "silver": 8, "bronze": 6}


def test_points_and_threshold_are_those_of_what_was_asked() -> None:
    answers = {"1.3": {"committed": 84}, "4.3": {"parts": ["responsible", "dates"]}}
    found = self_test_result(GOLD, answers, {"2.8": _level("2.8", 4)}, DAY)
    assert found.total.max == 60
    assert found.threshold == 48
    assert found.total.points == 4 + 4 + found.indicators["4.3"].points  # type: ignore[operator]
    assert found.missed == ("4.3",)
    assert set(found.dimensions) == {"1", "2", "3", "4", "5"}
    assert sum((one.max for one in found.dimensions.values()), Fraction(0)) == 60
    assert len(found.unanswered) == 9


def test_level_decides_about_a_minimum_as_far_as_it_can() -> None:
    """35 % or more may be 40 % or not; 50 % or more surely is, and 20 % or more surely is not."""
    verdicts = [self_test_result(GOLD, {}, {"2.8": _level("2.8", points)}, DAY) for points in (3, 2, 1)]
    assert [one.indicators["2.8"].minimum_met for one in verdicts] == [True, None, False]


def test_level_of_a_percentage_tells_a_number_when_the_whole_is_known() -> None:
    question = question_of(GOLD.indicators["2.8"])
    assert question is not None
    known = {"1.3": {"committed": 84}}
    assert implied_answer(GOLD, question, _level("2.8", 4), known) == ("met", 55)
    assert implied_answer(GOLD, question, _level("2.8", 0), known) is None
    assert implied_answer(GOLD, question, _level("2.8", 4), {}) is None


def test_level_of_a_date_tells_no_number() -> None:
    indicator: Indicator = GOLD.indicators["2.1"]
    question = question_of(indicator)
    assert question is not None
    assert implied_answer(GOLD, question, indicator.levels[0], {}) is None
