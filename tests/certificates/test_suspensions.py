"""A suspension with a last day ends by the date; its holder is told once, when the certificate holds again."""

from datetime import date

import pytest
from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import reinstate_certificate, suspend_certificate
from labelapp.certificates.suspensions import TOLD, tell_of_end
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from tests.factories.surveillance import go_to, make_held, make_officer, run_day

pytestmark = pytest.mark.usefixtures("app")

LAST = date(2026, 11, 20)


def suspended() -> Certificate:
    """A certificate that was suspended up to and including a day."""
    go_to(date(2026, 10, 26))
    certificate, _manager = make_held(date(2026, 10, 13))
    suspend_certificate(certificate, "Proof of the legal form is missing.", make_officer(), LAST)
    db.session.commit()
    return certificate


def mails() -> list[str]:
    query = select(OutboxMail.body).where(OutboxMail.body.contains("holds again and may be used"))
    return list(db.session.scalars(query.order_by(OutboxMail.id)))


def test_holder_is_told_on_the_day_after_the_last_one_and_not_before() -> None:
    certificate = suspended()
    run_day(LAST)
    assert mails() == []
    run_day(date(2026, 11, 21))
    assert len(mails()) == 1
    assert certificate.serial in mails()[0]
    assert "20 November 2026" in mails()[0]
    assert timeline(certificate)[-1].action == TOLD


def test_holder_is_told_once_whoever_comes_again() -> None:
    certificate = suspended()
    run_day(date(2026, 11, 21))
    tell_of_end(certificate.id, date(2026, 11, 21))
    run_day(date(2026, 11, 22))
    assert len(mails()) == 1


def test_second_suspension_is_told_of_as_the_first_was() -> None:
    certificate = suspended()
    run_day(date(2026, 11, 21))
    suspend_certificate(certificate, "The proof was withdrawn.", make_officer(), date(2026, 12, 1))
    run_day(date(2026, 12, 2))
    assert len(mails()) == 2


def test_certificate_that_was_reinstated_before_is_not_told_of_again() -> None:
    certificate = suspended()
    reinstate_certificate(certificate, "The proof came.", make_officer())
    run_day(date(2026, 11, 21))
    assert mails() == []


def test_worker_that_comes_months_later_tells_no_old_news() -> None:
    suspended()
    run_day(date(2027, 2, 1))
    assert mails() == []
