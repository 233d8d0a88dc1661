"""Groups are read from addresses and forms, and widen in the order of the scheme."""

import json
from datetime import date
from fractions import Fraction

import pytest

from labelapp.benchmarks.disclosure.asking import Selection
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.groups import chosen_from, key_of, offered, selection_of, widened
from labelapp.benchmarks.traits import age_class, size_class, traits_of
from labelapp.schemes.definition import BenchmarkRule

ORDER = BenchmarkRule().widening


@pytest.mark.parametrize("key", ["all", "country:DK", "portfolio:food,maritime+country:DK,SE+level:gold"])
def test_key_names_its_selection(key: str) -> None:
    found = selection_of(key)
    assert found is not None
    assert key_of(found) == key


@pytest.mark.parametrize("key", ["", "country", "country:", "planet:mars", "country:DK+country:SE", "all:"])
def test_key_of_no_group_is_none(key: str) -> None:
    assert selection_of(key) is None


def test_form_drops_codes_that_nobody_has() -> None:
    known = frozenset({Trait("country", "DK"), Trait("level", "gold")})
    found = chosen_from({"country": ["DK", "XX"], "level": ["<b>"], "planet": ["mars"]}, known)
    assert found == Selection({"country": frozenset({"DK"})})


def test_selection_widens_by_what_the_scheme_keeps() -> None:
    asked = selection_of("portfolio:food+country:DK+age:10")
    assert asked is not None
    assert [key_of(one) for one in widened(asked, ORDER)] == [
        "portfolio:food+country:DK",
        "portfolio:food",
        "country:DK",
        "all",
    ]
    assert [key_of(one) for one in widened(Selection({"age": frozenset({"10"})}), ORDER)] == ["all"] * 4
    assert list(widened(Selection(), ORDER)) == []


def test_step_with_the_region_takes_it_in_the_place_of_the_country() -> None:
    rule = BenchmarkRule.model_validate_json(
        json.dumps({"widening": [["portfolio", "region"], ["region"], []]})
    )
    asked = selection_of("portfolio:food+country:DK,FR")
    assert asked is not None
    assert [key_of(one) for one in widened(asked, rule.widening)] == [
        "portfolio:food+region:northern,western",
        "region:northern,western",
        "all",
    ]


def test_what_is_not_known_of_a_cluster_gives_no_trait() -> None:
    traits = traits_of(
        country="BR",
        portfolios=[],
        level=None,
        founded_on=None,
        legal_form=None,
        participants=None,
        day=date(2026, 1, 1),
    )
    assert traits == {Trait("country", "BR"), Trait("region", "elsewhere")}


def test_groups_of_a_cluster_go_from_narrow_to_wide() -> None:
    traits = traits_of(
        country="DK",
        portfolios=["food", "energy"],
        level="gold",
        founded_on=date(2020, 6, 2),
        legal_form="association",
        participants=Fraction(99),
        day=date(2025, 6, 1),
    )
    assert [key_of(one) for one in offered(traits)] == [
        "portfolio:energy+country:DK",
        "portfolio:food+country:DK",
        "portfolio:energy",
        "portfolio:food",
        "country:DK",
        "region:northern",
        "excellence:gold",
        "level:gold",
        "age:0-4",
        "size:50-99",
        "legal_form:association",
        "all",
    ]


def test_classes_begin_on_their_day_and_number() -> None:
    assert [age_class(date(2020, 6, 2), date(2025, 6, day)) for day in (1, 2)] == ["0-4", "5-9"]
    assert [age_class(date(2015, 6, 2), date(2025, 6, day)) for day in (1, 2)] == ["5-9", "10"]
    assert [size_class(Fraction(n)) for n in (49, 50, 99, 100)] == ["0-49", "50-99", "50-99", "100"]


def test_order_of_a_scheme_is_data() -> None:
    rule = BenchmarkRule.model_validate_json(json.dumps({"widening": [["country"], []]}))
    asked = selection_of("portfolio:food+country:DK")
    assert asked is not None
    assert [key_of(one) for one in widened(asked, rule.widening)] == ["country:DK", "all"]
