"""What clusters of a remit answered: of whole blocks, year by year, and of nobody alone."""

import csv
import io
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.benchmarks.disclosure.asking import Reader
from labelapp.benchmarks.models import BenchmarkBlock
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.results import Results, read_by_all, results_by_year, results_until, topics
from labelapp.extensions import db
from tests.factories.accounts import sign_in
from tests.factories.benchmarks import make_group
from tests.factories.clusters import add_member
from tests.factories.consortium import make_partner


@pytest.fixture
def block(app: Flask) -> list[Cluster]:
    """Seven Danish clusters in one block, which have 1 to 7 reports in media."""
    return make_group(range(1, 8))


def _ids(clusters: list[Cluster]) -> frozenset[int]:
    return frozenset(one.id for one in clusters)


def _median(found: Results) -> Fraction | None:
    return next(one.group.median for one in found.positions if one.topic.label == "Reports in media")


def _whole(clusters: frozenset[int], *known: Cluster) -> Results:
    return results_by_year(clusters, Reader(known=_ids(list(known))))[0]


def test_block_counts_when_it_lies_wholly_in_the_remit(block: list[Cluster]) -> None:
    found = _whole(_ids(block))
    assert (found.n, _median(found)) == (7, 4)


def test_block_of_which_one_cluster_lies_outside_does_not_count(block: list[Cluster]) -> None:
    found = _whole(_ids(block[1:]))
    assert (found.n, _median(found)) == (0, None)


def test_block_counts_for_a_partner_while_the_minimum_is_unknown_to_it(block: list[Cluster]) -> None:
    assert _median(_whole(_ids(block), *block[:2])) == 4
    assert _median(_whole(_ids(block), *block[:3])) is None


def test_consent_that_is_withdrawn_takes_the_block_out_at_once(block: list[Cluster]) -> None:
    block[0].benchmark_consent = False
    db.session.commit()
    assert _whole(_ids(block)).n == 0


def test_year_is_that_in_which_the_block_was_formed(block: list[Cluster]) -> None:
    _move_to(2024)
    later = make_group(range(11, 18))
    every = results_by_year(_ids(block + later), Reader())
    assert [(one.year, one.n, _median(one)) for one in every] == [
        (None, 14, 9),
        (today().year, 7, 14),
        (2024, 7, 4),
    ]


def test_block_that_ended_never_comes_back_in_an_earlier_year(block: list[Cluster]) -> None:
    for one in db.session.query(BenchmarkBlock):
        one.ended_on = one.formed_on
    db.session.commit()
    assert [one.n for one in results_by_year(_ids(block), Reader())] == [0]


def test_report_of_a_year_holds_the_blocks_formed_until_then(block: list[Cluster]) -> None:
    _move_to(2024)
    every = _ids(block + make_group(range(11, 18)))
    assert [results_until(every, Reader(), year).n for year in (2023, 2024, today().year)] == [0, 7, 14]


def test_what_is_published_counts_clusters_that_any_partner_reads_as_known(block: list[Cluster]) -> None:
    """Else a partner could read on a public page what its own withholds from it."""
    for count, n in ((2, 7), (3, 0)):
        for one in block[:count]:
            one.partner_consent = True
        db.session.commit()
        assert results_until(_ids(block), read_by_all(), today().year).n == n


def _move_to(year: int) -> None:
    for one in db.session.query(BenchmarkBlock):
        one.formed_on = one.formed_on.replace(year=year)
    db.session.commit()


def test_page_shows_the_chosen_topic_by_year(client: FlaskClient, nordic: Partner) -> None:
    make_group(range(1, 8))
    text = client.get(f"/consortium/results?topic={_code()}").text
    year = today().year
    assert f'aria-label="{year}: median 4, n = 7"' in text
    assert "Fewer than 10 clusters answered." in text
    assert 'aria-label="All years: median 4, n = 7"' in text


def test_page_of_a_remit_without_a_block_says_why_nothing_is_shown(
    client: FlaskClient, nordic: Partner
) -> None:
    text = client.get("/consortium/results").text
    assert "The group is too small." in text
    assert "n below 5" in text


def test_table_holds_every_topic_of_every_year(client: FlaskClient, nordic: Partner) -> None:
    make_group(range(1, 8))
    text = client.get("/consortium/results.csv").text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = [row for row in csv.reader(io.StringIO(text)) if row[1] == "Reports in media"]
    assert [row[0] for row in rows] == ["All years", str(today().year)]
    assert [row[3:7] for row in rows] == [["7", "", "4.00", ""]] * 2


def test_what_a_person_knows_from_a_team_counts_as_known(client: FlaskClient, app: Flask) -> None:
    clusters = make_group(range(1, 8))
    _partner, user = make_partner(countries=["DK"])
    for one in clusters[:3]:
        add_member(one, user)
    sign_in(client, user)
    assert "median 4" not in client.get(f"/consortium/results?topic={_code()}").text


def _code() -> str:
    return next(topic.code for topic in topics() if topic.label == "Reports in media")
