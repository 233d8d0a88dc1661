"""A remit is made of countries and of programmes, and everything that a partner sees follows it."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.policy import may_read_comparison_in_remit
from labelapp.consortium.remit import clusters_in_remit, countries_in_remit, is_in_remit
from labelapp.extensions import db
from tests.factories.benchmarks import submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner, make_programme

LISTS = ["/consortium/certificates", "/consortium/certificates.csv", "/consortium/clusters"]


def _partner(*countries: str) -> Partner:
    return make_partner(countries=list(countries))[0]


def test_remit_holds_clusters_of_its_countries_or_of_its_programmes(app: Flask) -> None:
    here, funded, both, neither = (
        make_cluster(country="DK"),
        make_cluster(country="PT"),
        make_cluster(country="DK"),
        make_cluster(country="PT"),
    )
    partner = _partner("DK")
    make_programme(funded, both, partner=partner)
    make_programme(neither)
    assert clusters_in_remit(partner) == {here.id, funded.id, both.id}
    assert [is_in_remit(partner, one) for one in (here, funded, both, neither)] == [True, True, True, False]


def test_partner_without_countries_has_its_programmes_alone(app: Flask) -> None:
    funded = make_cluster(country="PT")
    make_cluster(country="DK")
    partner = _partner()
    make_programme(funded, partner=partner)
    assert clusters_in_remit(partner) == {funded.id}


def test_cluster_of_several_programmes_of_a_partner_counts_once(nordic: Partner, client: FlaskClient) -> None:
    funded = make_cluster(country="PT")
    make_certificate(funded)
    make_programme(funded, partner=nordic)
    make_programme(funded, partner=nordic)
    assert "1 certificate<" in client.get("/consortium/certificates").text
    assert "1 cluster<" in client.get("/consortium/clusters").text


def test_programme_of_another_partner_brings_nothing(app: Flask) -> None:
    mine, theirs = _partner("DK"), _partner("FI")
    make_programme(make_cluster(country="PT"), partner=theirs)
    assert clusters_in_remit(mine) == frozenset()


def test_countries_of_a_remit_include_those_of_its_programmes(app: Flask) -> None:
    partner = _partner("DK", "SE")
    make_programme(make_cluster(country="PT"), make_cluster(country="DK"), partner=partner)
    assert countries_in_remit(partner) == ["DK", "PT", "SE"]


@pytest.fixture
def inside_and_outside(nordic: Partner) -> tuple[Cluster, Cluster, Cluster]:
    """A cluster of the country, one of the programme, one of neither, each with a certificate."""
    clusters = (
        make_cluster(name="Inland", country="DK", partner_consent=True),
        make_cluster(name="Funded", country="PT", partner_consent=True),
        make_cluster(name="Foreign", country="PT", partner_consent=True),
    )
    for cluster in clusters:
        submit_reports(cluster, 7)
        make_certificate(cluster)
    make_programme(clusters[1], partner=nordic)
    return clusters


@pytest.mark.parametrize("page", LISTS)
def test_every_list_shows_exactly_the_remit(
    client: FlaskClient, inside_and_outside: tuple[Cluster, Cluster, Cluster], page: str
) -> None:
    text = client.get(page).text
    assert [name in text for name in ("Inland", "Funded", "Foreign")] == [True, True, False]


def test_benchmarks_follow_the_remit(
    client: FlaskClient, inside_and_outside: tuple[Cluster, Cluster, Cluster]
) -> None:
    found = [
        client.get(f"/consortium/clusters/{one.id}/{page}").status_code
        for one in inside_and_outside
        for page in ("benchmark", "benchmark.csv")
    ]
    assert found == [200, 200, 200, 200, 404, 404]


def test_cluster_that_leaves_the_programme_leaves_the_remit(
    client: FlaskClient, nordic: Partner, inside_and_outside: tuple[Cluster, Cluster, Cluster]
) -> None:
    nordic.programmes = []
    db.session.commit()
    assert "Funded" not in client.get("/consortium/clusters").text
    person = nordic.people[0].user
    assert not may_read_comparison_in_remit(person, inside_and_outside[1])


def test_lists_are_narrowed_to_a_programme_of_the_remit_and_to_no_other(
    client: FlaskClient, nordic: Partner, inside_and_outside: tuple[Cluster, Cluster, Cluster]
) -> None:
    foreign = make_programme(inside_and_outside[2])
    own = nordic.programmes[0]
    for number, names in ((own.id, {"Funded"}), (foreign.id, {"Funded", "Inland"})):
        text = client.get(f"/consortium/certificates.csv?programme={number}").text
        assert {row[1] for row in list(csv.reader(io.StringIO(text)))[1:]} == names
        page = client.get(f"/consortium/clusters?programme={number}").text
        assert set(re.findall(r'<th scope="row"><span lang="en">([^<]+)<', page)) == names


@pytest.mark.parametrize("value", ["%00", "9" * 30])
def test_wild_values_in_the_address_are_no_filter(client: FlaskClient, nordic: Partner, value: str) -> None:
    make_certificate(make_cluster(name="Inland"))
    names = ("programme", "state", "held", "ends", "at", "country", "level", "since", "topic")
    query = "&".join(f"{name}={value}" for name in names)
    for page in ("clusters", "certificates", "certificates.csv", "funnel", "results"):
        assert client.get(f"/consortium/{page}?{query}").status_code == 200
    assert "Inland" in client.get(f"/consortium/certificates?{query}").text


def test_what_needs_consent_is_said_to_need_it_and_how_it_is_given(
    client: FlaskClient, nordic: Partner
) -> None:
    make_certificate(make_cluster(name="Silent", partner_consent=False))
    for page in ("clusters", "certificates"):
        text = client.get(f"/consortium/{page}").text
        assert "needs the cluster&#39;s consent" in text
        assert "Its managers give and withdraw it on the page “Profile” of the cluster" in text
