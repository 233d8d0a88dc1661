"""What must hold for the schemes that are shipped in `assessments/`."""

import json
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from labelapp.schemes.answers import Answers, completeness, read_answers
from labelapp.schemes.awarding_rules import AllMinimums, ImprovementAreasRule
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.field_types import Option, parts
from labelapp.schemes.loading import Library
from labelapp.schemes.scoring import score

PROJECT = Path(__file__).parents[2]
ASSESSED = date(2026, 11, 23)
ANSWERS = PROJECT / "labelapp" / "demo" / "answers"
LIBRARY = Library.load(PROJECT / "assessments")
GOLD, SILVER, BRONZE = (LIBRARY.get(f"cme-{level}", "2026.1") for level in ("gold", "silver", "bronze"))
SHIPPED = [GOLD, SILVER, BRONZE]

MINIMUMS = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.7", "2.8", "3.1", "4.1", "4.2", "4.3", "4.8", "4.12"]
SERVICES = [
    "research", "matchmaking", "training", "entrepreneurship",
    "marketing", "internationalisation", "funding", "networks",
]  # fmt: skip
POSITIONS = {
    "committed-participants",
    "participants-per-fte",
    "private-income-share",
    "met-in-person",
    "participants-from-abroad",
}

each_scheme = pytest.mark.parametrize("scheme", SHIPPED, ids=lambda scheme: scheme.code)
each_indicator = pytest.mark.parametrize(
    "indicator",
    [indicator for scheme in (SILVER, BRONZE) for indicator in scheme.indicators.values()],
    ids=lambda indicator: indicator.code,
)


def _benchmarks(scheme: Scheme) -> dict[str, Indicator]:
    return {i.benchmark.code: i for i in scheme.indicators.values() if i.benchmark is not None}


def _sizes(scheme: Scheme) -> list[int]:
    return [len(dimension.indicators) for dimension in scheme.dimensions]


@each_scheme
def test_shipped_scheme_is_published_and_marked_illustrative(scheme: Scheme) -> None:
    assert scheme.status == "published"
    assert scheme.illustrative


@each_scheme
def test_shipped_scheme_certificate_sentence_names_the_label_once(scheme: Scheme) -> None:
    assert scheme.certificate_sentence.count("%(label)s") == 1


@each_scheme
def test_shipped_scheme_texts_hold_no_control_characters_or_typed_no_break_spaces(scheme: Scheme) -> None:
    wrong = [path for path, _, text in scheme.texts() if not text.isprintable()]
    assert wrong == []


@each_scheme
def test_shipped_scheme_validity_is_24_and_36_months_by_the_day(scheme: Scheme) -> None:
    validity = scheme.validity
    assert (validity.first_months, validity.renewal_months, validity.renewal_within_months) == (24, 36, 12)
    assert validity.counted == "day"


def test_gold_has_31_indicators_in_five_dimensions() -> None:
    assert _sizes(GOLD) == [4, 10, 2, 12, 3]
    assert len(GOLD.indicators) == 31


def test_silver_judges_by_the_indicators_of_gold_and_three_improvement_areas() -> None:
    assert _sizes(SILVER) == [4, 10, 2, 12, 3, 3]
    assert {code: SILVER.indicators[code] for code in GOLD.indicators} == GOLD.indicators
    assert SILVER.indicators.keys() - GOLD.indicators.keys() == {"A1", "A2", "A3"}


def test_silver_improvement_area_is_tied_to_an_indicator_and_has_a_text_on_its_effect() -> None:
    for code in ("A1", "A2", "A3"):
        indicator = SILVER.indicators[code]
        names = [part.label for part in parts(indicator.field("area")) if isinstance(part, Option)]
        assert names == [indicator.name for indicator in GOLD.indicators.values()]
        assert indicator.field("effect").type == "text"
        assert indicator.minimum is not None


def test_bronze_has_36_indicators_in_six_dimensions() -> None:
    assert _sizes(BRONZE) == [10, 8, 4, 4, 5, 5]
    assert len(BRONZE.indicators) == 36


def test_gold_has_150_points_and_passes_with_120() -> None:
    assert GOLD.max_points == 150
    assert GOLD.pass_points == 120


def test_gold_scores_30_indicators_with_5_points_and_committed_participation_with_none() -> None:
    points = Counter(indicator.max_points for indicator in GOLD.indicators.values())
    assert points == {Fraction(5): 30, Fraction(0): 1}
    assert not GOLD.indicators["1.1"].scored
    assert GOLD.indicators["1.1"].minimum is not None


def test_gold_minimum_requirements_are_the_14_of_the_scheme() -> None:
    assert [code for code, indicator in GOLD.indicators.items() if indicator.minimum] == MINIMUMS


def test_direct_personal_contacts_have_a_minimum_of_40_percent_within_level_two() -> None:
    indicator = GOLD.indicators["2.8"]
    assert indicator.minimum is not None
    assert (indicator.minimum.at_least, indicator.minimum.text) == (Fraction(40), "40 % minimum")
    assert [level.at_least for level in indicator.levels] == [80, 65, 50, 35, 20, None]


def test_bronze_is_compared_and_not_scored() -> None:
    assert not any(indicator.scored for indicator in BRONZE.indicators.values())
    assert [rule.rule for rule in BRONZE.awarding] == ["no_pass_mark"]
    assert BRONZE.eligibility


def test_silver_is_awarded_by_three_improvements_and_the_minimums_of_gold() -> None:
    improvements, minimums = SILVER.awarding
    assert isinstance(improvements, ImprovementAreasRule)
    assert improvements.count == 3
    assert isinstance(minimums, AllMinimums)
    assert list(minimums.indicators) == MINIMUMS


@pytest.mark.parametrize(
    ("scheme", "assessors", "from_abroad"), [(GOLD, 2, 1), (SILVER, 1, 0), (BRONZE, 1, 0)]
)
def test_shipped_scheme_asks_for_its_assessors(scheme: Scheme, assessors: int, from_abroad: int) -> None:
    assert (scheme.assessors.count, scheme.assessors.from_another_country) == (assessors, from_abroad)


@each_indicator
def test_indicator_says_why_it_is_asked_what_proves_it_and_what_assessors_do(indicator: Indicator) -> None:
    assert indicator.why.endswith(".")
    assert 1 <= len(indicator.evidence) <= 4
    assert indicator.guidance is not None
    assert "ssessors" in indicator.guidance


@each_indicator
def test_indicator_asks_for_one_to_four_fields(indicator: Indicator) -> None:
    assert 1 <= len(indicator.fields) <= 4


@pytest.mark.parametrize("code", [code for code, indicator in GOLD.indicators.items() if indicator.scored])
def test_scored_indicator_has_levels_from_5_to_0_points(code: str) -> None:
    levels = GOLD.indicators[code].levels
    assert [level.points for level in levels] == [5, 4, 3, 2, 1, 0]
    assert len({level.text for level in levels}) == 6


@pytest.mark.parametrize("code", MINIMUMS)
def test_minimum_requirement_has_a_text(code: str) -> None:
    minimum = GOLD.indicators[code].minimum
    assert minimum is not None
    assert len(minimum.text) > 3


def test_bronze_indicators_are_compared_except_the_legal_form() -> None:
    assert [code for code, indicator in BRONZE.indicators.items() if indicator.benchmark is None] == ["B1.2"]


@each_scheme
def test_benchmark_codes_are_used_once_in_a_scheme(scheme: Scheme) -> None:
    codes = [i.benchmark.code for i in scheme.indicators.values() if i.benchmark is not None]
    assert len(codes) == len(set(codes))


def test_bronze_has_the_position_strips_the_composition_and_the_services() -> None:
    benchmarks = _benchmarks(BRONZE)
    assert benchmarks.keys() >= POSITIONS | {"composition", "service-intensity"}


def test_gold_and_bronze_pool_the_values_measured_in_the_same_way() -> None:
    shared = _benchmarks(GOLD).keys() & _benchmarks(BRONZE).keys()
    assert shared >= (POSITIONS - {"participants-from-abroad"}) | {"composition", "service-intensity"}
    assert len(shared) >= 15


@pytest.mark.parametrize("code", sorted(_benchmarks(GOLD).keys() & _benchmarks(BRONZE).keys()))
def test_pooled_benchmark_compares_the_same_measure_in_gold_and_bronze(code: str) -> None:
    gold, bronze = _benchmarks(GOLD)[code], _benchmarks(BRONZE)[code]
    assert gold.benchmark == bronze.benchmark
    assert gold.benchmark is not None
    if gold.benchmark.of == "measure":
        assert gold.measure == bronze.measure
    else:
        assert parts(gold.field(gold.benchmark.of)) == parts(bronze.field(gold.benchmark.of))


@pytest.mark.parametrize("scheme", [GOLD, BRONZE], ids=lambda scheme: scheme.code)
def test_services_are_asked_in_eight_areas_with_intensity_0_to_4(scheme: Scheme) -> None:
    indicator = _benchmarks(scheme)["service-intensity"]
    field = indicator.field("intensity")
    assert [part.code for part in parts(field)] == SERVICES
    assert field.type == "counts"
    assert field.at_most == 4


def _answers(scheme: Scheme, file: str) -> Answers:
    return read_answers(scheme, json.loads((ANSWERS / file).read_text("utf-8")))


@pytest.mark.parametrize(
    ("scheme", "file", "points"),
    [
        (GOLD, "gold-complete.json", 128),
        (SILVER, "silver-complete.json", 128),
        (BRONZE, "bronze-complete.json", 0),
    ],
    ids=lambda value: value.code if isinstance(value, Scheme) else str(value),
)
def test_complete_sample_answers_are_awarded(scheme: Scheme, file: str, points: int) -> None:
    answers = _answers(scheme, file)
    result = score(scheme, answers, on=ASSESSED)
    assert completeness(scheme, answers).missing == []
    assert result.total.points == points
    assert result.awarded is True


def test_gold_with_95_percent_and_one_failed_minimum_is_refused_for_this_reason_only() -> None:
    result = score(GOLD, _answers(GOLD, "gold-95-percent-minimum-failed.json"), on=ASSESSED)
    failed = [reason for reason in result.reasons if reason.holds is False]
    assert result.total.points == 143
    assert result.total.points * 100 >= 95 * result.total.max
    assert result.awarded is False
    assert [(reason.code, reason.params["indicator"]) for reason in failed] == [("minimum_not_met", "2.8")]


def test_silver_with_two_improvements_shown_is_refused() -> None:
    answers = dict(_answers(SILVER, "silver-complete.json"))
    answers["A3"] = {**answers["A3"], "shown": ["planned", "done"]}
    result = score(SILVER, answers, on=ASSESSED)
    assert result.awarded is False
    assert [reason.code for reason in result.reasons if reason.holds is False] == ["improvements_not_shown"]
