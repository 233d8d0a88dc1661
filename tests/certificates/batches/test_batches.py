"""Many certificates at once: each once, what fails said and tried again, nothing begun after a pause."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.certificates.batches.candidates import Wish, candidates, count_candidates
from labelapp.certificates.batches.doing import Guesses, complete, draft
from labelapp.certificates.batches.models import Batch, BatchItem, BatchKind, BatchState, ItemState
from labelapp.certificates.batches.operations import (
    cancel_batch,
    pause_batch,
    resume_batch,
    retry_batch,
    start_batch,
)
from labelapp.certificates.batches.queries import count_items
from labelapp.certificates.batches.running import LEASE, WORTH, resume_unfinished
from labelapp.certificates.models import Certificate, CertificatePrint
from labelapp.certificates.presentation import verdict
from labelapp.certificates.printing import certificate_file, print_and_seal, print_certificate
from labelapp.certificates.queries import successor_of
from labelapp.certificates.status import status_of
from labelapp.certificates.verification.examining import Kind, examine
from labelapp.clock import now, set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.documents.sealing.installation import KEPT
from labelapp.documents.sealing.keys import load_key
from labelapp.documents.sealing.signing import Sealer
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.models import Job, OutboxMail
from labelapp.events.verifying import verify_log
from labelapp.extensions import db, settings
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.batches import NEW_NAME, make_batch, make_officer, make_renamed, reissues
from tests.factories.board import make_reported
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")
NOWHERE = "http://127.0.0.1:9/"  # nobody listens on the port of "discard"


def mails(subject: str) -> int:
    found = db.session.scalars(select(OutboxMail.subject).order_by(OutboxMail.id)).all()
    return sum(subject in one for one in found)


def statements_of(client: FlaskClient, address: str) -> int:
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def test_reissue_takes_the_place_of_the_old_one_with_the_same_validity() -> None:
    manager = make_user()
    (old,) = make_renamed(1, manager)
    batch = make_batch(BatchKind.REISSUE, [old])
    run_waiting()
    (new,) = reissues()
    assert batch.state is BatchState.DONE
    assert new.holder == f"{NEW_NAME} 1" != old.holder
    assert (new.level, new.assessed_on, new.valid_from, new.valid_until, new.renewable_until) == (
        old.level,
        old.assessed_on,
        old.valid_from,
        old.valid_until,
        old.renewable_until,
    )
    assert (old.serial, new.serial) == (f"G-{today().year}-0001", f"G-{today().year}-0002")
    assert status_of(old, today()) is Status.SUPERSEDED
    assert successor_of(old) is new
    assert "re-issue" in verdict(old, today()).line
    assert examine(certificate_file(new)).kind is Kind.GENUINE
    assert mails(new.serial) == 1
    assert [event.action for event in timeline(batch)] == ["batch.started", "batch.ended"]
    assert verify_log() == []


def test_reprint_keeps_the_certificate_and_the_earlier_file_genuine() -> None:
    certificate = make_certificate()
    print_certificate(certificate)
    db.session.commit()
    earlier = certificate_file(certificate)
    make_batch(BatchKind.REPRINT, [certificate])
    run_waiting()
    later = certificate_file(certificate)
    assert earlier != later, "the seal is a new one"
    assert examine(earlier).kind is examine(later).kind is Kind.GENUINE
    assert db.session.scalar(select(func.count(CertificatePrint.id))) == 2
    assert db.session.scalar(select(func.count(Certificate.id))) == 1


def test_award_stands_when_its_certificate_cannot_be_sealed_and_a_batch_issues_it_later(app: Flask) -> None:
    review = make_reported()
    app.extensions[KEPT] = Sealer(load_key(settings()), NOWHERE)
    decision = make_decision(review)
    assert db.session.scalar(select(func.count(Certificate.id))) == 0
    assert "certificate.postponed" in [event.action for event in timeline(decision)]
    officer = make_officer()
    (waiting,) = candidates(BatchKind.ISSUE, officer, Wish())
    assert count_candidates(BatchKind.ISSUE, officer) == 1
    batch = start_batch(BatchKind.ISSUE, [waiting.id], officer)
    db.session.commit()
    run_waiting()
    assert count_items(batch)[ItemState.WAITING] == 1, "no authority of time stamps, and no fault of the item"
    assert batch.obstacle
    del app.extensions[KEPT]
    set_clock(app, lambda: datetime.now(UTC) + timedelta(minutes=5))
    run_waiting()
    certificate = db.session.scalars(select(Certificate)).one()
    assert certificate.decision_id == decision.id
    assert certificate.serial.endswith("-0001"), "no serial was lost on the way"
    assert examine(certificate_file(certificate)).kind is Kind.GENUINE
    assert (batch.obstacle, batch.state) == ("", BatchState.DONE)
    assert mails(certificate.serial) == 1
    assert candidates(BatchKind.ISSUE, officer, Wish()) == []


def test_item_that_cannot_be_printed_fails_alone_and_is_tried_again() -> None:
    first, second, third = make_renamed(3)
    second.cluster.name = "株式会社"
    db.session.commit()
    officer = make_officer()
    batch = make_batch(BatchKind.REISSUE, [first, second, third], officer)
    run_waiting()
    assert count_items(batch) == {ItemState.DONE: 2, ItemState.FAILED: 1}
    year = today().year
    assert [one.serial for one in reissues()] == [f"G-{year}-0004", f"G-{year}-0005"], (
        "none is lost by a failure"
    )
    problem = db.session.scalars(select(BatchItem.problem).where(BatchItem.state == ItemState.FAILED)).one()
    assert "株" in problem
    second.cluster.name = "Kabushiki"
    retry_batch(batch, officer)
    db.session.commit()
    run_waiting()
    assert count_items(batch) == {ItemState.DONE: 3}
    assert reissues()[-1].serial == f"G-{year}-0006"


def test_certificate_issued_between_drafting_and_entering_makes_no_false_file() -> None:
    make_batch(BatchKind.REISSUE, make_renamed(1))
    item = db.session.scalars(select(BatchItem)).one()
    made = draft(item, Guesses())
    printed = print_and_seal(made.sheet)
    between = make_certificate()
    assert made.sheet.data.serial == between.serial, "the guess was right until then"
    certificate, _sha256, right = complete(item, made, printed)
    db.session.commit()
    assert not right
    assert not examine(printed).registered
    found = examine(certificate_file(certificate))
    assert (found.kind, found.certificate, found.registered) == (Kind.GENUINE, certificate, True)
    assert certificate.serial > between.serial


def test_other_processes_print_when_there_is_much_to_do() -> None:
    old = make_renamed(WORTH)
    old[1].cluster.name = "株式会社"
    batch = make_batch(BatchKind.REISSUE, old)
    before = active_children()
    run_waiting()
    assert count_items(batch) == {ItemState.DONE: WORTH - 1, ItemState.FAILED: 1}
    year, new = today().year, reissues()
    assert [one.serial for one in new] == [f"G-{year}-{WORTH + n:04d}" for n in range(1, WORTH)]
    assert all(examine(certificate_file(one)).certificate is one for one in new)
    assert active_children() == before, "they end with the batch"


def test_pause_and_cancel_leave_what_has_not_begun() -> None:
    officer, old = make_officer(), make_renamed(2)
    batch = make_batch(BatchKind.REISSUE, old, officer)
    pause_batch(batch, officer)
    db.session.commit()
    run_waiting()
    assert count_items(batch) == {ItemState.WAITING: 2}
    assert candidates(BatchKind.REISSUE, officer, Wish()) == [], "a paused batch keeps what is on its list"
    resume_batch(batch, officer)
    cancel_batch(batch, officer)
    db.session.commit()
    run_waiting()
    assert count_items(batch) == {ItemState.CANCELLED: 2}
    assert reissues() == []
    assert len(candidates(BatchKind.REISSUE, officer, Wish())) == 2
    with pytest.raises(DomainError):
        resume_batch(batch, officer)


def test_second_worker_waits_while_the_first_one_holds_the_batch(app: Flask) -> None:
    batch = make_batch(BatchKind.REISSUE, make_renamed(1))
    batch.held_by, batch.held_until = "another worker", now() + LEASE
    db.session.commit()
    run_waiting()
    assert reissues() == []
    later = datetime.now(UTC) + 2 * LEASE
    set_clock(app, lambda: later)
    run_waiting()
    assert len(reissues()) == 1


def test_worker_that_starts_takes_up_batches_whose_job_died_too_often() -> None:
    batch = make_batch(BatchKind.REISSUE, make_renamed(1))
    job = db.session.scalars(select(Job).where(Job.kind == "certificates.batch")).one()
    job.tries = 8
    db.session.commit()
    run_waiting()
    assert batch.state is BatchState.RUNNING, "eight killed workers, and the job is never run again"
    resume_unfinished()
    db.session.commit()
    run_waiting()
    assert batch.state is BatchState.DONE


def test_batch_leaves_out_holders_in_whom_the_officer_has_an_interest() -> None:
    mine, other = make_renamed(2)
    officer = make_officer()
    add_member(mine.cluster, officer, TeamRole.VIEWER)
    assert [one.id for one in candidates(BatchKind.REISSUE, officer, Wish())] == [other.id]
    with pytest.raises(InvalidInput):
        start_batch(BatchKind.REISSUE, [mine.id], officer)


def test_lists_cost_the_same_however_long_they_are(client: FlaskClient) -> None:
    officer = make_officer()
    sign_in(client, officer)
    make_renamed(1)
    addresses = ("/batches", "/batches/new/reissue", "/batches/new/reprint")
    before = [statements_of(client, address) for address in addresses]
    make_renamed(5)
    assert [statements_of(client, address) for address in addresses] == before


@pytest.mark.parametrize(
    ("wish", "number"),
    [
        (Wish(level="silver"), 1),
        (Wish(country="FR"), 1),
        (Wish(text="lyon"), 1),
        (Wish(), 3),
    ],
)
def test_filters_narrow_what_is_printed_again(wish: Wish, number: int) -> None:
    make_certificate()
    make_certificate(level="silver")
    make_certificate(make_cluster(country="FR", place="Lyon"))
    make_certificate(withdrawn_on=today())
    assert len(candidates(BatchKind.REPRINT, make_officer(), wish)) == number


def test_printed_before_finds_old_files_and_what_has_none(app: Flask) -> None:
    old, new, never = make_certificate(), make_certificate(), make_certificate()
    set_clock(app, lambda: datetime(2026, 11, 1, tzinfo=UTC))
    print_certificate(old)
    set_clock(app, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    print_certificate(new)
    db.session.commit()
    wish = Wish(printed_before=datetime(2026, 11, 10, tzinfo=UTC).date())
    found = [one.id for one in candidates(BatchKind.REPRINT, make_officer(), wish)]
    assert found == [old.id, never.id]


def test_secretariat_goes_from_the_list_to_the_files(client: FlaskClient) -> None:
    officer, old = make_officer(), make_renamed(3)
    sign_in(client, officer)
    chosen = [str(one.id) for one in old[:2]]
    assert b"3 certificates" in client.get("/batches").data
    page = client.get("/batches/new/reissue").text
    assert all(f"{NEW_NAME} {number}" in page and one.holder in page for number, one in enumerate(old, 1))
    asked = client.post("/batches/new/reissue", data={"chosen": chosen})
    assert "Issue 2 certificates again?" in asked.text
    answer = client.post("/batches/new/reissue", data={"chosen": chosen, "confirmed": "1"})
    batch = db.session.scalars(select(Batch)).one()
    assert answer.location == f"/batches/{batch.id}"
    assert "0 of 2 certificates" in client.get(answer.location).text
    run_waiting()
    assert "data-running" not in client.get(answer.location).text
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/batches/{batch.id}/certificates.zip").data))
    rows: list[dict[str, Any]] = list(
        csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")))
    )
    assert [row["certificate"] for row in rows] == [one.serial for one in reissues()]
    assert all(examine(archive.read(row["file"])).kind is Kind.GENUINE for row in rows)


def test_page_says_what_failed_and_offers_to_try_again(client: FlaskClient) -> None:
    officer = make_officer()
    (old,) = make_renamed(1)
    batch = make_batch(BatchKind.REISSUE, [old], officer)
    old.withdrawn_on = today()
    db.session.commit()
    run_waiting()
    sign_in(client, officer)
    page = client.get(f"/batches/{batch.id}").text
    assert f"Certificate {old.serial} is not in force any more." in page
    assert client.post(f"/batches/{batch.id}/retry").status_code == 303
    assert client.post(f"/batches/{batch.id}/resume").status_code == 409
