"""What holds for every endpoint: problems, parameters, cursors, ETags, limits, other sites."""

import json
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.api.core.limits import PER_TOKEN
from labelapp.api.core.problems import KINDS
from labelapp.extensions import db
from labelapp.web.paging import Position
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_assessment
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.tokens import bearer, token_of
from tests.statements import count_statements

REGISTER = "/api/v1/register"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/register", 404),
        ("POST", REGISTER, 405),
        ("DELETE", "/api/v1/assessments/1/answers/1.3/committed", 405),
        ("GET", "/api/v1/assessments/99999999999", 404),
        ("GET", f"{REGISTER}?limit=0", 422),
    ],
)
def test_every_error_is_a_problem_whatever_is_accepted(
    client: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = client.open(address, method=method, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status


def test_method_that_cannot_be_used_is_answered_with_those_that_can(client: FlaskClient) -> None:
    assert set(client.post(REGISTER).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_error_of_ours_is_a_problem_and_tells_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: Any) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("labelapp.api.resources.register.read_entries", fail)
    answer = client.get(REGISTER)
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_address_of_every_problem_explains_it(client: FlaskClient) -> None:
    page = client.get("/api").text
    for kind in KINDS:
        assert f'id="problem-{kind.name}"' in page
    assert client.get("/api/v1/nothing").json["type"] == "http://localhost/api#problem-not-found"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("colour=red&shape=round", ["colour", "shape"]),
        ("country=dk", ["country"]),
        ("limit=5.0", ["limit"]),
        ("limit=%205", ["limit"]),
        ("limit=201", ["limit"]),
        ("limit=1&limit=2", ["limit"]),
        ("level=platinum", ["level"]),
        ("portfolio=alchemy", ["portfolio"]),
        ("search=a%00b", ["search"]),
        ("search=%ff", ["search"]),
        ("cursor=", ["cursor"]),
    ],
)
def test_parameter_that_is_wrong_or_unknown_is_named(
    client: FlaskClient, query: str, names: list[str]
) -> None:
    answer = client.get(f"{REGISTER}?{query}")
    assert answer.status_code == 422
    assert [one["name"] for one in answer.json["errors"]] == names


@pytest.mark.parametrize("cursor", ["abc", "W10", Position("a", 1).write(), "a" * 1501])
def test_cursor_that_was_not_made_here_is_refused(client: FlaskClient, cursor: str) -> None:
    answer = client.get(f"{REGISTER}?cursor={cursor}")
    assert (answer.status_code, answer.json["errors"][0]["name"]) == (422, "cursor")


def test_cursor_of_another_list_is_refused(client: FlaskClient) -> None:
    user = make_user()
    for _number in range(2):
        cluster = make_cluster()
        add_member(cluster, user)
        make_certificate(cluster)
    headers = bearer(token_of(user))
    cursor = client.get(f"{REGISTER}?limit=1").json["next"].partition("cursor=")[2]
    assert client.get(f"{REGISTER}?cursor={cursor}").status_code == 200
    assert client.get(f"/api/v1/certificates?cursor={cursor}", headers=headers).status_code == 422


def test_answer_that_is_known_already_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(REGISTER)
    again = client.get(REGISTER, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    make_certificate()
    assert client.get(REGISTER, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_answer_for_a_person_is_kept_by_no_proxy(client: FlaskClient) -> None:
    headers = bearer(token_of(make_user()))
    answer = client.get("/api/v1/assessments", headers=headers)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_public_answer_does_not_depend_on_a_session_and_sets_none(client: FlaskClient) -> None:
    sign_in(client, make_user())
    answer = client.get(REGISTER)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert ("Set-Cookie" in answer.headers, "Cookie" in answer.headers["Vary"]) == (False, False)


@pytest.mark.parametrize("name", ["assessments", "benchmarks", "certificates"])
def test_list_costs_the_same_for_one_row_and_for_several(client: FlaskClient, name: str) -> None:
    user = make_user()
    headers, costs = bearer(token_of(user)), []
    client.get("/api/v1/schemes", headers=headers)  # notes the day of the use
    for rows in (1, 3):
        while len(client.get(f"/api/v1/{name}", headers=headers).json["items"]) < rows:
            cluster = make_cluster()
            add_member(cluster, user)
            make_assessment(cluster, user)
            make_certificate(cluster)
        with count_statements() as seen:
            client.get(f"/api/v1/{name}", headers=headers)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 4


def test_answers_tell_what_is_left_by_address_and_by_token(client: FlaskClient) -> None:
    headers = bearer(token_of(make_user()))
    answer = client.get("/api/v1/schemes", headers=headers)
    assert answer.headers["RateLimit-Policy"] == '"address";q=600;w=60, "token";q=300;w=60'
    assert '"token";r=299;t=' in answer.headers["RateLimit"]
    assert '"token"' not in client.get("/api/v1/schemes").headers["RateLimit"]


def test_token_used_too_often_waits_and_others_do_not(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    secret, other = token_of(user), token_of(user)
    limits = app.extensions["limits"]
    with app.test_request_context("/", headers=bearer(secret)):
        item, key = PER_TOKEN.item, PER_TOKEN.key()
    hashed = sha256(key.encode()).hexdigest()
    for _number in range(item.amount):
        limits.strategy.hit(item, PER_TOKEN.name, hashed)
    refused = client.get("/api/v1/schemes", headers=bearer(secret))
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert '"token";r=0' in refused.headers["RateLimit"]
    assert client.get("/api/v1/schemes", headers=bearer(other)).status_code == 200


def test_text_that_cannot_be_a_token_has_no_count_of_its_own(client: FlaskClient) -> None:
    answer = client.get("/api/v1/schemes", headers=bearer("lab_" + "0" * 38))
    assert (answer.status_code, '"token"' in answer.headers["RateLimit"]) == (401, False)


def test_other_sites_read_what_is_public_and_nothing_else(client: FlaskClient) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    assert client.get(REGISTER, headers=headers).headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/status/X", headers=headers).headers["Access-Control-Allow-Origin"] == "*"
    for method in ("GET", "OPTIONS"):
        answer = client.open("/api/v1/assessments", method=method, headers=headers)
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
    allowed = client.options(REGISTER, headers=headers).headers["Access-Control-Allow-Headers"]
    assert "Authorization" not in allowed


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"value": "\\ud800"}', "application/json", 400),
        (b"value=1", "application/x-www-form-urlencoded", 415),
        (b"", "application/json", 400),
        (json.dumps({"value": "x" * 200_001}).encode(), "application/json", 413),
        (b"[]", "application/json", 422),
        (b"{}", "application/json", 422),
    ],
)
def test_body_that_cannot_be_read_is_refused(
    client: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    user, cluster = make_user(), make_cluster()
    add_member(cluster, user)
    assessment = make_assessment(cluster, user)
    db.session.commit()
    answer = client.put(
        f"/api/v1/assessments/{assessment.id}/answers/1.3/committed",
        data=body,
        headers=bearer(token_of(user)) | {"Content-Type": kind, "If-Match": '"0-0000000000000000"'},
    )
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
