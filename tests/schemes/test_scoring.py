"""Scoring: points, minimum requirements, weights, indicators that are not scored or not applicable."""

import json
import timeit
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.answers import AnswerErrors, read_answers
from labelapp.schemes.results import Result
from labelapp.schemes.scoring import score
from tests.schemes.small import DAY, PROJECT, SHIPPED, data_scheme

GOLD = SHIPPED.get("cme-gold", "2026.1")
BRONZE = SHIPPED.get("cme-bronze", "2026.1")
MEASURES = data_scheme("measures")
STANDARDS = data_scheme("standards")
SCORED = [code for code, indicator in GOLD.indicators.items() if indicator.scored]


def answers(name: str) -> dict[str, Any]:
    raw = json.loads((PROJECT / "labelapp" / "demo" / "answers" / f"{name}.json").read_text("utf-8"))
    return read_answers(GOLD, raw)


COMPLETE = answers("gold-complete")
FAILED_MINIMUM = answers("gold-95-percent-minimum-failed")


def judged(points: str, **exceptions: str) -> Result:
    """Gold with complete answers and an assessor's points for every indicator."""
    given = dict.fromkeys(SCORED, points) | {
        code.strip("_").replace("_", "."): p for code, p in exceptions.items()
    }
    return score(GOLD, COMPLETE, given, on=DAY)


def test_gold_with_120_of_150_points_is_awarded() -> None:
    result = judged("4")
    assert (result.total.points, result.total.max, result.total.percent) == (120, 150, 80)
    assert result.awarded is True
    assert [reason.code for reason in result.reasons] == ["percent_reached", "minimums_met"]


def test_gold_with_119_99_of_150_points_is_not_awarded_and_says_why() -> None:
    result = judged("4", _1_4="3.99")
    assert result.total.points == Fraction("119.99")
    assert result.awarded is False
    failed = [reason for reason in result.reasons if reason.holds is False]
    assert [reason.text for reason in failed] == [
        "119.99 of 150 points are 79.99 %. At least 80 % are needed."
    ]


def test_gold_with_120_points_from_4_99_and_others_is_awarded() -> None:
    assert judged("4", _1_4="3.01", _2_4="4.99").awarded is True


def test_gold_with_all_points_and_a_failed_minimum_is_not_awarded_and_says_which() -> None:
    result = score(GOLD, FAILED_MINIMUM, dict.fromkeys(SCORED, "5"), on=DAY)
    assert result.total.points == 150
    assert result.awarded is False
    failed = [reason for reason in result.reasons if reason.holds is False]
    assert [(reason.code, reason.params["indicator"]) for reason in failed] == [("minimum_not_met", "2.8")]
    assert "40 % minimum" in failed[0].text


def test_assessor_who_finds_the_minimum_met_takes_the_place_of_the_answers() -> None:
    result = score(GOLD, FAILED_MINIMUM, dict.fromkeys(SCORED, "5"), {"2.8": True}, on=DAY)
    assert result.awarded is True


def test_assessor_who_finds_a_minimum_not_met_takes_the_place_of_the_answers() -> None:
    assert score(GOLD, COMPLETE, dict.fromkeys(SCORED, "5"), {"1.1": False}, on=DAY).awarded is False


def test_assessor_points_below_the_level_of_the_minimum_fail_it() -> None:
    assert judged("5", _2_8="0").indicators["2.8"].minimum_met is False


def test_points_without_answers_decide_a_minimum_as_far_as_the_levels_say() -> None:
    def minimum(points: str) -> bool | None:
        return score(GOLD, {}, {"2.8": points}, on=DAY).indicators["2.8"].minimum_met

    assert (minimum("5"), minimum("0")) == (True, False)


def test_points_without_answers_leave_other_minimums_unknown_and_award_nothing() -> None:
    result = score(GOLD, {}, dict.fromkeys(SCORED, "5"), on=DAY)
    assert result.awarded is None
    assert "1.1" in result.missing
    assert {"percent_reached", "minimum_open"} == {reason.code for reason in result.reasons}


def test_minimums_and_points_without_answers_award() -> None:
    met = {code: True for code, indicator in GOLD.indicators.items() if indicator.minimum}
    assert score(GOLD, {}, dict.fromkeys(SCORED, "4"), met, on=DAY).awarded is True


def test_nothing_answered_leaves_everything_open() -> None:
    result = score(GOLD, {}, on=DAY)
    assert result.awarded is None
    assert len(result.missing) == 31
    assert (result.total.points, result.total.reachable) == (0, 150)
    assert {indicator.status for indicator in result.indicators.values()} == {"open"}


def test_percent_that_cannot_be_reached_any_more_is_refused_before_the_end() -> None:
    result = score(GOLD, {}, dict.fromkeys(SCORED[:7], "0"), on=DAY)
    assert result.total.reachable == 115
    assert result.awarded is False


def test_points_beyond_the_maximum_are_refused_with_path() -> None:
    with pytest.raises(AnswerErrors, match=r"points\[1\.2\]"):
        score(GOLD, {}, {"1.2": "5.01"}, on=DAY)


def test_indicator_that_is_not_scored_has_no_points_and_leaves_the_maximum() -> None:
    result = score(GOLD, COMPLETE, on=DAY).indicators["1.1"]
    assert (result.scored, result.points, result.max, result.minimum_met) == (False, None, 0, True)


def test_weight_multiplies_points_and_maximum() -> None:
    result = score(MEASURES, {"ratio": {"days": "11"}, "people": {"fte": "2"}}, on=DAY)
    assert (result.indicators["ratio"].points, result.indicators["ratio"].max) == (6, 6)


def test_weighted_points_of_an_assessor_are_points_of_the_weighted_maximum() -> None:
    result = score(MEASURES, {}, {"pdca": "4.9"}, on=DAY).indicators["pdca"]
    assert (result.points, result.max) == (Fraction("4.9"), 10)
    assert result.level is not None
    assert result.level.text == "nothing"


def test_not_applicable_indicator_leaves_the_maximum() -> None:
    found = {"export": {"not_applicable": "only services"}, "team": {"fte": "0.5"}}
    result = score(STANDARDS, found, on=DAY)
    assert result.indicators["export"].status == "not_applicable"
    assert (result.total.max, result.dimensions["services"].max) == (6, 2)


def test_not_applicable_where_no_rule_allows_it_changes_nothing() -> None:
    result = score(STANDARDS, {"team": {"not_applicable": "no team"}}, on=DAY)
    assert result.indicators["team"].status != "not_applicable"
    assert result.total.max == 7


def test_points_bring_a_not_applicable_indicator_back() -> None:
    result = score(STANDARDS, {"export": {"not_applicable": "only services"}}, {"export": "1"}, on=DAY)
    assert result.total.max == 7
    assert result.indicators["export"].points == 1


def test_not_applicable_source_makes_a_looked_up_value_unknown() -> None:
    result = score(GOLD, {"2.8": {"met": 3}}, on=DAY).indicators["2.8"]
    assert (result.measure, result.status) == (None, "begun")


def test_level_reached_and_the_next_one_are_given() -> None:
    found = {"1.3": {"committed": 84}, "2.8": {"met": 54}}
    result = score(GOLD, found, on=DAY).indicators["2.8"]
    assert result.level is not None
    assert result.next_level is not None
    assert result.level.points < result.next_level.points
    assert result.next_level.at_least is not None
    assert result.measure is not None
    assert result.level.at_least is not None
    assert result.level.at_least <= result.measure < result.next_level.at_least


def test_highest_level_has_no_next_one() -> None:
    assert judged("5").indicators["2.8"].next_level is None


def test_dimension_gives_points_maximum_percent_and_what_can_be_reached() -> None:
    dimension = score(GOLD, {}, {"3.1": "4"}, on=DAY).dimensions["3"]
    assert (dimension.points, dimension.max, dimension.percent, dimension.reachable) == (4, 10, 40, 9)


def test_scheme_without_points_has_no_percent() -> None:
    assert score(BRONZE, {}, on=DAY).total.percent is None


@given(st.lists(st.fractions(min_value=0, max_value=5, max_denominator=100), min_size=30, max_size=30))
def test_gold_is_awarded_exactly_when_80_percent_are_reached(points: list[Fraction]) -> None:
    minimums = {code: True for code, indicator in GOLD.indicators.items() if indicator.minimum}
    result = score(GOLD, COMPLETE, dict(zip(SCORED, points, strict=True)), minimums, on=DAY)
    assert result.total.points == sum(points)
    assert result.awarded is (sum(points) >= 120)


@given(st.data())
def test_an_additional_point_never_turns_an_award_into_a_refusal(data: st.DataObject) -> None:
    points = {code: Fraction(data.draw(st.integers(0, 5))) for code in SCORED}
    before = score(GOLD, COMPLETE, points, on=DAY).awarded
    raised = data.draw(st.sampled_from(SCORED))
    after = score(GOLD, COMPLETE, points | {raised: Fraction(5)}, on=DAY).awarded
    assert after or not before


def test_scoring_36_indicators_takes_less_than_5_milliseconds() -> None:
    raw = json.loads((PROJECT / "labelapp" / "demo" / "answers" / "bronze-complete.json").read_text("utf-8"))
    found = read_answers(BRONZE, raw)
    assert len(BRONZE.indicators) == 36
    # The best of several runs, so that a busy machine does not fail what is only slow by accident.
    assert min(timeit.repeat(lambda: score(BRONZE, found, on=DAY), number=1, repeat=20)) < 0.005
