"""Keeping partners, programmes and remits: who may, what is refused, and who is told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.consortium.models import Partner, Programme
from labelapp.consortium.remit import clusters_in_remit
from labelapp.events.models import Event, OutboxMail
from labelapp.events.telling import UNKNOWN, words_of
from labelapp.extensions import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster
from tests.factories.consortium import make_partner, make_programme
from tests.statements import count_statements


@pytest.fixture(params=[RoleName.SECRETARIAT, RoleName.ADMINISTRATOR])
def officer(request: pytest.FixtureRequest, app: Flask, client: FlaskClient) -> User:
    """Whoever keeps partners, signed in."""
    user = make_user(roles=[request.param])
    sign_in(client, user)
    return user


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> User:
    """An officer of the secretariat, signed in."""
    user = make_user(roles=[RoleName.SECRETARIAT])
    sign_in(client, user)
    return user


def test_officer_enters_a_partner_with_its_remit(client: FlaskClient, officer: User) -> None:
    programme = make_programme(make_cluster(country="PT"))
    data = {"name": "Nordic Programme", "countries": ["SE", "DK"], "programmes": [programme.id]}
    answer = client.post("/partners/new", data=data)
    partner = db.session.query(Partner).one()
    assert answer.location == f"/partners/{partner.id}"
    assert (partner.name, partner.countries) == ("Nordic Programme", ["DK", "SE"])
    assert len(clusters_in_remit(partner)) == 1
    assert "1 cluster organisation in the remit" in client.get(f"/partners/{partner.id}").text


def test_page_of_a_partner_holds_what_is_stored_and_changes_it(client: FlaskClient, office: User) -> None:
    partner, _user = make_partner(countries=["DK", "BR"], name="Nordic Programme")
    text = client.get(f"/partners/{partner.id}").text
    assert set(re.findall(r'checked[^>]*value="(\w\w)"', text)) == {"DK", "BR"}
    data = {"name": "Northern Programme", "countries": ["BR"]}
    assert client.post(f"/partners/{partner.id}", data=data).status_code == 303
    db.session.expire_all()
    assert (partner.name, partner.countries) == ("Northern Programme", ["BR"])


@pytest.mark.parametrize(
    "data",
    [
        {"name": "  "},
        {"name": "Taken"},
        {"name": "x" * 201},
        {"name": "Wild", "countries": ["XX"]},
        {"name": "Wild", "programmes": ["999"]},
        {"name": "Wild", "programmes": ["one"]},
    ],
)
def test_partner_that_cannot_be_is_refused_with_a_sentence(
    client: FlaskClient, office: User, data: dict[str, object]
) -> None:
    make_partner(name="Taken")
    answer = client.post("/partners/new", data=data)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(Partner).count() == 1


def test_person_with_the_role_is_added_and_then_sees_the_remit(client: FlaskClient, office: User) -> None:
    partner, _user = make_partner(countries=["DK"])
    person = make_user("Runa Dahl", roles=[RoleName.PARTNER])
    answer = client.post(f"/partners/{partner.id}/people", data={"email": f" {person.email.upper()} "})
    assert answer.status_code == 303
    sign_in(client, person)
    assert client.get("/consortium").status_code == 200


def test_person_without_the_role_is_not_added(client: FlaskClient, office: User) -> None:
    """Roles are an administrator's to give: the secretariat makes nobody a partner by the back door."""
    partner, _user = make_partner()
    for email in (make_user().email, "nobody@people.example", "\0", ""):
        answer = client.post(f"/partners/{partner.id}/people", data={"email": email})
        assert answer.status_code == 422
    assert len(partner.people) == 1


def test_person_works_for_one_partner(client: FlaskClient, office: User) -> None:
    _first, person = make_partner(name="First")
    second, _user = make_partner()
    answer = client.post(f"/partners/{second.id}/people", data={"email": person.email})
    assert answer.status_code == 422
    assert "works for First already" in answer.text


def test_person_who_is_removed_sees_nothing_any_more(client: FlaskClient, office: User) -> None:
    partner, person = make_partner()
    assert client.post(f"/partners/{partner.id}/people/{person.id}/remove").status_code == 303
    assert client.post(f"/partners/{partner.id}/people/{person.id}/remove").status_code == 404
    sign_in(client, person)
    assert client.get("/consortium").status_code == 403


def test_officer_enters_a_programme_and_its_clusters(client: FlaskClient, officer: User) -> None:
    cluster = make_cluster(name="Havnsund Klynge")
    assert (
        client.post("/partners/programmes/new", data={"name": "Blue Fund", "country": ""}).status_code == 303
    )
    programme = db.session.query(Programme).one()
    address = f"/partners/programmes/{programme.id}"
    assert "Havnsund Klynge" in client.get(f"{address}?search=HAVNSUND+kly").text
    assert client.post(f"{address}/clusters/{cluster.id}").status_code == 303
    assert client.post(f"{address}/clusters/{cluster.id}").status_code == 409
    assert "Take out" in client.get(address).text
    assert "None matches" in client.get(f"{address}?search=havnsund").text
    assert client.post(f"{address}/clusters/{cluster.id}/remove").status_code == 303
    assert client.post(f"{address}/clusters/{cluster.id}/remove").status_code == 404
    assert client.post(f"{address}/clusters/999").status_code == 404


def test_programme_is_changed_and_its_name_is_its_own(client: FlaskClient, office: User) -> None:
    programme = make_programme(name="Blue Fund")
    make_programme(name="Taken")
    address = f"/partners/programmes/{programme.id}"
    assert client.post(address, data={"name": "Taken", "country": ""}).status_code == 422
    assert client.post(address, data={"name": "Blue", "country": "XX"}).status_code == 422
    assert client.post(address, data={"name": "Blue", "country": "DK"}).status_code == 303
    db.session.expire_all()
    assert (programme.name, programme.country) == ("Blue", "DK")


@pytest.mark.parametrize("agreed", [True, False])
def test_managers_are_told_who_looks_after_their_programme(
    client: FlaskClient, office: User, agreed: bool
) -> None:
    """A consent given to the partner of the country covers those of the programme: nobody learns it by chance."""
    cluster = make_cluster(name="Havnsund Klynge", partner_consent=agreed)
    add_member(cluster, make_user(email="manager@cluster.example"))
    add_member(cluster, make_user(email="viewer@cluster.example"), TeamRole.VIEWER)
    partner, _user = make_partner(name="Nordic Programme")
    programme = make_programme(partner=partner, name="Blue Fund")
    client.post(f"/partners/programmes/{programme.id}/clusters/{cluster.id}")
    (mail,) = db.session.query(OutboxMail).filter(OutboxMail.recipient.like("%@cluster.example"))
    assert mail.recipient == "manager@cluster.example"
    assert "Partners of Blue Fund look after Havnsund Klynge" in mail.subject
    assert "Nordic Programme" in mail.body
    assert ("so these partners read them too" in mail.body) is agreed
    assert ("because you did not agree" in mail.body) is not agreed
    assert f"/clusters/{cluster.id}/edit" in mail.body


def test_clusters_are_told_when_a_partner_takes_on_their_programme_and_only_then(
    client: FlaskClient, office: User
) -> None:
    cluster = make_cluster()
    add_member(cluster, make_user(email="manager@cluster.example"))
    programme = make_programme(cluster)
    partner, _user = make_partner(name="Nordic Programme")
    for _time in range(2):
        data = {"name": partner.name, "programmes": [programme.id]}
        assert client.post(f"/partners/{partner.id}", data=data).status_code == 303
    mails = db.session.query(OutboxMail).filter_by(recipient="manager@cluster.example")
    assert mails.count() == 1


def test_every_change_is_in_the_log_in_words(client: FlaskClient, office: User) -> None:
    cluster = make_cluster()
    client.post("/partners/new", data={"name": "Nordic Programme"})
    client.post("/partners/programmes/new", data={"name": "Blue Fund", "country": "DK"})
    partner, programme = db.session.query(Partner).one(), db.session.query(Programme).one()
    person = make_user(roles=[RoleName.PARTNER])
    client.post(f"/partners/{partner.id}", data={"name": "Nordic", "programmes": [programme.id]})
    client.post(f"/partners/{partner.id}/people", data={"email": person.email})
    client.post(f"/partners/{partner.id}/people/{person.id}/remove")
    client.post(f"/partners/programmes/{programme.id}", data={"name": "Blue", "country": "DK"})
    client.post(f"/partners/programmes/{programme.id}/clusters/{cluster.id}")
    client.post(f"/partners/programmes/{programme.id}/clusters/{cluster.id}/remove")
    kinds = Event.subject_kind.in_(["partner", "programme"])
    actions = [one.action for one in db.session.query(Event).filter(kinds).order_by(Event.number)]
    assert actions == [
        "partner.created",
        "programme.created",
        "partner.changed",
        "partner.person_added",
        "partner.person_removed",
        "programme.changed",
        "programme.cluster_added",
        "programme.cluster_removed",
    ]
    assert all(words_of(action) is not UNKNOWN for action in actions)


def test_list_needs_as_many_statements_for_many_partners_as_for_few(
    client: FlaskClient, office: User
) -> None:
    found = []
    for _time in range(2):
        for _number in range(3):
            partner, _user = make_partner()
            make_programme(make_cluster(), partner=partner)
        with count_statements() as seen:
            assert client.get("/partners").status_code == 200
        found.append(len(seen))
    assert found[0] == found[1]
