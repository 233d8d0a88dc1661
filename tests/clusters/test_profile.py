"""The profile of a cluster organisation: who sees it, who changes it, what it accepts."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.places import country_choices, sort_key
from labelapp.clusters.policy import may_edit_cluster, may_view_cluster
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.events.log import timeline
from labelapp.web.locale import speaking
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster

ENTERED = {
    "name": "Havnsund Maritime Cluster",
    "name_language": "da",
    "country": "DK",
    "place": "Havnsund",
    "founded_on": "2012-04-18",
    "website": "havnsund.example",
    "portfolios": ["maritime", "energy"],
    "language": "en",
}


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(name="Havnsund", portfolios=["maritime"])


@pytest.fixture
def manager(cluster: Cluster, client: FlaskClient) -> User:
    user = make_user()
    add_member(cluster, user, TeamRole.MANAGER)
    sign_in(client, user)
    return user


def test_manager_changes_the_profile(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    answer = client.post(f"/clusters/{cluster.id}/edit", data=ENTERED)
    assert answer.location == f"/clusters/{cluster.id}"
    assert (cluster.name, cluster.name_language) == ("Havnsund Maritime Cluster", "da")
    assert (cluster.founded_on, cluster.website) == (date(2012, 4, 18), "https://havnsund.example")
    assert cluster.portfolio_codes == ["energy", "maritime"]
    event = next(event for event in reversed(timeline(cluster)) if event.action == "cluster.changed")
    assert event.actor_id == manager.id
    assert set(event.details["facts"]) == {"name", "name_language", "website", "portfolios"}
    page = client.get(f"/clusters/{cluster.id}").text
    assert '<h1 lang="da">Havnsund Maritime Cluster</h1>' in page
    assert "Denmark" in page


def test_legal_form_is_chosen_taken_back_and_told_by_its_name(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    edit = f"/clusters/{cluster.id}/edit"
    assert client.post(edit, data=ENTERED | {"legal_form": "cooperative"}).status_code == 302
    assert cluster.legal_form == "cooperative"
    assert "Cooperative" in client.get(f"/clusters/{cluster.id}").text
    assert client.post(edit, data=ENTERED | {"legal_form": "\0kingdom"}).status_code == 422
    assert client.post(edit, data=ENTERED | {"legal_form": ""}).status_code == 302
    assert cluster.legal_form is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Enter the name."),
        ("country", "", "Choose the country."),
        ("country", "ZZ", "Not a valid choice."),
        ("founded_on", "2999-01-01", "Enter a day in the past."),
        ("founded_on", "18th of April", "Not a valid date value."),
        ("website", "javascript://cluster.example/%0aalert(1)", "Enter an address such as"),
        ("website", "cluster", "Enter an address such as"),
        ("portfolios", "astrology", "astrology"),
        ("language", "tlh", "Not a valid choice."),
    ],
)
def test_profile_with_an_error_keeps_what_was_typed_and_saves_nothing(
    client: FlaskClient, cluster: Cluster, manager: User, field: str, value: str, sentence: str
) -> None:
    answer = client.post(f"/clusters/{cluster.id}/edit", data=ENTERED | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'class="error-summary"' in answer.text
    assert 'value="Havnsund"' in answer.text, "the place as typed"
    assert cluster.name == "Havnsund"


def test_profile_whose_year_is_typed_wrongly_shows_it_again(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    answer = client.post(f"/clusters/{cluster.id}/edit", data=ENTERED | {"founded_on": "18th of April"})
    assert 'value="18th of April"' in answer.text


def test_manager_gives_and_withdraws_consents(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    assert (cluster.benchmark_consent, cluster.partner_consent) == (True, False)
    client.post(f"/clusters/{cluster.id}/edit", data=ENTERED | {"partner_consent": "y"})
    assert (cluster.benchmark_consent, cluster.partner_consent) == (False, True)
    given = [event.details for event in timeline(cluster) if event.action == "cluster.consents_given"]
    assert given == [{"benchmark": False, "partners": True}]


def test_secretariat_changes_facts_but_not_consents(client: FlaskClient, cluster: Cluster) -> None:
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    page = client.get(f"/clusters/{cluster.id}/edit").text
    assert "partner_consent" not in page
    client.post(f"/clusters/{cluster.id}/edit", data=ENTERED | {"partner_consent": "y"})
    assert cluster.name == "Havnsund Maritime Cluster"
    assert (cluster.benchmark_consent, cluster.partner_consent) == (True, False)


@pytest.mark.parametrize("role", [None, *RoleName])
def test_only_team_and_secretariat_see_a_profile(app: Flask, cluster: Cluster, role: RoleName | None) -> None:
    stranger = make_user(roles=[role] if role else [])
    add_member(make_cluster(name="Another"), stranger, TeamRole.MANAGER)
    assert may_view_cluster(stranger, cluster) is (role == RoleName.SECRETARIAT)
    assert may_edit_cluster(stranger, cluster) is (role == RoleName.SECRETARIAT)


@pytest.mark.parametrize("role", list(TeamRole))
def test_team_sees_the_profile_and_only_managers_change_it(
    app: Flask, cluster: Cluster, role: TeamRole
) -> None:
    member = make_user()
    add_member(cluster, member, role)
    assert may_view_cluster(member, cluster)
    assert may_edit_cluster(member, cluster) is (role == TeamRole.MANAGER)


def test_profile_of_another_cluster_is_not_found(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    other = make_cluster(name="A secret place")
    for address in ("", "/edit", "/team", "/team/invite"):
        answer = client.get(f"/clusters/{other.id}{address}")
        assert answer.status_code == 404
        assert "A secret place" not in answer.text
    assert client.post(f"/clusters/{other.id}/edit", data=ENTERED).status_code == 404
    assert other.name == "A secret place"


def test_own_profile_opens_at_once_for_one_cluster_and_asks_for_several(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    assert client.get("/profile").location == f"/clusters/{cluster.id}"
    assert client.get("/team").location == f"/clusters/{cluster.id}/team"
    second = make_cluster(name="Fjordby Food")
    add_member(second, manager, TeamRole.VIEWER)
    asked = client.get("/team").text
    assert f'href="/clusters/{cluster.id}/team"' in asked
    assert f'href="/clusters/{second.id}/team"' in asked


def test_name_of_a_cluster_is_never_read_as_markup(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    client.post(f"/clusters/{cluster.id}/edit", data=ENTERED | {"name": "<script>alert(1)</script>"})
    page = client.get(f"/clusters/{cluster.id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_countries_stand_in_the_order_of_the_readers_language(app: Flask) -> None:
    with speaking("en"):
        names = [name for _code, name in country_choices()]
    assert names == sorted(names, key=sort_key)
    assert names.index("Åland Islands") < names.index("Belgium")
    assert sort_key("Österreich") < sort_key("Osttimor")
    assert "European Union" not in names


def test_portfolio_codes_are_stable(app: Flask) -> None:
    assert set(PORTFOLIOS) == {
        "aerospace", "biotechnology", "construction", "creative", "digital", "energy", "food", "health",
        "leisure", "maritime", "materials", "microtech", "mobility", "other", "production",
    }  # fmt: skip
