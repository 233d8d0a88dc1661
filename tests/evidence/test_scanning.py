"""With a real clamd: nothing leaves before it is clean, an infected file is put aside, a dead scanner delays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from labelapp.clock import now, set_clock
from labelapp.clusters.models import TeamRole
from labelapp.events.jobs import run_waiting
from labelapp.events.models import Job, OutboxMail
from labelapp.evidence.clamd import ScannerDown, scan
from labelapp.evidence.models import CheckState, ContentCheck, Document
from labelapp.evidence.operations import take_upload
from labelapp.evidence.scanning import ask_for_unchecked, check_content, states_of
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.evidence import files
from tests.evidence.conftest import Desk
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document, upload
from tests.factories.reviews import make_review, start_scoring
from tests.services import EICAR, SIGNATURE, Service, running, scanner

VIRUS = EICAR + b"\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(scanner(tmp_path_factory.mktemp("clamd"))) as found:
        yield found


@pytest.fixture
def clamd(app: Flask, service: Service) -> Iterator[Service]:
    """The app scans for the length of a test."""
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"clamd": service.address})
    yield service
    app.extensions["settings"] = before
    if service.process is None:
        service.start()


def _later(app: Flask, wait: timedelta) -> None:
    later = now() + wait
    set_clock(app, lambda: later)


def _state(document: Document) -> CheckState:
    sha256 = document.files[0].sha256
    return states_of([sha256])[sha256]


def test_verdicts_of_the_scanner_over_both_kinds_of_socket(service: Service) -> None:
    folder = Path(service.command[-1]).parent
    for address in (service.address, f"{folder}/clamd.ctl"):
        assert scan(address, [b"harmless", b"", b" text"]) is None
        assert SIGNATURE in (scan(address, [VIRUS[:20], VIRUS[20:]]) or "")


def test_answer_that_is_no_verdict_is_never_taken_for_clean(tmp_path: Path) -> None:
    small = scanner(tmp_path)
    config = Path(small.command[-1])
    config.write_text(config.read_text() + "StreamMaxLength 1K\n")
    with running(small), pytest.raises(ScannerDown):
        scan(small.address, [bytes(1024)] * 64)
    with pytest.raises(ScannerDown):
        scan(small.address, [b"x"])


def test_file_is_served_only_after_it_was_found_clean(desk: Desk, clamd: Service) -> None:
    assert desk.send((b"harmless\n", "list.txt")).status_code == 303
    (document,) = db.session.query(Document)
    assert "Being checked for viruses" in desk.client.get(desk.library).text
    for what in ("download", "view"):
        answer = desk.client.get(f"/documents/{document.id}/{what}")
        assert (answer.status_code, answer.headers["Refresh"]) == (503, "5")
        assert b"harmless" not in answer.data
    assert run_waiting() == 1
    assert desk.client.get(f"/documents/{document.id}/download").data == b"harmless\n"
    assert "Being checked for viruses" not in desk.client.get(desk.library).text


def test_infected_file_is_put_aside_and_its_uploader_is_told(
    desk: Desk, clamd: Service, storage: Path
) -> None:
    desk.send((VIRUS, "δελτίο 🎉.txt"))
    (document,) = db.session.query(Document)
    sha256 = document.files[0].sha256
    run_waiting()
    answer = desk.client.get(f"/documents/{document.id}/download")
    assert answer.status_code == 410
    assert b"EICAR" not in answer.data
    assert not (storage / sha256[:2] / sha256).exists()
    assert (storage / "quarantine" / sha256).is_file()
    assert "Virus found, put aside" in desk.client.get(desk.library).text
    mail = db.session.query(OutboxMail).one()
    assert mail.recipient == desk.user.email
    assert "δελτίο 🎉.txt" in mail.subject
    assert SIGNATURE in mail.body


def test_every_uploader_of_an_infected_content_is_told(app: Flask, clamd: Service) -> None:
    one = make_document(make_cluster(), VIRUS, "a.txt", by=make_user("Vera Holm"))
    other = make_document(make_cluster(name="Another"), VIRUS, "b.txt", by=make_user("Jonas Krag"))
    db.session.commit()
    assert run_waiting() == 1
    told = {mail.recipient for mail in db.session.query(OutboxMail)}
    assert told == {one.uploaded_by.email, other.uploaded_by.email}


def test_content_known_to_be_infected_is_refused_at_once(desk: Desk, clamd: Service, storage: Path) -> None:
    make_document(make_cluster(name="Another"), VIRUS, "a.txt", by=make_user("Jonas Krag"))
    db.session.commit()
    run_waiting()
    answer = desk.send((VIRUS, "b.txt"))
    assert answer.status_code == 422
    assert "A virus was found in this file before" in answer.text
    assert len([path for path in storage.rglob("*") if path.is_file() and VIRUS in path.read_bytes()]) == 1


def test_scanner_that_is_down_delays_and_never_passes(app: Flask, desk: Desk, clamd: Service) -> None:
    clamd.stop()
    document = make_document(desk.cluster, b"harmless\n", "a.txt", by=desk.user)
    db.session.commit()
    for _round in range(12):  # more often than a failing job is tried
        assert run_waiting() == 0
        _later(app, timedelta(minutes=1))
    job = db.session.query(Job).one()
    assert (job.tries, job.done_at) == (0, None)
    assert _state(document) is CheckState.WAITING
    assert desk.client.get(f"/documents/{document.id}/download").status_code == 503
    clamd.start()
    assert run_waiting() == 1
    assert _state(document) is CheckState.CLEAN
    assert desk.client.get(f"/documents/{document.id}/download").status_code == 200


def test_check_comes_to_the_same_when_it_is_run_twice(app: Flask, clamd: Service) -> None:
    document = make_document(make_cluster(), VIRUS, "a.txt", by=make_user("Vera Holm"))
    db.session.commit()
    for _round in range(2):
        check_content(document.files[0].sha256)
        db.session.commit()
    assert db.session.query(OutboxMail).count() == 1
    assert _state(document) is CheckState.INFECTED


def test_files_that_came_before_the_scanner_wait_and_are_checked(app: Flask, clamd: Service) -> None:
    with_scanner = app.extensions["settings"]
    app.extensions["settings"] = with_scanner.model_copy(update={"clamd": None})
    document = make_document(make_cluster(), b"old\n", by=make_user("Vera Holm"))
    db.session.commit()
    assert _state(document) is CheckState.UNSCANNED
    assert run_waiting() == 0
    app.extensions["settings"] = with_scanner
    assert _state(document) is CheckState.WAITING
    assert (ask_for_unchecked(), ask_for_unchecked()) == (1, 0)
    db.session.commit()
    assert run_waiting() == 1
    assert _state(document) is CheckState.CLEAN


def test_infected_content_stays_closed_when_the_scanner_is_switched_off(desk: Desk, clamd: Service) -> None:
    document = make_document(desk.cluster, VIRUS, "a.txt", by=desk.user)
    db.session.commit()
    run_waiting()
    app = desk.client.application
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"clamd": None})
    assert desk.client.get(f"/documents/{document.id}/download").status_code == 410


def test_submission_waits_until_its_files_are_clean(app: Flask, clamd: Service) -> None:
    cluster, user = make_cluster(), make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, user, role)
    document = make_document(cluster, b"harmless\n", by=user)
    with pytest.raises(DomainError, match="One file is still being checked"), db.session.begin_nested():
        make_submission(cluster, by=user, offered=document)
    db.session.commit()
    run_waiting()
    assert make_submission(cluster, by=user, offered=document).sha256


def test_infected_document_can_neither_be_offered_nor_submitted(app: Flask, clamd: Service) -> None:
    cluster, user = make_cluster(), make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, user, role)
    document = make_document(cluster, VIRUS, "a.txt", by=user)
    db.session.commit()
    run_waiting()
    with pytest.raises(InvalidInput, match="cannot be offered"):
        make_submission(cluster, by=user, offered=document)


def test_frozen_file_is_not_served_to_assessors_before_it_is_clean(desk: Desk, clamd: Service) -> None:
    app = desk.client.application
    with_scanner = app.extensions["settings"]
    app.extensions["settings"] = with_scanner.model_copy(update={"clamd": None})
    document = make_document(desk.cluster, b"frozen\n", by=desk.user)
    review = start_scoring(make_review(make_submission(desk.cluster, offered=document)))
    db.session.commit()
    app.extensions["settings"] = with_scanner
    sign_in(desk.client, review.assignments[0].user)
    address = f"/reviews/{review.id}/evidence/{document.files[0].sha256}"
    assert desk.client.get(address).status_code == 503
    assert "Being checked for viruses" in desk.client.get(f"/reviews/{review.id}/desk/1.1").text
    ask_for_unchecked()
    db.session.commit()
    run_waiting()
    assert desk.client.get(address).data == b"frozen\n"


def test_without_a_scanner_files_are_said_to_be_not_scanned(desk: Desk) -> None:
    take_upload(desk.cluster, upload(files.pdf(), "a.pdf"), by=desk.user)
    db.session.commit()
    assert "not scanned for viruses" in desk.client.get(desk.library).text
    assert db.session.query(ContentCheck).count() == db.session.query(Job).count() == 0
