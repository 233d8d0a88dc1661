"""Every endpoint has a declared access, stands in the table, and keeps strangers out.

The table is `tests/access_table.py`; a new endpoint or a changed policy is a line there, so that it is seen.
"""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.web.access import declared_access
from tests.access_table import ACCESS, ELSEWHERE, PUBLIC
from tests.access_world import SECRET, STRANGERS, World, build_world, make_stranger
from tests.factories.accounts import sign_in


def _endpoints(app: Flask) -> list[str]:
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()})


def _methods(app: Flask, endpoint: str) -> set[str]:
    methods = {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods or ()}
    return methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}


def _declared(app: Flask, endpoint: str) -> str | None:
    access = declared_access(app, endpoint)
    return f"{access.kind}: {access.policy}" if access else None


def test_every_endpoint_declares_the_access_that_the_table_expects(app: Flask) -> None:
    declared = {endpoint: _declared(app, endpoint) for endpoint in _endpoints(app)}
    assert declared == {endpoint: line[0] for endpoint, line in ACCESS.items()}


def test_table_is_sorted_and_names_known_visitors(app: Flask) -> None:
    assert list(ACCESS) == sorted(ACCESS)
    assert {visitor for _declared, visitors in ACCESS.values() for visitor in visitors} <= set(STRANGERS)


def test_public_endpoint_admits_everybody_and_no_other_one_admits_strangers(app: Flask) -> None:
    for endpoint, (declared, visitors) in ACCESS.items():
        assert (visitors == PUBLIC) is declared.startswith("public:"), endpoint
        assert "anonymous" not in visitors or visitors == PUBLIC, endpoint


def _refusal(visitor: str, declared: str) -> int:
    """302 leads to sign-in, 403 says that a role is missing, 404 that there is nothing; the API knows no session."""
    if declared.startswith("token:"):
        return 401
    if visitor == "anonymous":
        return 302
    return 404 if declared.startswith("object:") else 403


@pytest.mark.parametrize(
    "visitors",
    [
        ("manager",),
        pytest.param([one for one in STRANGERS if one != "manager"], marks=pytest.mark.one_database),
    ],
)
def test_endpoints_answer_strangers_as_the_table_says(app: Flask, visitors: Sequence[str]) -> None:
    """Who is a stranger is decided in Python; that each endpoint finds out about one is tried on both databases."""
    world, wrong = build_world(), []
    for visitor in visitors:
        client, user = app.test_client(), make_stranger(visitor)
        if user is not None:
            sign_in(client, user)
        # Programs get refusals without a page around them; those with a page are tried as one visitor.
        accept = {} if visitor in ("anonymous", "manager") else {"Accept": "application/json"}
        for endpoint, (declared, visitors) in ACCESS.items():
            refusal = None if visitor in visitors else _refusal(visitor, declared)
            wrong += [
                f"{visitor}: {finding}" for finding in _tried(app, client, world, endpoint, refusal, accept)
            ]
    assert wrong == []


def _tried(
    app: Flask,
    client: FlaskClient,
    world: World,
    endpoint: str,
    refusal: int | None,
    accept: dict[str, str],
) -> list[str]:
    """What is wrong with the answers of an endpoint; `refusal` is None for a visitor that is let in."""
    address, findings = world.address(app, endpoint), []
    for method in sorted(_methods(app, endpoint)):
        if refusal is None and method != "GET":
            continue
        answer = client.open(address, method=method, headers=None if refusal is None else accept)
        content = answer.get_data()
        answer.close()
        signs_in = (answer.location or "").startswith("/login?next=")
        expected = {ELSEWHERE.get(endpoint, 200), 302} if refusal is None else {refusal}
        if answer.status_code not in expected or (
            answer.status_code == 302 and signs_in is not (refusal == 302)
        ):
            findings.append(f"{endpoint}: {method} {address} answers {answer.status_code}, not {expected}")
        elif refusal is not None and SECRET.encode() in content:
            findings.append(f"{endpoint}: {method} {address} refuses but tells the name")
    return findings
