"""Deny by default, and tell strangers nothing."""

import re

from flask import Blueprint, Flask
from flask.testing import FlaskClient

from labelapp.app import create_app
from labelapp.web.access import declared_access, requires, requires_on
from tests.factories.accounts import make_user, sign_in

THINGS = {1: "mine", 2: "another's"}


def _load(number: int) -> str | None:
    return THINGS.get(number)


def _never(_user: object) -> bool:
    return False


def _owns(_user: object, thing: str) -> bool:
    return thing == "mine"


def _trial_app(app: Flask) -> Flask:
    """A second app on the same database with three endpoints of its own."""
    settings = app.extensions["settings"]
    trial = create_app(settings)
    bp = Blueprint("trial", __name__)
    bp.get("/trial/undeclared")(lambda: "secret")
    bp.get("/trial/role", endpoint="role")(requires(_never)(lambda: "secret"))
    bp.get("/trial/<int:number>", endpoint="thing")(requires_on(_load, _owns)(lambda thing: thing))
    trial.register_blueprint(bp)
    return trial


def test_every_endpoint_declares_its_access(app: Flask) -> None:
    assert [name for name in app.view_functions if declared_access(app, name) is None] == []


def test_endpoint_without_a_declaration_does_not_answer(app: Flask) -> None:
    client = _trial_app(app).test_client()
    sign_in(client, make_user(name="Ada Berg"))
    assert client.get("/trial/undeclared").status_code == 404


def test_role_that_is_missing_is_forbidden(app: Flask) -> None:
    client = _trial_app(app).test_client()
    assert client.get("/trial/role").status_code == 302
    sign_in(client, make_user(name="Ada Berg"))
    assert client.get("/trial/role").status_code == 403


def test_object_of_another_looks_like_one_that_does_not_exist(app: Flask) -> None:
    client = _trial_app(app).test_client()
    sign_in(client, make_user(name="Ada Berg"))
    assert client.get("/trial/1").text == "mine"
    foreign, missing = client.get("/trial/2"), client.get("/trial/3")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert _without_token(foreign.text) == _without_token(missing.text)


def _without_token(page: str) -> str:
    """The token against forged requests differs with each second."""
    return re.sub(r'(name="csrf[-_]token" (?:content|value))="[^"]+"', r"\1", page)


def test_program_without_an_account_gets_401(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/tasks", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"] == "Please sign in again"
