"""Whatever is sent, the answer is clear, has the right status, and nothing is lost or leaked."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import Submission
from labelapp.assessments.operations import request_confirmation
from labelapp.assessments.queries import find_place
from labelapp.certificates.codes import EXAMPLE
from labelapp.clusters.models import TeamRole
from labelapp.decisions.models import Decision
from labelapp.evidence.models import Document
from labelapp.extensions import db
from tests.e2e.client import Client
from tests.factories.accounts import make_user
from tests.factories.assessments import answer_all, complete_answers, make_assessment
from tests.factories.board import make_reported
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.evidence import make_document
from tests.servers import Server

INDICATOR = "2.8"
SECRET = "Organisation dont personne ne sait"


@dataclass(frozen=True)
class Case:
    """A complete self-assessment with a document, and its people."""

    cluster_id: int
    assessment_id: int
    document_id: int
    link_id: int
    manager: str
    legal: str

    @property
    def indicator(self) -> str:
        """The address of an indicator."""
        return f"/assessments/{self.assessment_id}/indicators/{INDICATOR}"


@pytest.fixture
def case(backstage: Flask) -> Case:
    with backstage.app_context():
        cluster = make_cluster(SECRET, language="fr")
        manager, legal = make_user(locale="fr"), make_user("Hugo Lestrade", locale="fr")
        add_member(cluster, manager, TeamRole.MANAGER)
        add_member(cluster, legal, TeamRole.LEGAL_REPRESENTATIVE)
        assessment = make_assessment(cluster, manager)
        answer_all(assessment, complete_answers(), manager)
        document = make_document(cluster, by=manager)
        place = find_place(assessment.id, INDICATOR)
        assert place
        link = link_evidence(place, document, None, "", manager)
        db.session.commit()
        return Case(cluster.id, assessment.id, document.id, link.id, manager.email, legal.email)


@pytest.fixture
def manager(server: Server, case: Case) -> Client:
    return Client(server.port).sign_in(case.manager)


def _files(server: Server) -> set[Path]:
    return {path for path in (server.folder / "files").rglob("*") if path.is_file()}


def _documents(backstage: Flask, case: Case) -> list[int]:
    with backstage.app_context():
        return list(db.session.scalars(select(Document.id).where(Document.cluster_id == case.cluster_id)))


@pytest.mark.parametrize("address", ["/clusters/{cluster_id}/documents", "{indicator}/evidence"])
def test_an_upload_of_300_megabytes_is_refused_with_a_page_and_nothing_is_kept(
    server: Server, backstage: Flask, case: Case, manager: Client, address: str
) -> None:
    files = _files(server)
    begun = time.monotonic()
    answer = manager.upload(
        address.format(cluster_id=case.cluster_id, indicator=case.indicator),
        "film.pdf",
        b"%PDF-1.7",
        megabytes=300,
    )
    assert time.monotonic() - begun < 30
    assert answer.status == 413
    assert '<html lang="fr"' in answer.text
    assert "Ce fichier est trop" in answer.text
    assert _documents(backstage, case) == [case.document_id]
    assert _files(server) == files
    assert manager.get("/readyz").status == 200


@pytest.mark.parametrize("address", ["/clusters/{cluster_id}/documents", "{indicator}/evidence"])
def test_a_web_page_named_pdf_is_refused_with_a_sentence_and_nothing_is_lost(
    server: Server, backstage: Flask, case: Case, manager: Client, address: str
) -> None:
    files = _files(server)
    page = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
    answer = manager.upload(
        address.format(cluster_id=case.cluster_id, indicator=case.indicator), "statuts.pdf", page
    )
    assert answer.status == 422
    assert "statuts.pdf" in answer.text
    assert "error-summary" in answer.text
    assert "alert(document.cookie)" not in answer.text
    assert _documents(backstage, case) == [case.document_id]
    assert _files(server) == files
    assert 'value="54"' in manager.get(case.indicator).text


def test_a_stale_autosave_is_answered_with_both_values(server: Server, case: Case, manager: Client) -> None:
    address = f"{case.indicator}/autosave"
    assert manager.post_json(address, {"field": "met", "value": "55", "version": 1}).status == 200
    stale = manager.post_json(address, {"field": "met", "value": "57", "version": 1})
    assert stale.status == 409
    content = json.loads(stale.text)
    assert (content["version"], content["value"]) == (2, 55)
    assert "55" in content["html"]
    assert "57" in content["html"]
    assert 'value="55"' in manager.get(case.indicator).text


def test_a_double_submission_freezes_one_and_says_409_to_the_other(
    server: Server, backstage: Flask, case: Case
) -> None:
    with backstage.app_context():
        place = find_place(case.assessment_id, INDICATOR)
        assert place
        request_confirmation(place.assessment, place.assessment.started_by)
        db.session.commit()
    clients = [Client(server.port).sign_in(case.legal) for _window in range(2)]
    address = f"/assessments/{case.assessment_id}/confirm"
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda one: one.post(address, true="y", entitled="y"), clients))
    assert sorted(answer.status for answer in answers) == [303, 409]
    assert clients[0].post(address, true="y", entitled="y").status == 409
    with backstage.app_context():
        query = select(func.count()).where(Submission.assessment_id == case.assessment_id)
        assert db.session.scalar(query) == 1


def test_a_second_decision_is_refused_and_names_who_decided(server: Server, backstage: Flask) -> None:
    with backstage.app_context():
        review = make_reported(scheme="cme-silver")
        first = make_board_member("Ilse Marenholt", review)
        second = make_board_member("Paul Devigne", review)
        emails, review_id = (first.email, second.email), review.id
        db.session.commit()
    one, other = (Client(server.port).sign_in(email) for email in emails)
    address = f"/board/cases/{review_id}/decision"
    recorded = one.post(address, outcome="award", reasons="Conforme.", step="record")
    assert recorded.status == 303
    refused = other.post(address, outcome="refuse", reasons="Non conforme.", step="record")
    assert refused.status == 409
    assert "Ilse Marenholt" in refused.text
    with backstage.app_context():
        assert len(db.session.scalars(select(Decision).where(Decision.review_id == review_id)).all()) == 1


def test_addresses_of_a_foreign_cluster_are_answered_like_those_of_nothing(
    server: Server, backstage: Flask, case: Case
) -> None:
    with backstage.app_context():
        stranger = make_user("Jonas Krag", locale="fr")
        add_member(make_cluster(), stranger, TeamRole.MANAGER)
        decision = make_decision()
        decided, reviewed = decision.id, decision.review_id
        email = stranger.email
        db.session.commit()
    client = Client(server.port).sign_in(email)
    nothing = client.get("/assessments/99999999")
    assert nothing.status == 404
    for address in _addresses(case, reviewed, decided):
        answer = client.get(address)
        assert (address, answer.status) == (address, 404)
        assert SECRET not in answer.text
        assert _comparable(answer.text) == _comparable(nothing.text)
    written = client.post_json(f"{case.indicator}/autosave", {"field": "met", "value": "1", "version": 1})
    assert written.status == 404
    assert client.upload(f"{case.indicator}/evidence", "x.csv", b"a;b\n1;2\n").status == 404
    assert client.post(f"/assessments/{case.assessment_id}/cancel").status == 404
    assert _documents(backstage, case) == [case.document_id]


def _addresses(case: Case, review_id: int, decision_id: int) -> list[str]:
    cluster, assessment = f"/clusters/{case.cluster_id}", f"/assessments/{case.assessment_id}"
    return [
        cluster,
        f"{cluster}/team",
        f"{cluster}/documents",
        f"{cluster}/assessments",
        assessment,
        f"{assessment}/check",
        f"{assessment}/confirm",
        case.indicator,
        f"{case.indicator}/evidence/{case.link_id}",
        f"/documents/{case.document_id}/download",
        f"/documents/{case.document_id}/view",
        f"/reviews/{review_id}/desk",
        f"/reviews/{review_id}/consensus",
        f"/reviews/{review_id}/report",
        f"/reviews/{review_id}/report.pdf",
        f"/reviews/{review_id}/assignment",
        f"/board/cases/{review_id}",
        f"/decisions/{decision_id}",
        f"/decisions/{decision_id}/letter.pdf",
        f"/decisions/{decision_id}/report.pdf",
    ]


def _comparable(page: str) -> list[str]:
    """A page without tokens and without the marks at the entry of the navigation, and at the menu that may hold it, to
    which its address belongs."""
    lines = (
        page.replace(' aria-current="page"', "")
        .replace('<summary aria-current="true">', "<summary>")
        .splitlines()
    )
    return [line for line in lines if "csrf" not in line]


def test_who_is_not_signed_in_is_asked_to_and_nothing_is_told(server: Server, case: Case) -> None:
    client = Client(server.port)
    answer = client.get(case.indicator)
    assert answer.status == 302
    assert answer.location.startswith("/login?")
    assert client.get(case.indicator, Accept="application/json").status == 401


@pytest.mark.parametrize("code", [EXAMPLE, "XXXX", "K7QF-2M9D-XR41'--"])
def test_an_unknown_verification_code_is_answered_with_a_page_that_helps(server: Server, code: str) -> None:
    answer = Client(server.port).get(f"/verify/{code}")
    assert answer.status == 404
    assert '<html lang="fr"' in answer.text
    assert 'name="code"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_form_without_its_token_changes_nothing(server: Server, case: Case, manager: Client) -> None:
    manager.token = ""
    answer = manager.post(f"/assessments/{case.assessment_id}/cancel")
    assert answer.status == 400
    assert manager.get(case.indicator).status == 200


def test_the_board_cannot_be_entered_without_its_role(server: Server, case: Case, manager: Client) -> None:
    assert RoleName.BOARD not in manager.get("/account").text
    assert manager.get("/board").status == 403
