"""The path to the label: the best plans, against every combination that there is."""

import itertools
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelapp.schemes.answers import Answers
from labelapp.schemes.awarding import award
from labelapp.schemes.definition import Scheme
from labelapp.schemes.improvement import (
    WEIGHTS,
    Aim,
    Effort,
    Path,
    Plan,
    default_effort,
    find_path,
    points_with_items,
)
from labelapp.schemes.improvement_steps import Step, steps_of
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import IndicatorResult, Result, Total
from labelapp.schemes.scoring import score
from tests.factories.assessments import complete_answers
from tests.schemes.small import DAY, SHIPPED, data_scheme

GOLD = SHIPPED.get("cme-gold", "2026.1")


def _scheme(indicators: list[dict[str, Any]], awarding: list[dict[str, Any]]) -> Scheme:
    return Scheme.model_validate(
        {
            "format": 1, "code": "small", "version": "2026.1", "status": "draft", "name": "Small",
            "subject": "A subject", "summary": "Small.", "certificate_sentence": "holds the %(label)s.",
            "effective": {"from": "2026-01-01"},
            "dimensions": [{"code": "1", "name": "All", "indicators": [one["code"] for one in indicators]}],
            "indicators": indicators, "awarding": awarding, "assessors": {"count": 1},
            "validity": {"first_months": 24, "renewal_months": 36, "renewal_within_months": 12},
        }
    )  # fmt: skip


def _indicator(code: str, points: list[str], **more: Any) -> dict[str, Any]:
    return {
        "code": code, "name": code, "why": "Because.",
        "fields": [{"code": "level", "type": "rubric", "label": "Which level?"}],
        "levels": [{"points": one, "text": f"level {one}"} for one in points], **more,
    }  # fmt: skip


def _path(scheme: Scheme, answers: Answers, **efforts: Effort) -> Path:
    return find_path(scheme, score(scheme, answers, on=DAY), efforts)


NUMBERS = st.sampled_from(["1", "2", "3", "5", "1/3", "2.5"])


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Scheme, Answers, dict[str, Effort]]:
    """A scheme of up to four indicators with up to four levels, some answers, and efforts."""
    codes = [str(number) for number in range(1, draw(st.integers(1, 4)) + 1)]
    indicators, answers, efforts = [], {}, {}
    for code in codes:
        steps = sorted(draw(st.sets(NUMBERS, min_size=1, max_size=3)), key=Fraction, reverse=True)
        levels = [*steps, "0"]
        more: dict[str, Any] = {"weight": draw(st.sampled_from(["1", "2", "1.5"]))}
        if draw(st.booleans()):
            more["minimum"] = {"points_at_least": draw(st.sampled_from(steps)), "text": "a minimum"}
        indicators.append(_indicator(code, levels, **more))
        if draw(st.booleans()):
            answers[code] = {"level": draw(st.sampled_from(levels))}
        if draw(st.booleans()):
            efforts[code] = draw(st.sampled_from(Effort))
    count = draw(st.integers(1, len(codes)))
    points = {
        "rule": "percent_of_maximum",
        "at_least": draw(st.sampled_from(["20", "50", "79.9", "80", "100"])),
    }
    rules = [
        points,
        {"rule": "all_minimums"},
        {"rule": "all_standards", "indicators": codes[:count]},
        {"rule": "checklist_at_least", "count": count},
        {"rule": "either", "any_of": [points, {"rule": "checklist_at_least", "count": count}]},
    ]
    awarding = draw(st.lists(st.sampled_from(rules), min_size=1, max_size=3))
    return _scheme(indicators, awarding), answers, efforts


def _every_choice(scheme: Scheme, result: Result, efforts: dict[str, Effort]) -> Iterator[list[Step]]:
    choices = []
    for code, indicator in scheme.indicators.items():
        effort = efforts.get(code, default_effort(indicator))
        steps = steps_of(indicator, result.indicators[code], WEIGHTS.get(effort, 0))
        choices.append(steps[:1] if effort is Effort.IMPOSSIBLE else steps)
    for chosen in itertools.product(*choices):
        yield list(chosen)


def _awards(scheme: Scheme, steps: list[Step]) -> bool:
    """Whether the awarding rules themselves hold once these steps are taken; what is open counts as answered."""
    results = {
        step.code: IndicatorResult(
            code=step.code, points=step.points, max=scheme.indicators[step.code].max_points,
            minimum_met=step.minimum_met if scheme.indicators[step.code].minimum else None,
            scored=True, measure=step.points, status="answered",
        )
        for step in steps
    }  # fmt: skip
    points, maximum = sum(step.points for step in steps), scheme.max_points
    total = Total(Fraction(points), maximum, Fraction(points) * 100 / maximum, Fraction(points))
    return award(scheme, results, total, [])[0] is True


def _ranks(steps: list[Step]) -> tuple[int, int, Fraction]:
    return (
        sum(step.is_improvement for step in steps),
        sum(step.weight for step in steps),
        sum((step.points for step in steps), Fraction(0)),
    )


def _rank(plan: Plan | None) -> tuple[int, int, Fraction] | None:
    return (len(plan.steps), plan.weight, plan.points) if plan else None


@settings(max_examples=250, deadline=None)
@given(_cases())
def test_plans_are_the_best_of_every_combination(case: tuple[Scheme, Answers, dict[str, Effort]]) -> None:
    scheme, answers, efforts = case
    result = score(scheme, answers, on=DAY)
    reaching = [_ranks(one) for one in _every_choice(scheme, result, efforts) if _awards(scheme, one)]
    path = find_path(scheme, result, efforts)
    assert _rank(path.fewest) == min(reaching, default=None)
    assert _rank(path.cheapest) == min(reaching, key=lambda one: (one[1], one[0], one[2]), default=None)
    assert (path.aim is Aim.IMPOSSIBLE) is (not reaching)
    assert path == find_path(scheme, result, efforts)


@settings(max_examples=150, deadline=None)
@given(_cases())
def test_whoever_follows_a_plan_is_awarded_the_label(
    case: tuple[Scheme, Answers, dict[str, Effort]],
) -> None:
    """Judged by scoring the answers that the plan asks for, with what was not answered at 0 points."""
    scheme, answers, efforts = case
    path = find_path(scheme, score(scheme, answers, on=DAY), efforts)
    for plan in (path.fewest, path.cheapest):
        if plan is not None:
            done = {code: {"level": "0"} for code in scheme.indicators} | dict(answers)
            done |= {step.code: {"level": exact(step.level.points)} for step in plan.steps if step.level}
            result = score(scheme, done, on=DAY)
            assert result.awarded is True
            assert result.total.points == plan.points


def _gold(**changes: Any) -> dict[str, dict[str, Any]]:
    answers = complete_answers("cme-gold")
    for code, fields in changes.items():
        answers[code.removeprefix("i").replace("_", ".")].update(fields)
    return answers


def test_threshold_reached_with_all_minimums_needs_no_improvement() -> None:
    path = _path(GOLD, _gold())
    assert path.aim is Aim.REACHED
    assert path.fewest is not None
    assert path.fewest.steps == ()


def test_failed_minimum_within_a_level_is_met_without_points() -> None:
    """35 % gives 2 points, as do the 40 % of the minimum requirement."""
    path = _path(GOLD, _gold(i2_8={"met": 31}, i1_3={"committed": 87}))
    assert path.fewest is not None
    step = next(one for one in path.fewest.steps if one.code == "2.8")
    assert (step.meets, step.gained, step.level) == (True, 0, None)


def test_failed_items_bring_the_points_that_come_with_them() -> None:
    answers = _gold(i4_3={"parts": ["responsible", "dates"]})
    result = score(GOLD, answers, on=DAY)
    path = find_path(GOLD, result, ticked=points_with_items(GOLD, answers, DAY))
    assert path.fewest is not None
    assert [(one.code, one.points, one.meets) for one in path.fewest.steps] == [("4.3", 3, True)]


def test_minimum_of_an_unscored_indicator_has_to_be_met_for_no_points() -> None:
    path = _path(GOLD, _gold(i1_1={"listed": 1000}))
    assert path.fewest is not None
    assert [(one.code, one.gained, one.meets) for one in path.fewest.steps] == [("1.1", 0, True)]


def test_impossible_minimum_is_named_as_what_blocks_the_way() -> None:
    path = _path(GOLD, _gold(i4_3={"parts": []}), **{"4.3": Effort.IMPOSSIBLE})
    assert (path.aim, path.blocked) == (Aim.IMPOSSIBLE, ("4.3",))


def test_points_out_of_reach_say_how_many_are_missing_and_what_holds_them_back() -> None:
    scheme = _scheme(
        [_indicator("1", ["5", "0"]), _indicator("2", ["5", "0"])],
        [{"rule": "percent_of_maximum", "at_least": "80"}],
    )
    path = _path(scheme, {}, **{"2": Effort.IMPOSSIBLE})
    assert (path.aim, path.blocked, path.short_of, path.needed) == (Aim.IMPOSSIBLE, ("2",), 3, 8)


def test_unanswered_indicators_count_as_nothing_and_can_be_reached() -> None:
    path = _path(GOLD, {})
    assert path.aim is Aim.PLANS
    assert path.fewest is not None
    assert path.fewest.points == path.needed == 120


def test_few_indicators_and_little_effort_are_different_plans() -> None:
    scheme = _scheme(
        [_indicator(code, ["3", "2", "1", "0"]) for code in ("1", "2", "3")],
        [{"rule": "percent_of_maximum", "at_least": "33"}],
    )
    efforts = {"1": Effort.LARGE, "2": Effort.SMALL, "3": Effort.SMALL}
    answers = {code: {"level": level} for code, level in (("1", "0"), ("2", "2"), ("3", "2"))}
    scheme_more = scheme.model_copy(update={"awarding": _scheme(
        [_indicator("1", ["1", "0"])], [{"rule": "percent_of_maximum", "at_least": "66.6"}]
    ).awarding})  # fmt: skip
    path = find_path(scheme_more, score(scheme_more, answers, on=DAY), efforts)
    assert path.fewest is not None
    assert path.cheapest is not None
    assert [one.code for one in path.fewest.steps] == ["1"]
    assert [one.code for one in path.cheapest.steps] == ["2", "3"]


@pytest.mark.parametrize(("code", "aim"), [("cme-bronze", Aim.NO_RULE), ("cme-silver", Aim.PLANS)])
def test_scheme_without_points_says_what_there_is_to_reach(code: str, aim: Aim) -> None:
    path = _path(SHIPPED.get(code, "2026.1"), {})
    assert path.aim is aim
    assert path.needed is None


def test_standards_and_alternatives_are_followed() -> None:
    for code in ("standards", "either-or", "ten-points", "regional-gold"):
        scheme = data_scheme(code)
        assert _path(scheme, {}).aim in (Aim.PLANS, Aim.NO_RULE), code


def test_years_and_scales_of_few_levels_take_much_effort_by_default() -> None:
    assert default_effort(GOLD.indicators["2.1"]) is Effort.LARGE
    assert default_effort(GOLD.indicators["2.8"]) is Effort.MEDIUM


def test_path_of_the_largest_scheme_takes_less_than_a_tenth_of_a_second() -> None:
    result = score(GOLD, {}, on=date(2026, 11, 23))
    durations = []
    for _round in range(3):
        start = time.process_time()
        find_path(GOLD, result)
        durations.append(time.process_time() - start)
    assert min(durations) < 0.1
