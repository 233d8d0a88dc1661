"""Offering documents for indicators."""

import io

import pikepdf
import pytest
from flask.testing import FlaskClient

from labelapp.assessments.models import EvidenceLink
from labelapp.evidence.models import Document
from labelapp.evidence.operations import remove_document
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in
from tests.factories.clusters import make_cluster
from tests.factories.evidence import make_document

CSV = b"name;town\nHavnsund Yard;Esbjerg\n"


def _pdf(pages: int) -> bytes:
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _links() -> list[EvidenceLink]:
    db.session.expire_all()
    return db.session.query(EvidenceLink).order_by(EvidenceLink.id).all()


def _address(team: Team, rest: str = "") -> str:
    return f"{team.page}/indicators/2.8/evidence{rest}"


def test_uploaded_file_is_kept_and_offered(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    answer = client.post(_address(team), data={"file": (io.BytesIO(CSV), "members.csv")})
    assert answer.status_code == 303
    (link,) = _links()
    assert (link.indicator, link.document.files[0].filename, link.linked_by_id) == (
        "2.8",
        "members.csv",
        team.contributor.id,
    )
    page = client.get(f"{team.page}/indicators/2.8").text
    assert f"/documents/{link.document_id}/revisions/" in page


def test_script_learns_where_to_go_after_an_upload(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    answer = client.post(
        _address(team),
        data={"file": (io.BytesIO(CSV), "members.csv")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["location"].endswith("/indicators/2.8#evidence")


def test_refused_file_comes_back_with_the_reason_and_links_nothing(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    file = (io.BytesIO(b"<html><script>alert(1)</script></html>"), "report.pdf")
    answer = client.post(_address(team), data={"file": file})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert "report.pdf" in answer.text
    assert _links() == []
    assert db.session.query(Document).count() == 0


def test_upload_without_a_file_is_refused(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    assert client.post(_address(team), data={}).status_code == 422


def test_document_of_the_library_is_offered_with_page_and_note(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, by=team.manager)
    sign_in(client, team.manager)
    data = {"document": document.id, "page": "1", "note": "The\0 <list>"}
    assert client.post(_address(team, "/link"), data=data).status_code == 303
    page = client.get(f"{team.page}/indicators/2.8").text
    assert "See page 1." in page
    assert "The &lt;list&gt;" in page


def test_same_document_is_offered_once_for_an_indicator(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, by=team.manager)
    sign_in(client, team.manager)
    data = {"document": document.id}
    assert client.post(_address(team, "/link"), data=data).status_code == 303
    assert client.post(_address(team, "/link"), data=data).status_code == 409
    other = f"{team.page}/indicators/2.6/evidence/link"
    assert client.post(other, data=data).status_code == 303
    assert "Also used for 2.6." in client.get(f"{team.page}/indicators/2.8").text


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "9" * 30])
def test_page_that_the_document_does_not_have_is_refused(client: FlaskClient, team: Team, page: str) -> None:
    document = make_document(team.cluster, _pdf(2), "minutes.pdf", by=team.manager)
    sign_in(client, team.manager)
    data = {"document": document.id, "page": page}
    assert client.post(_address(team, "/link"), data=data).status_code == 422
    assert _links() == []


def test_foreign_or_removed_document_cannot_be_offered(client: FlaskClient, team: Team) -> None:
    foreign = make_document(make_cluster(), by=team.manager)
    removed = make_document(team.cluster, by=team.manager)
    remove_document(removed, by=team.manager)
    sign_in(client, team.manager)
    for document in (foreign, removed):
        assert client.post(_address(team, "/link"), data={"document": document.id}).status_code == 422
    assert _links() == []


def test_page_and_note_can_be_changed_and_the_document_taken_back(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, _pdf(2), "minutes.pdf", by=team.manager)
    sign_in(client, team.manager)
    client.post(_address(team, "/link"), data={"document": document.id})
    (link,) = _links()
    at = f"/{link.id}"
    assert client.get(_address(team, at)).status_code == 200
    assert client.post(_address(team, at), data={"page": "9"}).status_code == 422
    assert client.post(_address(team, at), data={"page": "1", "note": "Row 3"}).status_code == 303
    assert [(one.page, one.note) for one in _links()] == [(1, "Row 3")]
    assert client.post(_address(team, f"{at}/remove")).status_code == 303
    assert _links() == []
    assert db.session.query(Document).count() == 1


def test_link_of_another_indicator_is_not_found(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, by=team.manager)
    sign_in(client, team.manager)
    client.post(_address(team, "/link"), data={"document": document.id})
    (link,) = _links()
    assert client.post(f"{team.page}/indicators/2.6/evidence/{link.id}/remove").status_code == 404
    assert len(_links()) == 1


def test_evidence_cannot_change_once_answers_are_closed(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, by=team.manager)
    sign_in(client, team.manager)
    client.post(_address(team, "/link"), data={"document": document.id})
    (link,) = _links()
    client.post(f"{team.page}/cancel")
    assert client.post(_address(team, f"/{link.id}/remove")).status_code == 409
    assert client.post(_address(team), data={"file": (io.BytesIO(CSV), "x.csv")}).status_code == 409
    assert len(_links()) == 1
