"""The secretariat's list of cluster organisations, and entering a new one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from tests.clusters.test_profile import ENTERED
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import make_cluster
from tests.statements import count_statements

NEW = ENTERED | {"person_name": "Mette Lindholt", "email": "mette@people.example", "locale": "en"}


@pytest.fixture
def secretariat(app: Flask, client: FlaskClient) -> User:
    user = make_user(name="Elin Vesterby", roles=[RoleName.SECRETARIAT])
    sign_in(client, user)
    return user


def _names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/clusters/\d+"[^>]*>([^<]+)</a>', text)


def test_secretariat_enters_a_cluster_and_invites_its_manager(client: FlaskClient, secretariat: User) -> None:
    answer = client.post("/clusters/new", data=NEW)
    cluster = db.session.scalars(select(Cluster)).one()
    assert answer.location == f"/clusters/{cluster.id}"
    manager = db.session.scalars(select(User).where(User.email == "mette@people.example")).one()
    assert roles_of(manager, cluster) == {TeamRole.MANAGER}
    assert (
        "Havnsund Maritime Cluster"
        in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).one().body
    )


def test_cluster_whose_manager_cannot_be_added_is_not_entered(client: FlaskClient, secretariat: User) -> None:
    closed = make_user(email="mette@people.example")
    closed.active = False
    answer = client.post("/clusters/new", data=NEW)
    assert answer.status_code == 422
    assert "This person cannot be added." in answer.text
    assert db.session.scalar(select(func.count(Cluster.id))) == 0
    assert 'value="Mette Lindholt"' in answer.text


def test_list_is_searched_by_name_and_place_and_filtered_by_country(
    client: FlaskClient, secretariat: User
) -> None:
    make_cluster(name="Havnsund Maritime", country="DK", place="Havnsund")
    make_cluster(name="Maritim Nord", country="DE", place="Bremerhafen")
    make_cluster(name="Food 100%", country="DE", place="Ulm")
    assert _names(client.get("/clusters?search=mariti").text) == ["Havnsund Maritime", "Maritim Nord"]
    assert _names(client.get("/clusters?search=mariti&country=DE").text) == ["Maritim Nord"]
    assert _names(client.get("/clusters?search=ulm").text) == ["Food 100%"]
    assert _names(client.get("/clusters?search=%25").text) == ["Food 100%"]
    assert _names(client.get("/clusters?search=_").text) == []
    assert _names(client.get("/clusters?country=XX").text) == [
        "Food 100%",
        "Havnsund Maritime",
        "Maritim Nord",
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["alpha", "Beta", "Gamma"]),
        ("sort=name&order=descending", ["Gamma", "Beta", "alpha"]),
        ("sort=country", ["Gamma", "alpha", "Beta"]),
        ("sort=place&order=descending", ["alpha", "Gamma", "Beta"]),
        ("sort=password", ["alpha", "Beta", "Gamma"]),
    ],
)
def test_list_is_sorted_as_asked(
    client: FlaskClient, secretariat: User, query: str, names: list[str]
) -> None:
    make_cluster(name="alpha", country="DK", place="Ribe")
    make_cluster(name="Beta", country="DK", place="Aarhus")
    make_cluster(name="Gamma", country="AT", place="Linz")
    assert _names(client.get(f"/clusters?{query}").text) == names


@pytest.mark.parametrize("order", ["", "&order=descending"])
def test_list_is_read_page_by_page_also_where_names_are_the_same(
    client: FlaskClient, secretariat: User, order: str
) -> None:
    for number in range(56):
        make_cluster(name="The same" if 20 < number < 40 else f"Cluster {number:02}")
    seen, address = [], f"/clusters?sort=name{order}"
    while address:
        text = client.get(address).text
        seen.append(re.findall(r'href="/clusters/(\d+)"', text))
        found = re.search(r'rel="next" href="([^"]+)"', text)
        address = found.group(1).replace("&amp;", "&") if found else ""
    assert [len(page) for page in seen] == [25, 25, 6]
    assert len({number for page in seen for number in page}) == 56
    back = re.search(r'rel="prev" href="([^"]+)"', text)
    assert back is not None
    page = client.get(back.group(1).replace("&amp;", "&")).text
    assert re.findall(r'href="/clusters/(\d+)"', page) == seen[1]


def test_list_needs_as_many_statements_for_many_as_for_few(client: FlaskClient, secretariat: User) -> None:
    make_cluster(portfolios=["food"])
    few = _statements(client)
    for number in range(24):
        make_cluster(country="DK" if number % 2 else "DE", portfolios=["food", "maritime", "health"])
    assert _statements(client) == few


def _statements(client: FlaskClient) -> int:
    with count_statements() as seen:
        assert client.get("/clusters").status_code == 200
    return len(seen)


@pytest.mark.parametrize("role", [role for role in RoleName if role != RoleName.SECRETARIAT])
def test_list_is_the_secretariats(client: FlaskClient, role: RoleName) -> None:
    sign_in(client, make_user(roles=[role]))
    assert client.get("/clusters").status_code == 403
    assert client.post("/clusters/new", data=NEW).status_code == 403
