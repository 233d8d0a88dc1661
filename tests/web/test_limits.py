"""Who tries too often is refused for a while; nobody else is."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.app import create_app
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.factories.certificates import make_certificate
from tests.settings import test_settings

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
NOT_A_CODE = "/verify/not-a-code"


def _try(
    client: FlaskClient, email: str, password: str = "a wrong password", address: str = "127.0.0.1"
) -> int:
    data = {"email": email, "password": password}
    return client.post("/login", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def _get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers=headers)


def test_password_guessed_too_often_is_refused_from_there_even_when_right(client: FlaskClient) -> None:
    email = make_user().email
    tries = [_try(client, email, password) for password in ("a wrong password", *[""] * 10)]
    assert tries == [422] * 10 + [429]
    assert _try(client, f" {email.upper()}", PASSWORD) == 429


def test_owner_elsewhere_signs_in_while_a_stranger_guesses(client: FlaskClient) -> None:
    email = make_user().email
    assert [_try(client, email) for _ in range(11)][-1] == 429
    assert _try(client, email, PASSWORD, "203.0.113.9") == 302


def test_account_guessed_from_many_addresses_is_closed_for_no_more_than_a_minute(client: FlaskClient) -> None:
    email = make_user().email
    tries = [_try(client, email, address=f"198.51.100.{number}") for number in range(31)]
    assert tries == [422] * 30 + [429]
    answer = client.post("/login", data={"email": email, "password": PASSWORD}, environ_base=ELSEWHERE)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "Wait a few minutes" in answer.text
    assert email not in answer.text


def test_account_that_does_not_exist_is_limited_alike(client: FlaskClient) -> None:
    assert [_try(client, "nobody@people.example") for _ in range(11)] == [422] * 10 + [429]


def test_many_accounts_guessed_from_one_network_are_refused(client: FlaskClient) -> None:
    tries = [_try(client, f"p{n}@people.example", address=f"2001:db8:0:1::{n + 1:x}") for n in range(51)]
    assert tries == [422] * 50 + [429]
    assert _try(client, "p1@people.example", address="2001:db8:0:2::1") == 422


def test_sign_in_larger_than_any_form_is_refused_as_such(client: FlaskClient) -> None:
    answer = client.post("/login", environ_overrides={"CONTENT_LENGTH": str(2**30)})
    assert answer.status_code == 413
    assert "This file is too large" in answer.text


def test_people_who_sign_in_well_are_never_limited(app: Flask) -> None:
    email = make_user().email
    assert {_try(app.test_client(), email, PASSWORD) for _ in range(12)} == {302}


def test_mails_for_a_new_password_are_sent_five_times_at_most(client: FlaskClient) -> None:
    email = make_user().email
    statuses = [client.post("/password/reset", data={"email": email}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert db.session.query(OutboxMail).count() == 5
    other = {"email": make_user().email}
    assert client.post("/password/reset", data=other).status_code == 200


def test_own_password_is_not_guessed_in_a_session_left_open(client: FlaskClient) -> None:
    sign_in(client, make_user())
    statuses = [
        client.post("/login/again", data={"password": "wrong one again"}).status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]
    new = {
        "password": PASSWORD,
        "new_password": "eight quiet harbours",
        "new_password_confirm": "eight quiet harbours",
    }
    assert client.post("/account/password", data=new).status_code == 429


def test_codes_are_not_guessed_and_right_ones_stay_open(client: FlaskClient) -> None:
    code = make_certificate().code
    assert {_get(client, f"/verify/{code}").status_code for _ in range(35)} == {200}
    doors = ("", "/certificate.pdf", "/credential.json")
    statuses = [_get(client, NOT_A_CODE + doors[number % 3]).status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]
    as_json = _get(client, f"/verify/{code}", Accept="application/json")
    assert as_json.status_code == 429
    assert as_json.json["error"] == "Too many requests"
    assert client.get(f"/verify/{code}", environ_base=ELSEWHERE).status_code == 200


def test_links_of_invitations_are_not_guessed(client: FlaskClient) -> None:
    statuses = [_get(client, f"/invitations/{number}").status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]


def test_address_given_by_a_visitor_is_not_believed_without_a_proxy(client: FlaskClient) -> None:
    for number in range(30):
        _get(client, NOT_A_CODE, **{"X-Forwarded-For": f"198.51.100.{number}"})
    assert _get(client, NOT_A_CODE, **{"X-Forwarded-For": "203.0.113.9"}).status_code == 429


def test_behind_a_proxy_each_visitor_counts_alone(app: Flask, database_url: str, tmp_path: Path) -> None:
    behind = create_app(test_settings(database_url, tmp_path, proxies=1)).test_client()
    forged = {"X-Forwarded-For": "192.0.2.1, 198.51.100.1"}
    assert [_get(behind, NOT_A_CODE, **forged).status_code for _ in range(31)][-1] == 429
    assert _get(behind, NOT_A_CODE, **{"X-Forwarded-For": "192.0.2.2, 198.51.100.1"}).status_code == 429
    assert _get(behind, NOT_A_CODE, **{"X-Forwarded-For": "198.51.100.2"}).status_code == 404


def test_store_out_of_reach_limits_nobody_and_says_so(
    app: Flask, database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost = create_app(
        test_settings(database_url, tmp_path, limits_storage="redis://127.0.0.1:1")
    ).test_client()
    assert _get(lost, NOT_A_CODE).status_code == 404
    assert "out of reach" in caplog.text
