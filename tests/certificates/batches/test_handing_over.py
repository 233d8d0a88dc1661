"""A certificate that is issued again goes on with what was under way about the one before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from labelapp.certificates.batches.candidates import Wish, candidates
from labelapp.certificates.batches.models import BatchKind
from labelapp.certificates.models import Certificate
from labelapp.certificates.reissuing import reissue_certificate
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.surveillance.operations import mark_certificate
from labelapp.clock import today
from labelapp.clusters.operations import change_profile, facts_of
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from tests.factories.surveillance import (
    make_declaration,
    make_flag,
    make_hearing,
    make_held,
    make_officer,
    run_day,
)

pytestmark = pytest.mark.usefixtures("app")


def rename(certificate: Certificate) -> None:
    facts = facts_of(certificate.cluster)
    change_profile(certificate.cluster, type(facts)(**{**vars(facts), "name": "Another Name"}))
    db.session.commit()


def reminders() -> list[str]:
    return sorted(db.session.scalars(select(RenewalReminder.code)))


def mails() -> int:
    return len(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all())


def test_mails_and_declarations_are_not_asked_for_again() -> None:
    certificate = make_held()[0]
    run_day(certificate.valid_until - timedelta(days=80))
    written = reminders()
    assert written
    declaration = make_declaration(certificate)
    rename(certificate)
    later = reissue_certificate(certificate, make_officer())
    db.session.commit()
    before = mails()
    run_day(today())
    assert mails() == before
    assert declaration.certificate is later
    assert reminders() == written


def test_what_is_to_be_looked_at_stands_on_the_new_certificate() -> None:
    certificate = make_held()[0]
    officer = make_officer()
    flag = make_flag(certificate, officer)
    mark = mark_certificate(certificate, "Look at the web site.", today() + timedelta(days=30), officer)
    rename(certificate)
    later = reissue_certificate(certificate, officer)
    db.session.commit()
    assert flag.certificate is later
    assert mark.certificate is later


def test_certificate_is_not_issued_again_while_its_holder_is_being_heard() -> None:
    certificate = make_held()[0]
    officer = make_officer()
    make_hearing(certificate, officer)
    rename(certificate)
    assert candidates(BatchKind.REISSUE, officer, Wish()) == []
    with pytest.raises(DomainError, match="being heard"):
        reissue_certificate(certificate, officer)
