"""Complaints in any state, made with the operations."""

from labelapp.accounts.models import RoleName
from labelapp.certificates.complaints import operations
from labelapp.certificates.complaints.models import Complaint
from labelapp.certificates.complaints.operations import Sender
from labelapp.certificates.models import Certificate
from labelapp.extensions import db
from tests.factories.accounts import make_user

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
    operations.take_charge(complaint, officer, True, "")
    operations.ask_holder(complaint, "Which label do you advertise?", officer)
    operations.refer(complaint, officer)
    db.session.commit()
    return complaint
