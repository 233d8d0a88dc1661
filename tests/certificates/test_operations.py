"""Issuing by the rule of the scheme, in the transaction of the award; ending and suspending with reasons."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.certificates.declarations.asking import find_to_ask
from labelapp.certificates.facts import is_unchanged
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import (
    reinstate_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from labelapp.certificates.register.queries import read_register
from labelapp.certificates.register.wishes import Wish
from labelapp.certificates.renewal.queries import is_open
from labelapp.certificates.status import IN_FORCE, has_begun, status_of
from labelapp.clock import set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.decisions.models import Outcome
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.events.verifying import verify_log
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.schemes.months import add_months
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.board import make_reported
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_report

pytestmark = pytest.mark.usefixtures("app")


def test_award_issues_a_certificate_with_file_and_mail(storage: Path) -> None:
    report = make_report(points="5")
    manager = make_user("Mia Manager")
    add_member(cluster_of(report.review), manager, TeamRole.MANAGER)
    decision = make_decision(report.review)
    certificate = db.session.scalars(select(Certificate)).one()
    assert certificate.decision is decision
    assert certificate.serial == f"G-{today().year}-0001"
    assert certificate.holder == cluster_of(report.review).name
    assert certificate.assessors == 2
    sha256 = certificate.pdf_sha256
    assert sha256 is not None
    assert (storage / sha256[:2] / sha256).read_bytes().startswith(b"%PDF")
    mails = db.session.scalars(
        select(OutboxMail.body).where(OutboxMail.recipient == manager.email).order_by(OutboxMail.id)
    ).all()
    assert any(f"/verify/{certificate.code}" in body for body in mails)


def test_refusal_issues_nothing() -> None:
    make_decision(make_report(points="1").review, Outcome.REFUSE, "Too few points.")
    assert db.session.scalar(select(Certificate)) is None


def test_first_award_counts_from_the_assessment() -> None:
    certificate = make_certificate(assessed_on=date(2026, 7, 25))
    assert (certificate.valid_from, certificate.valid_until) == (date(2026, 7, 25), date(2028, 7, 25))
    assert certificate.renewable_until == date(2029, 7, 25)
    assert certificate.award == "first"


def test_renewal_counts_from_the_previous_expiry_and_supersedes_it() -> None:
    cluster = make_cluster()
    first = make_certificate(cluster, assessed_on=date(2024, 3, 31))
    second = make_certificate(cluster, assessed_on=date(2027, 3, 31))
    assert (second.valid_from, second.valid_until) == (date(2026, 4, 1), date(2029, 3, 31))
    assert second.award == "renewal"
    assert second.supersedes_id == first.id
    assert status_of(first, date(2026, 3, 31)) is Status.EXPIRING
    assert status_of(first, today()) is Status.SUPERSEDED


def test_assessment_after_the_last_day_of_grace_is_a_first_award_again() -> None:
    cluster = make_cluster()
    make_certificate(cluster, assessed_on=date(2023, 3, 31))
    again = make_certificate(cluster, assessed_on=date(2026, 4, 1))
    assert (again.award, again.valid_from, again.valid_until) == (
        "first",
        date(2026, 4, 1),
        date(2028, 4, 1),
    )


def test_renewal_before_the_end_leaves_the_old_certificate_valid_until_its_last_day() -> None:
    cluster = make_cluster()
    first = make_certificate(cluster, assessed_on=date(2025, 1, 31))
    second = make_certificate(cluster, assessed_on=date(2026, 11, 20))
    assert second.valid_from == date(2027, 2, 1)
    assert status_of(first, date(2027, 1, 31)) is Status.EXPIRING
    assert status_of(first, date(2027, 2, 1)) is Status.SUPERSEDED


def test_higher_level_supersedes_the_lower_from_the_day_of_its_issue() -> None:
    cluster = make_cluster()
    bronze = make_certificate(cluster, level="bronze", assessed_on=date(2025, 6, 1))
    gold = make_certificate(cluster, level="gold", assessed_on=date(2026, 11, 1))
    assert gold.award == "first"
    assert bronze.superseded_on == today()
    assert gold.supersedes_id == bronze.id


def test_upgrade_by_the_board_takes_the_place_of_the_lower_label_everywhere(client: FlaskClient) -> None:
    """Bronze while it holds, then a Gold award: by its own rule, and nothing is left that speaks for Bronze."""
    review = make_reported()
    bronze = make_certificate(cluster_of(review), level="bronze", assessed_on=add_months(today(), -10))
    decision = make_decision(review)
    gold = db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()
    assert (gold.award, gold.valid_until) == ("first", add_months(gold.assessed_on, 24))
    assert gold.supersedes_id == bronze.id
    assert [status_of(one, today()) for one in (bronze, gold)] == [Status.SUPERSEDED, Status.VALID]
    assert [one.certificate.level for one in read_register(Wish(), today()).entries] == ["gold"]
    page = client.get(f"/verify/{bronze.code}").text
    assert "Superseded, another certificate holds" in page
    assert gold.serial in page
    assert not is_open(bronze, bronze.valid_until)
    assert list(find_to_ask(add_months(today(), 3))) == []


def test_renewal_by_the_board_follows_on_the_old_certificate_without_a_gap_on_any_day() -> None:
    review = make_reported()
    old = make_certificate(cluster_of(review), assessed_on=add_months(today(), -23))
    decision = make_decision(review)
    new = db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()
    assert (new.award, new.valid_until) == ("renewal", add_months(old.valid_until, 36))
    for number in range(-3, 4):
        day = old.valid_until + timedelta(days=number)
        holding = [one for one in (old, new) if has_begun(one, day) and status_of(one, day) in IN_FORCE]
        assert holding == [old if number <= 0 else new]


def test_certificate_keeps_the_grace_that_it_names_when_it_was_longer() -> None:
    cluster = make_cluster()
    old = make_certificate(cluster, assessed_on=date(2023, 3, 31))
    old.renewable_until = date(2026, 6, 30)
    db.session.commit()
    assert make_certificate(cluster, assessed_on=date(2026, 6, 30)).award == "renewal"


def test_lower_level_leaves_the_higher_alone() -> None:
    cluster = make_cluster()
    gold = make_certificate(cluster, level="gold")
    make_certificate(cluster, level="bronze")
    assert status_of(gold, today()) is Status.VALID


def test_withdrawn_certificate_is_not_renewed() -> None:
    cluster = make_cluster()
    make_certificate(cluster, assessed_on=date(2024, 11, 1), withdrawn_on=date(2025, 5, 1))
    assert make_certificate(cluster, assessed_on=date(2026, 11, 1)).award == "first"


def test_certificate_of_another_cluster_is_not_renewed() -> None:
    make_certificate(assessed_on=date(2024, 11, 1))
    assert make_certificate(assessed_on=date(2026, 11, 1)).award == "first"


def test_certificate_speaks_english_when_the_language_is_not_shipped() -> None:
    assert make_certificate(make_cluster(language="mt")).language == "en"


def test_entry_that_was_changed_behind_the_log_is_noticed() -> None:
    certificate = make_certificate()
    assert is_unchanged(certificate, timeline(certificate))
    certificate.holder = "Somebody Else"
    assert not is_unchanged(certificate, timeline(certificate))


def test_issue_stands_in_an_unbroken_log(app: Flask) -> None:
    make_certificate()
    db.session.expire_all()
    assert verify_log() == []


def test_suspension_ends_with_reinstatement_and_stays_in_the_history() -> None:
    certificate, by = make_certificate(), make_user()
    suspend_certificate(certificate, "Proof of the legal form is missing.", by)
    assert status_of(certificate, today()) is Status.SUSPENDED
    assert certificate.status_reason == "Proof of the legal form is missing."
    reinstate_certificate(certificate, "The proof came.", by)
    assert status_of(certificate, today()) is Status.VALID
    assert [event.action for event in timeline(certificate)] == [
        "certificate.issued",
        "certificate.suspended",
        "certificate.reinstated",
    ]


def test_withdrawal_is_final_and_told_to_the_managers() -> None:
    certificate, by = make_certificate(), make_user()
    manager = make_user("Mia Manager")
    add_member(certificate.cluster, manager)
    db.session.expire(certificate.cluster)
    withdraw_certificate(certificate, "Minimum requirement 2.2 is no longer met.", by)
    assert status_of(certificate, today()) is Status.WITHDRAWN
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == manager.email).order_by(OutboxMail.id)
    ).one()
    assert "Minimum requirement 2.2 is no longer met." in mail.body
    for change in (withdraw_certificate, suspend_certificate, reinstate_certificate):
        with pytest.raises(DomainError):
            change(certificate, "Again.", by)


def test_change_of_status_needs_a_reason() -> None:
    certificate, by = make_certificate(), make_user()
    for change in (withdraw_certificate, suspend_certificate):
        with pytest.raises(InvalidInput):
            change(certificate, "  ", by)


def test_year_of_the_serial_is_that_of_the_issue(app: Flask) -> None:
    set_clock(app, lambda: datetime(2027, 1, 1, 0, 30, tzinfo=UTC))
    assert make_certificate(assessed_on=date(2026, 12, 20)).serial == "G-2027-0001"
