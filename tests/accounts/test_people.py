"""The administration of people, and one's own account."""

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.statements import count_statements

INVITED = {"name": "Ada Berg", "email": "ada@people.example", "locale": "en", "roles": ["assessor", "board"]}


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> User:
    user = make_user(name="Rut Ahlin", roles=[RoleName.ADMINISTRATOR])
    sign_in(client, user)
    return user


def _roles(user: User) -> set[str]:
    db.session.expire_all()
    return {role.name for role in user.roles}


def test_administrator_invites_a_person_with_roles(client: FlaskClient, administrator: User) -> None:
    assert client.post("/people/invite", data=INVITED).location == "/people"
    user = db.session.scalars(select(User).where(User.email == "ada@people.example")).one()
    assert _roles(user) == {"assessor", "board"}
    [mail] = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    assert (mail.recipient, "Rut Ahlin invites you" in mail.body) == ("ada@people.example", True)


def test_invitation_with_errors_keeps_what_was_typed(client: FlaskClient, administrator: User) -> None:
    answer = client.post("/people/invite", data=INVITED | {"email": "ada@"})
    assert answer.status_code == 422
    assert "Enter an e-mail address such as" in answer.text
    assert 'value="ada@"' in answer.text
    assert 'value="Ada Berg"' in answer.text
    assert db.session.scalar(select(User.id).where(User.name == "Ada Berg")) is None


def test_invitation_to_an_address_in_use_says_so_at_the_field(
    client: FlaskClient, administrator: User
) -> None:
    make_user(email="ada@people.example")
    answer = client.post("/people/invite", data=INVITED)
    assert answer.status_code == 422
    assert 'href="#email">There is an account with this e-mail address already.' in answer.text


def test_administrator_gives_and_takes_roles(client: FlaskClient, administrator: User) -> None:
    user = make_user(roles=[RoleName.ASSESSOR])
    address = f"/people/{user.id}"
    assert client.post(address, data={"roles": ["board"]}).status_code == 302
    assert _roles(user) == {"board"}
    assert timeline(user)[-1].details == {"given": ["board"], "taken": ["assessor"]}
    assert client.post(address, data={"csrf_token": "sent by every form"}).status_code == 302
    assert _roles(user) == set()


def test_role_that_does_not_exist_is_refused(client: FlaskClient, administrator: User) -> None:
    user = make_user()
    assert client.post(f"/people/{user.id}", data={"roles": ["emperor"]}).status_code == 422
    assert _roles(user) == set()


def test_administrator_cannot_take_the_role_from_themselves(client: FlaskClient, administrator: User) -> None:
    answer = client.post(f"/people/{administrator.id}", data={"roles": ["board"]})
    assert answer.status_code == 422
    assert "from yourself" in answer.text
    assert _roles(administrator) == {"administrator"}


def test_account_is_closed_after_asking_and_opened_again(client: FlaskClient, administrator: User) -> None:
    user = make_user()
    asked = client.get(f"/people/{user.id}/close")
    assert "Close the account" in asked.text
    assert user.active
    client.post(f"/people/{user.id}/close")
    assert not user.active
    client.post(f"/people/{user.id}/open")
    assert user.active


def test_administrator_cannot_close_the_own_account(client: FlaskClient, administrator: User) -> None:
    assert client.post(f"/people/{administrator.id}/close").status_code == 404
    assert administrator.active


def test_change_of_roles_after_an_hour_asks_for_the_password_again(
    client: FlaskClient, administrator: User
) -> None:
    user = make_user()
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 2 * 3600
    asked = client.post(f"/people/{user.id}", data={"roles": ["board"]})
    assert asked.location.startswith("/login/again?next=")
    assert _roles(user) == set()
    assert client.post(asked.location, data={"password": "wrong"}).status_code == 422
    back = client.post(asked.location, data={"password": PASSWORD})
    assert back.location.endswith(f"/people/{user.id}")
    assert client.post(f"/people/{user.id}", data={"roles": ["board"]}).status_code == 302
    assert _roles(user) == {"board"}


def test_list_of_people_finds_by_words_and_role(client: FlaskClient, administrator: User) -> None:
    make_user(name="Ada Berg", email="ada@north.example", roles=[RoleName.ASSESSOR])
    make_user(name="Per Dahl", email="per@north.example", roles=[RoleName.BOARD])
    found = client.get("/people?search=NORTH+a").text
    assert "Ada Berg" in found
    assert "Per Dahl" in found
    found = client.get("/people?search=north&role=assessor").text
    assert "Ada Berg" in found
    assert "Per Dahl" not in found
    assert "Nobody matches" in client.get("/people?search=100%25").text


def test_list_of_people_is_read_page_by_page_in_both_directions(
    client: FlaskClient, administrator: User
) -> None:
    for number in range(60):
        make_user(name=f"Person {number:02}", password=None)
    seen: list[str] = []
    address: str | None = "/people?search=person"
    while address:
        text = client.get(address).text
        seen += re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', text)
        address = _link(text, "next")
        last = text
    assert seen == [f"Person {number:02}" for number in range(60)]
    back = client.get(_link(last, "prev") or "").text
    assert "Person 25" in back
    assert "Person 50" not in back


def _link(text: str, rel: str) -> str | None:
    _before, found, after = text.partition(f'rel="{rel}" href="')
    return after.partition('"')[0].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("at", ["%00", "AAAA", "WyJhIiwgMSwgdHJ1", "bnVsbA", "WyJhIiwiYiIsMV0"])
def test_list_of_people_with_a_broken_position_starts_at_the_top(
    client: FlaskClient, administrator: User, at: str
) -> None:
    answer = client.get("/people", query_string={"at": at})
    assert answer.status_code == 200
    assert "Rut Ahlin" in answer.text


def test_list_of_people_needs_as_many_statements_for_many_as_for_few(
    client: FlaskClient, administrator: User
) -> None:
    make_user(name="Ada Berg", roles=[RoleName.BOARD])
    few = _statements(client)
    for number in range(24):
        make_user(name=f"Person {number}", roles=[RoleName.ASSESSOR], password=None)
    assert _statements(client) == few


def _statements(client: FlaskClient) -> int:
    with count_statements() as seen:
        assert client.get("/people").status_code == 200
    return len(seen)


def test_own_account_changes_name_and_language(client: FlaskClient) -> None:
    user = make_user(name="Mette Lindholt")
    sign_in(client, user)
    assert "Mette Lindholt" in client.get("/account").text
    client.set_cookie("language", "en")
    answer = client.post("/account", data={"name": " Mette L. ", "locale": "en"})
    assert answer.status_code == 302
    assert client.get_cookie("language") is None, "the choice of the account counts from now on"
    assert user.name == "Mette L."


@pytest.mark.parametrize("change", [{"name": "  "}, {"name": "x" * 121}, {"locale": "tlh"}])
def test_own_account_with_errors_is_not_saved(client: FlaskClient, change: dict[str, str]) -> None:
    user = make_user(name="Mette Lindholt")
    sign_in(client, user)
    answer = client.post("/account", data={"name": "Mette", "locale": "en"} | change)
    assert answer.status_code == 422
    assert user.name == "Mette Lindholt"
