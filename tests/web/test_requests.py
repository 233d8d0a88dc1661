"""Odd requests are answered with a 4xx, never with an error of ours."""

import base64

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName
from labelapp.web.paging import read_position
from tests.factories.accounts import make_user, sign_in


@pytest.mark.parametrize("number", ["2147483648", "9" * 19, "9" * 25, "9" * 5000])
def test_number_that_no_row_can_have_leads_nowhere(client: FlaskClient, number: str) -> None:
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    assert client.get(f"/clusters/{number}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/clusters?search=a%00b",
        "/cases?q=%00",
        "/cases?sort=cluster&row=1&from=a%00b",
        "/cases?sort=submitted&row=1&from=2026-01-01",
        "/cases?sort=submitted&row=1&from=0001-01-01T00:00:00%2B14:00",
    ],
)
def test_odd_query_of_a_list_finds_something_or_nothing(client: FlaskClient, address: str) -> None:
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    assert client.get(address).status_code == 200


def test_null_character_in_a_form_is_dropped(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    client.post("/account", data={"name": "Mette\0 Lind", "locale": "en"})
    assert "Mette Lind" in client.get("/account").text


@pytest.mark.parametrize("body", [b"[" * 5000, b'{"email": ' * 5000])
def test_json_nested_without_end_is_no_error_of_ours(client: FlaskClient, body: bytes) -> None:
    sign_in(client, make_user())
    assert client.post("/account", data=body, content_type="application/json").status_code < 500


@pytest.mark.parametrize("sent", [1, True, "x", [], {"email": "a@people.example"}])
@pytest.mark.parametrize("address", ["/login", "/password/reset", "/account"])
def test_form_takes_no_json(client: FlaskClient, address: str, sent: object) -> None:
    if address == "/account":
        sign_in(client, make_user())
    assert client.post(address, json=sent).status_code == 415


@pytest.mark.parametrize("content", [b'["\\ud800", 1, false]', b"[" * 3000, b"[[], 1, false]"])
def test_position_that_is_no_text_is_the_start_of_the_list(app: Flask, content: bytes) -> None:
    assert read_position(base64.urlsafe_b64encode(content).decode()) is None
