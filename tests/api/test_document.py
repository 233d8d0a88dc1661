"""The OpenAPI document is true: generated requests of every kind of reader find nothing that it does not say."""

from collections.abc import Iterable
from typing import Any

import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from labelapp.accounts.models import RoleName
from labelapp.api.blueprint import api
from labelapp.api.document import document
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.consortium import make_partner
from tests.factories.tokens import bearer, token_of

EXAMPLES = 20  # a kind of request and endpoint
# What no program can make itself: it is right in form and yet refused.
GIVEN_OUT = {"cursor", "group"}


class InContext:
    """The app as a server runs it: each request in a context of its own, after what the test wrote."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request that no limit refuses."""
        db.session.commit()
        self.app.extensions["limits"].storage.reset()
        with self.app.app_context():
            return self.app(environ, start_response)


def _world() -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What stands in addresses that lead somewhere, and the headers of readers: one of each role, and nobody.

    The manager comes more often, since the most is to be seen with that token.
    """
    cluster, manager = make_cluster(partner_consent=True), make_user()
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    make_submission(cluster, by=manager)
    assessment = make_assessment(cluster, manager, "cme-silver")
    certificates = [make_certificate(cluster, level) for level in ("bronze", "silver", "gold")]
    viewer = make_user("Sofie Aagaard")
    add_member(cluster, viewer, TeamRole.VIEWER)
    people = [manager, viewer, make_partner(["DK"])[1]]
    people += [make_user("Rut Ahlin", roles=[role]) for role in RoleName if role is not RoleName.PARTNER]
    values = {
        "code": certificates[0].code,
        "scheme": "cme-gold",
        "version": "2026.1",
        "cluster_id": cluster.id,
        "assessment_id": assessment.id,
        "indicator": "1.3",
        "field": "committed",
    }
    tokens = [bearer(token_of(person)) for person in people]
    return values, [*tokens[:1] * 5, *tokens, {}]


def test_document_is_true_for_every_kind_of_reader(app: Flask) -> None:
    values, readers = _world()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", InContext(app))
    names = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        names.add(operation.definition.raw["operationId"])
        known = {part.name: values[part.name] for part in operation.path_parameters} or None
        right = operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known)
        _try(
            st.one_of(right, right, operation.as_strategy(GenerationMode.POSITIVE)) if known else right,
            readers,
        )
        if list(operation.query) or list(operation.body):  # elsewhere nothing can be wrong but the address
            _try(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=known), readers)
    assert names == {operation.name for operation in api.operations}


def _try(cases: st.SearchStrategy[Case], readers: list[dict[str, str]]) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, headers=st.sampled_from(readers))
    def check(case: Case, headers: dict[str, str]) -> None:
        unknowable = GIVEN_OUT & set(case.query or {}) or case.method == "PUT"
        case.call_and_validate(
            headers=headers, excluded_checks=[positive_data_acceptance] if unknowable else []
        )

    check()


def test_document_changes_no_more_than_it_has_to(app: Flask, client: FlaskClient) -> None:
    first = client.get("/api/v1/openapi.json")
    assert (
        client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )
    assert first.json["openapi"] == "3.1.0"


def test_reference_shows_every_endpoint_and_every_model(app: Flask, client: FlaskClient) -> None:
    page = client.get("/api").text
    for operation in api.operations:
        assert f'id="operation-{operation.name}"' in page
    for name in document()["components"]["schemas"]:
        assert f'id="model-{name}"' in page
