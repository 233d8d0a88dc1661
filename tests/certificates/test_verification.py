"""Anyone checks a certificate: by page or program, in each state, with any spelling of the code."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName
from labelapp.certificates.codes import new_code
from labelapp.certificates.models import Certificate
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.schemes.months import add_months
from tests.factories.accounts import make_user, sign_in
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision

pytestmark = pytest.mark.usefixtures("app")

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("months_ago", "changes", "line", "given_out"),
    [
        (1, {}, "Valid today, ", True),
        (20, {}, "Valid today, ", True),
        (30, {}, "Expired, not valid today", True),
        (40, {}, "Expired, not valid today", True),
        (1, {"superseded_on": date(2020, 1, 1)}, "Superseded, another certificate holds", True),
        (
            1,
            {"suspended_on": date(2020, 1, 1), "status_reason": "Proof is missing."},
            "Suspended, not",
            False,
        ),
        (1, {"withdrawn_on": date(2020, 1, 1), "status_reason": "2.2 is not met."}, "Withdrawn, not", False),
    ],
)
def test_page_says_the_state_first(
    client: FlaskClient, months_ago: int, changes: dict[str, Any], line: str, given_out: bool
) -> None:
    cluster = make_cluster(name="Havnsund Maritime Cluster")
    certificate = make_certificate(cluster, assessed_on=add_months(today(), -months_ago), **changes)
    page = client.get(f"/verify/{certificate.code}").text
    assert line in page
    assert "Havnsund Maritime Cluster" in page
    assert certificate.serial in page
    assert ("certificate.pdf" in page) is given_out
    assert changes.get("status_reason", "") in page
    file = client.get(f"/verify/{certificate.code}/certificate.pdf")
    assert file.status_code == (200 if given_out else 404)


def test_last_day_is_still_valid_and_the_day_after_is_not(client: FlaskClient) -> None:
    certificate = make_certificate(valid_until=today())
    assert "for the last day" in client.get(f"/verify/{certificate.code}").text
    expired = make_certificate(valid_until=today() - timedelta(days=1))
    assert "Expired, not valid today" in client.get(f"/verify/{expired.code}").text


def test_certificate_that_has_not_begun_says_so(client: FlaskClient) -> None:
    certificate = make_certificate(valid_from=today() + timedelta(days=3))
    assert "Not in force yet" in client.get(f"/verify/{certificate.code}").text


def test_superseded_certificate_leads_to_its_successor(client: FlaskClient) -> None:
    cluster = make_cluster()
    bronze = make_certificate(cluster, level="bronze")
    gold = make_certificate(cluster, level="gold")
    assert f"/verify/{gold.code}" in client.get(f"/verify/{bronze.code}").text


def test_unknown_code_is_404_and_says_how_a_code_looks(client: FlaskClient) -> None:
    answer = client.get(f"/verify/{new_code()}")
    assert answer.status_code == 404
    assert "No certificate has this code" in answer.text
    assert "twelve letters and digits" in answer.text
    mistyped = client.get("/verify?code=ABCD-1234")
    assert mistyped.status_code == 404
    assert "a letter or digit is wrong" in mistyped.text


def test_code_typed_carelessly_leads_to_the_page(client: FlaskClient) -> None:
    certificate = make_certificate()
    typed = certificate.code.replace("-", " ").lower()
    assert client.get("/verify", query_string={"code": typed}).headers["Location"] == (
        f"/verify/{certificate.code}"
    )
    assert client.get(f"/verify/{typed}").headers["Location"] == f"/verify/{certificate.code}"


def test_program_gets_every_fact(client: FlaskClient) -> None:
    certificate = make_certificate(make_cluster(name="Havnsund Maritime Cluster"))
    answer = client.get(f"/verify/{certificate.code}", headers=JSON).json
    assert answer is not None
    assert answer["status"] == "valid"
    assert answer["holder"] == "Havnsund Maritime Cluster"
    assert answer["valid_until"] == certificate.valid_until.isoformat()
    assert answer["unchanged_since_issue"] is True
    unknown = client.get(f"/verify/{new_code()}", headers=JSON)
    assert unknown.status_code == 404
    assert unknown.json is not None


@pytest.mark.parametrize("kind", ["application/vc", "application/vc+ld+json", "application/ld+json"])
def test_machine_that_asks_for_linked_data_gets_the_credential(client: FlaskClient, kind: str) -> None:
    certificate = make_certificate()
    answer = client.get(f"/verify/{certificate.code}", headers={"Accept": f"{kind}, text/html;q=0.5"})
    assert answer.content_type == kind
    assert answer.data == client.get(f"/verify/{certificate.code}/credential.json").data
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "accept", ["*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ""]
)
def test_everybody_else_gets_the_page(client: FlaskClient, accept: str) -> None:
    page = client.get(f"/verify/{make_certificate().code}", headers={"Accept": accept})
    assert page.text.startswith("<!doctype html>")


def test_entry_changed_in_the_database_is_pointed_out(client: FlaskClient) -> None:
    certificate = make_certificate()
    certificate.valid_until = certificate.valid_until + timedelta(days=365)
    db.session.commit()
    assert "differs from what was written into the log" in client.get(f"/verify/{certificate.code}").text


def test_page_names_no_person_and_no_score(client: FlaskClient) -> None:
    decision = make_decision()
    certificate = db.session.query(Certificate).one()
    page = client.get(f"/verify/{certificate.code}").text
    names = [item.user.name for item in decision.review.assignments] + [decision.decided_by.name]
    assert all(name not in page for name in names)
    assert "points" not in page
    assert decision.reasons not in page


def test_file_is_printed_at_first_need_and_stays_the_same(client: FlaskClient) -> None:
    certificate = make_certificate()
    assert certificate.pdf_sha256 is None
    first = client.get(f"/verify/{certificate.code}/certificate.pdf")
    assert first.data.startswith(b"%PDF")
    assert first.headers["Content-Type"] == "application/pdf"
    db.session.refresh(certificate)
    assert certificate.pdf_sha256 is not None
    assert client.get(f"/verify/{certificate.code}/certificate.pdf").data == first.data


def test_secretariat_withdraws_with_a_reason_after_a_question(client: FlaskClient) -> None:
    certificate = make_certificate()
    address = f"/verify/{certificate.code}/withdraw"
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    assert "cannot be undone" in client.get(address).text
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "2.2 is no longer met."}).status_code == 303
    page = client.get(f"/verify/{certificate.code}").text
    assert "Withdrawn, not valid" in page
    assert "2.2 is no longer met." in page
    assert client.post(address, data={"reason": "Again."}).status_code == 409


@pytest.mark.parametrize(
    "role", [RoleName.BOARD, RoleName.ASSESSOR, RoleName.PARTNER, RoleName.ADMINISTRATOR]
)
def test_others_do_not_change_a_status(client: FlaskClient, role: RoleName) -> None:
    certificate = make_certificate()
    sign_in(client, make_user(roles=[role]))
    for change in ("withdraw", "suspend", "reinstate"):
        assert client.post(f"/verify/{certificate.code}/{change}", data={"reason": "x"}).status_code == 404
    assert "For the secretariat" not in client.get(f"/verify/{certificate.code}").text


def test_people_of_the_cluster_find_their_certificates_and_panel(client: FlaskClient) -> None:
    certificate = make_certificate()
    other = make_certificate(make_cluster(name="Another"))
    manager = make_user("Mia Manager")
    add_member(certificate.cluster, manager)
    sign_in(client, manager)
    page = client.get("/certificates").text
    assert certificate.serial in page
    assert other.serial not in page
    assert certificate.serial in client.get("/tasks").text
    sign_in(client, make_user("Sam Stranger"))
    assert client.get("/certificates").status_code == 403


def test_letter_is_read_by_the_team_only(client: FlaskClient) -> None:
    decision = make_decision()
    manager = make_user("Mia Manager")
    add_member(decision.review.submission.assessment.cluster, manager)
    address = f"/decisions/{decision.id}/letter.pdf"
    sign_in(client, manager)
    assert client.get(address).data.startswith(b"%PDF")
    assert client.get(f"/decisions/{decision.id}/report.pdf").data.startswith(b"%PDF")
    sign_in(client, make_user("Sam Stranger"))
    assert client.get(address).status_code == 404
