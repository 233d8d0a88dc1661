"""Schemes of other kinds score without a line of code: variant, checklist, standards, either/or, areas, committee."""

import pytest

from labelapp.schemes.answers import Answers
from labelapp.schemes.scoring import score
from tests.schemes.small import DAY, SHIPPED, data_scheme

REGIONAL = data_scheme("regional-gold")
TEN = data_scheme("ten-points")
STANDARDS = data_scheme("standards")
EITHER = data_scheme("either-or")
MEASURES = data_scheme("measures")
BRONZE = SHIPPED.get("cme-bronze", "2026.1")
SILVER = SHIPPED.get("cme-silver", "2026.1")

ALL_MET = {code: True for code, indicator in REGIONAL.indicators.items() if indicator.minimum}


@pytest.mark.parametrize(("points", "awarded"), [("4", True), ("3.99", False)])
def test_regional_variant_of_34_indicators_needs_80_percent_of_165(points: str, awarded: bool) -> None:
    scored = [code for code, indicator in REGIONAL.indicators.items() if indicator.scored]
    result = score(REGIONAL, {}, dict.fromkeys(scored, points), ALL_MET, on=DAY)
    assert (result.total.max, len(result.indicators)) == (165, 34)
    assert result.awarded is awarded


def test_regional_variant_holds_its_stricter_minimum() -> None:
    found = {"1.3": {"committed": 100}, "2.8": {"met": 59}}
    assert score(REGIONAL, found, on=DAY).indicators["2.8"].minimum_met is False
    assert score(SHIPPED.get("cme-gold", "2026.1"), found, on=DAY).indicators["2.8"].minimum_met is True


def ten(yes: int, no: int) -> Answers:
    return {f"c{number}": {"met": "yes" if number <= yes else "no"} for number in range(1, yes + no + 1)}


@pytest.mark.parametrize(
    ("yes", "no", "awarded", "code"),
    [
        (10, 0, True, "checklist_reached"),
        (8, 2, True, "checklist_reached"),
        (8, 0, True, "checklist_reached"),
        (7, 3, False, "checklist_not_reached"),
        (7, 2, None, "checklist_open"),
        (0, 3, False, "checklist_not_reached"),
    ],
)
def test_ten_point_checklist_needs_eight(yes: int, no: int, awarded: bool | None, code: str) -> None:
    result = score(TEN, ten(yes, no), on=DAY)
    assert result.awarded is awarded
    assert [reason.code for reason in result.reasons] == [code]


def standards(**changes: dict[str, object]) -> Answers:
    every: dict[str, dict[str, object]] = {
        "strategy": {"parts": ["aims", "dates"]},
        "team": {"fte": "0.5"},
        "training": {"level": "1"},
        "export": {"used": 3, "link": "https://cluster.example"},
    }
    return {**every, **changes}


def test_all_standards_met_is_awarded() -> None:
    result = score(STANDARDS, standards(), on=DAY)
    assert result.awarded is True
    assert result.reasons[0].text == "All 4 standards are met."


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("strategy", {"parts": ["aims", "figures"]}),
        ("team", {"fte": "0.49"}),
        ("training", {"level": "0"}),
        ("export", {"used": 2}),
    ],
)
def test_one_standard_not_met_refuses_and_is_named(code: str, answer: dict[str, object]) -> None:
    result = score(STANDARDS, standards(**{code: answer}), on=DAY)
    assert result.awarded is False
    assert [reason.params["indicator"] for reason in result.reasons] == [code]


def test_standard_that_does_not_apply_is_not_needed() -> None:
    result = score(STANDARDS, standards(export={"not_applicable": "only services"}), on=DAY)
    assert result.awarded is True
    assert result.reasons[0].params["count"] == "3"


def test_standard_not_yet_answered_leaves_the_award_open() -> None:
    assert score(STANDARDS, standards(team={}), on=DAY).awarded is None


@pytest.mark.parametrize(
    ("turnover", "firms", "awarded"),
    [
        (("30", "100"), (0, 100), True),
        (("29.99", "100"), (10, 100), True),
        (("29.99", "100"), (99, 1000), False),
        (("29.99", "100"), None, None),
        (("30", "100"), None, True),
        (("1", "0"), (9, 100), None),
    ],
)
def test_either_turnover_or_firms_is_enough(
    turnover: tuple[str, str], firms: tuple[int, int] | None, awarded: bool | None
) -> None:
    found: dict[str, dict[str, object]] = {"turnover": {"own": turnover[0], "sector": turnover[1]}}
    if firms:
        found["firms"] = {"own": firms[0], "sector": firms[1]}
    result = score(EITHER, found, on=DAY)
    assert result.awarded is awarded
    codes = {True: "minimums_met", False: "either_not_met", None: "either_open"}
    assert result.reasons[0].code == codes[awarded]


def test_committee_leaves_the_award_to_people_with_a_reason() -> None:
    result = score(MEASURES, {}, on=DAY)
    assert result.awarded is None
    assert [reason.code for reason in result.reasons] == ["committee_decides"]


def test_label_without_pass_mark_needs_complete_answers() -> None:
    result = score(BRONZE, {}, on=DAY)
    assert result.awarded is None
    assert result.reasons[0].code == "incomplete"


SILVER_MET = {code: True for code, indicator in SILVER.indicators.items() if indicator.minimum}


def test_three_improvement_areas_shown_are_awarded() -> None:
    assert score(SILVER, {}, {}, SILVER_MET, on=DAY).awarded is True


def test_two_improvement_areas_shown_are_not_enough() -> None:
    result = score(SILVER, {}, {}, SILVER_MET | {"A2": False}, on=DAY)
    assert result.awarded is False
    assert [reason.text for reason in result.reasons if reason.holds is False] == [
        "Improvement is shown in 2 areas, 3 are needed."
    ]
