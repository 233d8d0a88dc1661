"""Each measure gives the exact number its name says, or is not known."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.answers import Answers
from labelapp.schemes.measures import years_since
from labelapp.schemes.scoring import score
from tests.schemes.small import DAY, data_scheme

MEASURES = data_scheme("measures")
REGIONAL = data_scheme("regional-gold")

CASES = [
    ("ratio", {"ratio": {"days": "11"}, "people": {"fte": "2.2"}}, "5", "6"),
    ("ratio", {"ratio": {"days": "10.99"}, "people": {"fte": "2.2"}}, "1099/220", "0"),
    ("people", {"people": {"fte": "3", "members": {"sme": 60, "large": 9}}}, "20", "2"),
    ("people", {"people": {"fte": "3", "members": {"sme": 61}}}, "61/3", "1"),
    ("sum", {"sum": {"regional": 7, "wider": 3}}, "10", "1"),
    ("count", {"count": {"areas": {"export": 2, "skills": 1, "finance": 5}}}, "2", "2"),
    ("years", {"years": {"since": "2022-11-23"}}, "4", "5"),
    ("years", {"years": {"since": "2022-11-24"}}, "1487/372", "2"),
    ("checklist", {"checklist": {"has": ["english", "contact"]}}, "2.5", "2.5"),
    ("checklist", {"checklist": {"has": []}}, "0", "0"),
    ("pdca", {"pdca": {"plan": "100", "do": "50", "check": "0"}}, "50", "5"),
    ("pdca", {"pdca": {"plan": "50", "do": "50", "check": "0"}}, "100/3", "10/3"),
    ("capped", {"capped": {"sound": "5", "applied": "10"}}, "5", "5"),
    ("capped", {"capped": {"sound": "0", "applied": "10"}}, "0", "0"),
]


@pytest.mark.parametrize(("code", "answers", "measure", "points"), CASES)
def test_measure_gives_exact_value_and_points(code: str, answers: Answers, measure: str, points: str) -> None:
    result = score(MEASURES, answers, on=DAY).indicators[code]
    assert result.measure == Fraction(measure)
    assert result.points == Fraction(points)


NOT_KNOWN = [
    ("ratio", {"ratio": {"days": "11"}}),
    ("ratio", {"ratio": {"days": "11"}, "people": {"fte": "0"}}),
    ("sum", {"sum": {"regional": 7}}),
    ("pdca", {"pdca": {"plan": "50", "do": "50"}}),
    ("capped", {"capped": {"applied": "10"}}),
    ("years", {}),
]


@pytest.mark.parametrize(("code", "answers"), NOT_KNOWN)
def test_measure_with_missing_input_or_zero_divisor_is_not_known(code: str, answers: Answers) -> None:
    result = score(MEASURES, answers, on=DAY).indicators[code]
    assert result.measure is None
    assert result.points is None


def test_share_counts_the_named_parts_and_gives_what_was_divided() -> None:
    answers = {"R.3": {"income": {"fees": "20000.50", "services": "29999.50", "grants": "50000"}}}
    result = score(REGIONAL, answers, on=DAY).indicators["R.3"]
    assert (result.measure, result.numerator, result.denominator) == (50, 50000, 100000)
    assert result.points == 5


def test_ratio_gives_numerator_and_denominator_for_a_sentence() -> None:
    result = score(REGIONAL, {"1.3": {"committed": 84}, "2.8": {"met": 54}}, on=DAY).indicators["2.8"]
    assert (result.numerator, result.denominator) == (54, 84)
    assert result.measure == Fraction(5400, 84)


@pytest.mark.parametrize(
    ("start", "on", "years"),
    [
        ("2020-02-29", "2021-02-28", "1"),
        ("2020-02-29", "2024-02-29", "4"),
        ("2020-03-31", "2020-04-30", "1/12"),
        ("2025-11-23", "2026-11-24", "361/360"),
        ("2027-01-01", "2026-11-23", "0"),
    ],
)
def test_years_since_is_whole_on_anniversaries(start: str, on: str, years: str) -> None:
    assert years_since(date.fromisoformat(start), date.fromisoformat(on)) == Fraction(years)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 1, 1)), st.integers(0, 4000))
def test_years_since_never_falls_as_days_pass(start: date, days: int) -> None:
    day = date.fromordinal(start.toordinal() + days)
    following = date.fromordinal(day.toordinal() + 1)
    assert years_since(start, day) < years_since(start, following)
