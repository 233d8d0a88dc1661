"""Who gets in with a token: its scopes, its end, and the rights of its person at that moment."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.accounts.operations import deactivate, reactivate, set_roles
from labelapp.api.scopes import Scope
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.operations import revoke_token
from labelapp.clock import now, set_clock, today
from labelapp.clusters.models import TeamMember, TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.factories.consortium import make_partner
from tests.factories.tokens import bearer, token_of
from tests.statements import count_statements

LIST = "/api/v1/assessments"


@pytest.fixture
def manager(app: Flask) -> User:
    """A manager of a cluster organisation with a self-assessment."""
    user, cluster = make_user(), make_cluster()
    add_member(cluster, user, TeamRole.MANAGER)
    make_assessment(cluster, user)
    db.session.commit()
    return user


def _address(user: User) -> str:
    (assessment,) = db.session.scalars(select(TeamMember.cluster_id).where(TeamMember.user_id == user.id))
    return f"{LIST}/{assessment}"


def test_without_a_token_the_challenge_names_the_scheme(client: FlaskClient) -> None:
    answer = client.get(LIST)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="labelapp"'
    assert answer.json["type"].endswith("#problem-no-token")


def test_session_of_a_browser_opens_nothing(client: FlaskClient, manager: User) -> None:
    sign_in(client, manager)
    assert client.get(LIST).status_code == 401


def test_token_opens_what_its_scope_says(client: FlaskClient, manager: User) -> None:
    answer = client.get(LIST, headers=bearer(token_of(manager, Scope.ASSESSMENTS_READ)))
    assert [one["state"] for one in answer.json["items"]] == ["draft"]


@pytest.mark.parametrize(
    ("address", "needed"),
    [
        ("/api/v1/assessments", Scope.ASSESSMENTS_READ),
        ("/api/v1/certificates", Scope.CERTIFICATES_READ),
        ("/api/v1/benchmarks", Scope.BENCHMARKS_READ),
    ],
)
def test_other_scopes_do_not_open_it(client: FlaskClient, manager: User, address: str, needed: Scope) -> None:
    others = token_of(manager, *(scope for scope in Scope if scope is not needed))
    answer = client.get(address, headers=bearer(others))
    assert answer.status_code == 403
    assert f'scope="{needed}"' in answer.headers["WWW-Authenticate"]
    assert client.get(address, headers=bearer(token_of(manager, needed))).status_code == 200


def test_reading_does_not_include_writing(client: FlaskClient, manager: User) -> None:
    assessment = client.get(LIST, headers=bearer(token_of(manager))).json["items"][0]["id"]
    address = f"{LIST}/{assessment}/answers/1.3/committed"
    headers = bearer(token_of(manager, Scope.ASSESSMENTS_READ))
    assert client.put(address, json={"value": 1}, headers=headers).status_code == 403


def test_token_without_scopes_reads_what_is_public_alone(client: FlaskClient, manager: User) -> None:
    secret = token_of(manager, Scope.ASSESSMENTS_READ)
    db.session.scalars(select(AccessToken)).one().scopes = []
    db.session.commit()
    assert client.get("/api/v1/register", headers=bearer(secret)).status_code == 200
    assert client.get(LIST, headers=bearer(secret)).status_code == 403


def test_token_ends_on_its_day(app: Flask, client: FlaskClient, manager: User) -> None:
    secret, start = token_of(manager, days=30), now()
    set_clock(app, lambda: start + timedelta(days=30, seconds=-5))
    assert client.get(LIST, headers=bearer(secret)).status_code == 200
    set_clock(app, lambda: start + timedelta(days=30, seconds=5))
    assert client.get(LIST, headers=bearer(secret)).status_code == 401


def test_revoked_token_ends_at_once(client: FlaskClient, manager: User) -> None:
    secret = token_of(manager)
    revoke_token(db.session.scalars(select(AccessToken)).one(), manager)
    assert client.get(LIST, headers=bearer(secret)).status_code == 401


def test_closed_account_has_no_rights_and_its_tokens_stay_dead(client: FlaskClient, manager: User) -> None:
    secret = token_of(manager)
    deactivate(manager)
    assert client.get(LIST, headers=bearer(secret)).status_code == 401
    reactivate(manager)
    assert client.get(LIST, headers=bearer(secret)).status_code == 401


def test_new_password_ends_tokens(app: Flask, client: FlaskClient, manager: User) -> None:
    secret = token_of(manager)
    browser = app.test_client()
    sign_in(browser, manager)
    fields = {"password": "seven quiet harbours", "new_password": "nine loud harbours here"}
    browser.post("/account/password", data=fields | {"new_password_confirm": fields["new_password"]})
    assert client.get(LIST, headers=bearer(secret)).status_code == 401


def test_lost_role_is_a_lost_right(client: FlaskClient) -> None:
    _partner, user = make_partner(["DK"])
    cluster = make_cluster(country="DK", partner_consent=True)
    db.session.commit()
    headers, address = bearer(token_of(user)), f"/api/v1/benchmarks/{cluster.id}"
    names = [
        one["cluster"]["name"] for one in client.get("/api/v1/benchmarks", headers=headers).json["items"]
    ]
    assert names == [cluster.name]
    assert "submitted nothing" in client.get(address, headers=headers).json["detail"]
    set_roles(user, [])
    assert client.get("/api/v1/benchmarks", headers=headers).json["items"] == []
    assert "detail" not in client.get(address, headers=headers).json


def test_partner_outside_the_remit_gets_404(client: FlaskClient) -> None:
    _partner, user = make_partner(["FI"])
    cluster = make_cluster(country="DK", partner_consent=True)
    answer = client.get(f"/api/v1/benchmarks/{cluster.id}", headers=bearer(token_of(user)))
    assert (answer.status_code, "detail" in answer.json) == (404, False)


def test_partner_without_consent_gets_404(client: FlaskClient) -> None:
    _partner, user = make_partner(["DK"])
    cluster = make_cluster(country="DK", partner_consent=False)
    answer = client.get(f"/api/v1/benchmarks/{cluster.id}", headers=bearer(token_of(user)))
    assert (answer.status_code, "detail" in answer.json) == (404, False)


def test_self_assessment_of_another_looks_like_none(client: FlaskClient, manager: User) -> None:
    other = make_user("Jonas Krag")
    add_member(make_cluster(), other, TeamRole.MANAGER)
    own = client.get(LIST, headers=bearer(token_of(manager))).json["items"][0]["id"]
    headers = bearer(token_of(other))
    for path in ("", "/answers", "/answers/1.3/committed"):
        there = client.get(f"{LIST}/{own}{path}", headers=headers)
        nowhere = client.get(f"{LIST}/{own + 1000}{path}", headers=headers)
        assert (there.status_code, there.json) == (404, nowhere.json)


def test_viewer_reads_and_does_not_write(client: FlaskClient, manager: User) -> None:
    own = client.get(LIST, headers=bearer(token_of(manager))).json["items"][0]
    viewer = make_user("Sofie Aagaard")
    db.session.add(TeamMember(cluster_id=own["cluster"]["id"], user_id=viewer.id, role=TeamRole.VIEWER))
    headers = bearer(token_of(viewer))
    address = f"{LIST}/{own['id']}"
    assert client.get(address, headers=headers).json["writable"] is False
    assert (
        client.put(f"{address}/answers/1.3/committed", json={"value": 1}, headers=headers).status_code == 404
    )


@pytest.mark.parametrize("secret", ["", "lab_", "lab_" + "0" * 38, "Basic dXNlcjpwYXNz"])
def test_what_is_no_token_is_refused_where_none_is_needed_too(client: FlaskClient, secret: str) -> None:
    answer = client.get("/api/v1/schemes", headers={"Authorization": secret or "Bearer"})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_day_of_the_last_use_is_kept_once(client: FlaskClient, manager: User) -> None:
    headers = bearer(token_of(manager))
    client.get("/api/v1/schemes", headers=headers)
    assert db.session.scalars(select(AccessToken.last_used_on)).one() == today()
    with count_statements() as seen:
        client.get("/api/v1/schemes", headers=headers)
    assert [one for one in seen if "UPDATE" in one] == []
    assert len(seen) == 1, "one statement finds token, person and roles"
