"""Signing in, signing out, and getting or changing a password."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.messages import MESSAGES
from labelapp.accounts.models import User
from labelapp.accounts.operations import deactivate
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.locale import shipped_languages
from tests.factories.accounts import PASSWORD, make_user, sign_in

NEW = "eight quiet harbours"


def _mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def _sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):
    return client.post("/login", data={"email": email, "password": password, **more})


def test_sign_in_with_the_password_leads_to_the_tasks(client: FlaskClient) -> None:
    user = make_user()
    answer = _sign_in_by_form(client, user.email)
    assert (answer.status_code, answer.location) == (302, "/tasks")
    assert client.get("/tasks").status_code == 200


def test_sign_in_with_an_address_in_capitals_works(client: FlaskClient) -> None:
    user = make_user(email="Jonas.Krag@people.example")
    assert user.email == "jonas.krag@people.example"
    assert _sign_in_by_form(client, "JONAS.KRAG@PEOPLE.EXAMPLE").status_code == 302


@pytest.mark.parametrize("email", ["mette@people.example", "nobody@people.example"])
def test_sign_in_that_fails_does_not_say_whether_the_account_exists(client: FlaskClient, email: str) -> None:
    make_user(email="mette@people.example")
    answer = _sign_in_by_form(client, email, "a wrong password")
    assert answer.status_code == 422
    assert answer.text.count("The e-mail address or the password is not right.") == 1
    assert f'value="{email}"' in answer.text
    assert client.get("/tasks").status_code == 302


@pytest.mark.parametrize("language", [code for code in shipped_languages() if code != "en"])
def test_sign_in_and_its_answers_speak_the_language_of_the_reader(client: FlaskClient, language: str) -> None:
    headers = {"Accept-Language": language}
    wrong = {"email": "nobody@people.example", "password": "a wrong password"}
    texts = (
        client.get("/account", headers=headers, follow_redirects=True).text,
        client.post("/login", data=wrong, headers=headers).text,
        client.post("/password/reset", data=wrong, headers=headers).text,
    )
    for text, english in zip(
        texts, ("UNAUTHENTICATED", "GENERIC_AUTHN_FAILED", "PASSWORD_RESET_REQUEST"), strict=True
    ):
        assert f'<html lang="{language}"' in text
        assert MESSAGES[english][0] not in text
        assert ">Sign in<" not in text


def test_page_that_needs_an_account_asks_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    user = make_user()
    asked = client.get("/account")
    assert (asked.status_code, asked.location) == (302, "/login?next=/account")
    answer = client.post(asked.location, data={"email": user.email, "password": PASSWORD})
    assert answer.location == "/account"


def test_sign_in_never_leads_to_another_site(client: FlaskClient) -> None:
    user = make_user()
    answer = client.post(
        "/login?next=https://evil.example/", data={"email": user.email, "password": PASSWORD}
    )
    assert not (answer.location or "").startswith("https://evil.example")


def test_account_that_is_closed_cannot_be_signed_in_to(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    deactivate(user)
    assert client.get("/tasks").status_code == 302
    assert _sign_in_by_form(client, user.email).status_code == 422


def test_account_without_a_password_cannot_be_signed_in_to(client: FlaskClient) -> None:
    user = make_user(password=None)
    assert _sign_in_by_form(client, user.email, "").status_code == 422
    assert _sign_in_by_form(client, user.email, "None").status_code == 422


def test_sign_out_ends_the_session_and_is_a_post(client: FlaskClient) -> None:
    sign_in(client, make_user())
    assert '<form method="post" action="/logout">' in client.get("/tasks").text
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 302
    assert client.get("/tasks").status_code == 302


def test_sign_out_without_the_token_of_the_page_is_refused(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_user())
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/logout").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert client.get("/tasks").status_code == 200


def test_forgotten_password_is_reset_by_the_link_of_a_mail(client: FlaskClient) -> None:
    user = make_user(name="Mette Lindholt", email="mette@people.example")
    sign_in(client, user)
    answer = client.post(
        "/password/reset", data={"email": "mette@people.example"}, headers={"Host": "evil.example"}
    )
    assert "a mail with a link is on its way" in answer.text
    [mail] = _mails()
    assert mail.recipient == "mette@people.example"
    [address] = re.findall(r"http://localhost(/password/reset/\S+)", mail.body)
    answer = client.post(address, data={"password": NEW, "password_confirm": NEW})
    assert answer.status_code == 302
    assert client.get("/tasks").status_code == 302, "the old session has ended"
    assert _sign_in_by_form(client, user.email, NEW).location == "/tasks"
    assert "account.password_reset" in [event.action for event in timeline(user)]
    assert len(_mails()) == 2, "the owner is told that the password changed"


def test_link_for_a_new_password_works_once(client: FlaskClient) -> None:
    user = make_user()
    client.post("/password/reset", data={"email": user.email})
    [address] = re.findall(r"http://localhost(/password/reset/\S+)", _mails()[0].body)
    client.post(address, data={"password": NEW, "password_confirm": NEW})
    again = client.post(address, data={"password": PASSWORD, "password_confirm": PASSWORD})
    assert again.location == "/password/reset"
    assert _sign_in_by_form(client, user.email, NEW).status_code == 302


def test_forgotten_password_of_an_unknown_address_answers_the_same(client: FlaskClient) -> None:
    answer = client.post("/password/reset", data={"email": "nobody@people.example"})
    assert "a mail with a link is on its way" in answer.text
    assert _mails() == []


@pytest.mark.parametrize("password", ["eleven char", "x" * 129])
def test_password_of_the_wrong_length_is_refused(client: FlaskClient, password: str) -> None:
    user = make_user()
    client.post("/password/reset", data={"email": user.email})
    [address] = re.findall(r"http://localhost(/password/reset/\S+)", _mails()[0].body)
    answer = client.post(address, data={"password": password, "password_confirm": password})
    assert answer.status_code == 422
    assert "Use at least 12 characters" in answer.text
    assert _sign_in_by_form(client, user.email, PASSWORD).status_code == 302


def test_password_change_needs_the_present_one(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    wrong = {"password": "not the one at all", "new_password": NEW, "new_password_confirm": NEW}
    assert client.post("/account/password", data=wrong).status_code == 422
    answer = client.post("/account/password", data=wrong | {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/account")
    assert "account.password_changed" in [event.action for event in timeline(user)]
    assert [mail.subject for mail in _mails()] == ["Your password was changed"]


def test_password_change_ends_other_sessions_and_keeps_this_one(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    other = app.test_client()
    sign_in(client, user)
    sign_in(other, user)
    client.post(
        "/account/password",
        data={"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW},
    )
    assert client.get("/tasks").status_code == 200
    assert other.get("/tasks").status_code == 302


def test_password_is_kept_as_an_argon2_hash(app: Flask) -> None:
    user = make_user()
    password = db.session.scalar(select(User.password).where(User.id == user.id))
    assert password is not None
    assert password.startswith("$argon2")
