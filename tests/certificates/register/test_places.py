"""The map of tiles: where countries stand, and what the shades mean."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from labelapp.certificates.register.places import SHADES, country_map, shades_up_to
from labelapp.clock import today
from labelapp.schemes.months import add_months
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster


@given(st.integers(0, 100_000))
def test_shades_cover_each_number_once_and_end_with_the_most(most: int) -> None:
    shades = shades_up_to(most)
    assert len(shades) <= SHADES
    starts = [start for start, _end in shades]
    assert starts == ([1, *(end + 1 for _start, end in shades[:-1])] if most else [])
    assert not shades or shades[-1][1] == most
    assert all(start <= end for start, end in shades)


def test_every_country_of_the_map_has_a_place_of_its_own_and_stands_within_nine_columns(app: Flask) -> None:
    tiles = country_map({}).tiles
    assert (
        len({(tile.row, tile.column) for tile in tiles}) == len({tile.code for tile in tiles}) == len(tiles)
    )
    assert max(tile.column for tile in tiles) == 9
    members = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert set(members.split()) <= {tile.code for tile in tiles}


def test_most_labels_have_the_darkest_shade_and_countries_elsewhere_are_named(app: Flask) -> None:
    drawn = country_map({"DK": 2, "FI": 1, "JP": 1})
    shades = {tile.code: tile.shade for tile in drawn.tiles}
    assert (shades["DK"], shades["FI"], shades["SE"]) == (4, 3, 0)
    assert drawn.elsewhere == (("JP", "Japan", 1),)
    assert [row[0] for row in drawn.rows] == ["Denmark", "Finland", "Japan"]
    assert drawn.total == 4


@pytest.mark.usefixtures("app")
def test_map_counts_what_holds_under_the_other_filters_and_leads_to_the_list(client: FlaskClient) -> None:
    make_certificate(make_cluster(country="DK"))
    make_certificate(make_cluster(country="DK"), level="silver")
    make_certificate(make_cluster(country="FI"), assessed_on=add_months(today(), -40))
    page = client.get("/register").text
    assert "Denmark: 2 labels" in page
    assert "Finland: 0 labels" in page
    silver = client.get("/register?level=silver&country=DK&status=past").text
    assert "Denmark: 1 label<" in silver
    assert 'href="/register?level=silver&amp;status=past&amp;country=FI#list"' in silver
    assert 'href="/register?level=silver&amp;status=past#list" title="Denmark" aria-current="true"' in silver
