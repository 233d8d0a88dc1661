"""Making a token, seeing it once, finding it again, revoking it."""

import re
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.api.scopes import Scope
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.operations import MOST_TOKENS, make_token
from labelapp.api.tokens.secrets import is_well_formed, new_secret, secret_hash
from labelapp.events.models import Event, OutboxMail
from labelapp.extensions import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.tokens import token_of

FORM = {"name": "Import", "scopes": ["assessments:read"], "days": "90"}


def test_secret_carries_prefix_and_checksum() -> None:
    secret = new_secret()
    changed = secret[:10] + ("a" if secret[10] != "a" else "b") + secret[11:]
    assert secret.startswith("lab_")
    assert (is_well_formed(secret), is_well_formed(changed)) == (True, False)


def test_token_is_shown_once_and_kept_as_a_hash(client: FlaskClient) -> None:
    sign_in(client, make_user())
    answer = client.post("/account/tokens/new", data=FORM)
    (secret,) = re.findall(r"lab_[0-9A-Za-z]{38}", answer.text)
    token = db.session.scalars(select(AccessToken)).one()
    assert (answer.status_code, token.token_hash) == (201, secret_hash(secret))
    assert "lab_" not in client.get("/account/tokens").text
    assert (token.expires_at - token.created_at).days == 90


def test_making_one_is_logged_and_told_by_mail_without_the_secret(client: FlaskClient) -> None:
    user = make_user()
    secret = token_of(user, Scope.ASSESSMENTS_READ)
    event = db.session.scalars(select(Event).where(Event.action == "access_token.made")).one()
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == user.email)).one()
    assert (event.actor_id, event.details) == (user.id, {"scopes": ["assessments:read"], "days": 90})
    assert "Import" in mail.body
    assert secret not in mail.body + str(event.details)


def test_making_one_needs_a_fresh_sign_in(client: FlaskClient) -> None:
    sign_in(client, make_user())
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 2 * 3600
    answer = client.post("/account/tokens/new", data=FORM)
    assert "/login/again" in (answer.location or "")
    assert db.session.scalars(select(AccessToken)).all() == []


def test_days_beyond_a_year_and_unknown_scopes_are_refused(client: FlaskClient) -> None:
    sign_in(client, make_user())
    assert client.post("/account/tokens/new", data=FORM | {"days": "366"}).status_code == 422
    assert client.post("/account/tokens/new", data=FORM | {"scopes": ["everything"]}).status_code == 422
    assert client.post("/account/tokens/new", data=FORM | {"name": " "}).status_code == 422
    assert db.session.scalars(select(AccessToken)).all() == []


def test_nobody_has_more_than_twenty(client: FlaskClient) -> None:
    user = make_user()
    for _number in range(MOST_TOKENS):
        make_token(user, "Import", [], 30)
    sign_in(client, user)
    answer = client.post("/account/tokens/new", data=FORM)
    assert answer.status_code == 422
    assert "20 tokens" in answer.text


def test_revoking_asks_first_and_keeps_the_row(client: FlaskClient) -> None:
    user = make_user()
    token_of(user)
    sign_in(client, user)
    token = db.session.scalars(select(AccessToken)).one()
    assert "stop working at once" in client.get(f"/account/tokens/{token.id}/revoke").text
    assert client.post(f"/account/tokens/{token.id}/revoke").status_code == 303
    page = client.get("/account/tokens").text
    assert "Tokens that work no more" in page
    assert client.get(f"/account/tokens/{token.id}/revoke").status_code == 404


def test_token_of_another_cannot_be_revoked(app: Flask, client: FlaskClient) -> None:
    token_of(make_user())
    sign_in(client, make_user("Jonas Krag"))
    token = db.session.scalars(select(AccessToken)).one()
    assert client.post(f"/account/tokens/{token.id}/revoke").status_code == 404
    assert token.revoked_at is None


def test_account_leads_to_the_tokens(client: FlaskClient) -> None:
    sign_in(client, make_user())
    assert "/account/tokens" in client.get("/account").text
