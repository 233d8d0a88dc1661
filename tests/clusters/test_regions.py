"""Every country that a profile allows lies in one region."""

from babel import Locale

from labelapp.clusters.places import is_country
from labelapp.clusters.regions import _COUNTRIES, ELSEWHERE, REGIONS, region_of

OTHER_COUNTRIES = {"BR", "US", "JP", "MA", "GE", "KZ", "IL"}


def test_every_country_has_a_region_and_other_continents_none_of_europe() -> None:
    countries = filter(is_country, Locale("en").territories)
    assert {region_of(code) for code in countries} == set(REGIONS)
    assert {region_of(code) for code in OTHER_COUNTRIES} == {ELSEWHERE}


def test_members_of_the_union_lie_in_a_part_of_europe() -> None:
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert ELSEWHERE not in map(region_of, union.split())


def test_table_names_countries_once() -> None:
    named = " ".join(_COUNTRIES.values()).split()
    assert len(named) == len(set(named))
    assert all(map(is_country, named))
