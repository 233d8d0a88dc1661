"""Complaints in any state, made with the operations."""

from datetime import timedelta

from labelapp.accounts.models import RoleName
from labelapp.certificates.complaints import operations
from labelapp.certificates.complaints.models import Complaint
from labelapp.certificates.complaints.operations import Sender
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.certificates.surveillance.operations import mark_certificate
from labelapp.clock import today
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.reviews import declare_as_officer

SENDER = Sender("Wanda Klage", "wanda@sender.example", "en")


def make_complaint(certificate: Certificate | None = None) -> Complaint:
    """A complaint that nobody has taken in charge; without a certificate about our own work."""
    complaint = operations.receive_complaint(certificate, SENDER, "They advertise a label that they lost.")
    db.session.commit()
    return complaint


def make_asked(certificate: Certificate) -> Complaint:
    """A complaint with an officer; the holder is asked for a statement and the assessors for their opinion."""
    complaint = make_complaint(certificate)
    officer = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    declare_as_officer(officer)
    operations.take_charge(complaint, officer, True, "")
    operations.ask_holder(complaint, "Which label do you advertise?", officer)
    operations.refer(complaint, officer)
    db.session.commit()
    return complaint


def make_mark(certificate: Certificate) -> SurveillanceMark:
    """Something to look at in the surveillance of a certificate, within a month."""
    officer = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    due_on = today() + timedelta(days=20)
    return mark_certificate(certificate, f"The advertisements of {certificate.holder}.", due_on, officer)
