"""Accounts come by invitation only."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import Invitation, RoleName, User
from labelapp.accounts.operations import EmailInUse, create_account, invite_person, send_invitation
from labelapp.accounts.queries import find_by_email
from labelapp.clock import set_clock
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from tests.factories.accounts import PASSWORD, make_user

CHOICE = {"password": PASSWORD, "password_confirm": PASSWORD}


def _links() -> list[str]:
    bodies = db.session.scalars(select(OutboxMail.body).order_by(OutboxMail.id))
    return [re.findall(r"http://localhost(/invitations/\S+)", body)[0] for body in bodies]


@pytest.fixture
def invited(app: Flask) -> User:
    invite_person("Ada.Berg@people.example", " Ada Berg ", "en", [RoleName.ASSESSOR])
    user = find_by_email("ada.berg@people.example")
    assert user is not None
    db.session.commit()
    return user


def test_invitation_accepted_lets_the_person_sign_in(client: FlaskClient, invited: User) -> None:
    [link] = _links()
    assert "Ada Berg" in client.get(link).text
    assert client.post(link, data=CHOICE).location == "/login"
    answer = client.post("/login", data={"email": "ada.berg@people.example", "password": PASSWORD})
    assert answer.location == "/tasks"
    assert invited.holds(RoleName.ASSESSOR)


def test_invitation_keeps_only_the_hash_of_its_token(invited: User) -> None:
    token = _links()[0].rpartition("/")[2]
    kept = db.session.scalars(select(Invitation)).one()
    assert token not in kept.token_hash
    assert len(kept.token_hash) == 64


def test_invitation_used_once_does_not_work_again(client: FlaskClient, invited: User) -> None:
    [link] = _links()
    client.post(link, data=CHOICE)
    before = db.session.scalar(select(User.password).where(User.id == invited.id))
    again = client.post(link, data={"password": "another long one", "password_confirm": "another long one"})
    assert again.status_code == 410
    assert "It was used already" in again.text
    assert db.session.scalar(select(User.password).where(User.id == invited.id)) == before


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(days=14, seconds=-60), 200), (timedelta(days=14), 410)]
)
def test_invitation_lasts_fourteen_days(app: Flask, client: FlaskClient, age: timedelta, status: int) -> None:
    start = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
    set_clock(app, lambda: start)
    invite_person("ada.berg@people.example", "Ada Berg", "en")
    [link] = _links()
    set_clock(app, lambda: start + age)
    assert client.get(link).status_code == status


def test_invitation_sent_again_replaces_the_earlier_link(client: FlaskClient, invited: User) -> None:
    send_invitation(invited)
    first, second = _links()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_invitation_of_an_unknown_token_is_not_found(client: FlaskClient, invited: User) -> None:
    assert client.get("/invitations/no-such-token").status_code == 404


def test_invitation_of_a_closed_account_does_not_work(client: FlaskClient, invited: User) -> None:
    [link] = _links()
    invited.active = False
    assert client.post(link, data=CHOICE).status_code == 410


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("too short", "too short", "Use at least 12 characters"),
        (PASSWORD, "something else 1", "The two passwords are not the same"),
        ("", "", "Enter a password"),
    ],
)
def test_invitation_with_a_bad_password_says_what_is_wrong(
    client: FlaskClient, invited: User, first: str, second: str, sentence: str
) -> None:
    answer = client.post(_links()[0], data={"password": first, "password_confirm": second})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_invitation_to_an_account_that_has_a_password_is_refused(app: Flask) -> None:
    with pytest.raises(DomainError):
        send_invitation(make_user())


def test_account_with_an_address_in_use_is_refused_however_it_is_written(app: Flask) -> None:
    make_user(email="ada@people.example")
    with pytest.raises(EmailInUse):
        create_account("Another", " ADA@people.example")
