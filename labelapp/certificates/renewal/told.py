"""Mails about renewals, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Readers, Topic, Words

WORDS = {
    "renewal.reminded": Words(
        Topic.CERTIFICATE, _l("The holder was reminded of the renewal by mail."), Readers.BOTH
    ),
}


def reminders_of(assessment_id: int) -> Select[int]:
    """The mails about the certificate that followed from a case."""
    return select(RenewalReminder.id).where(
        RenewalReminder.certificate_id.in_(certificates_of(assessment_id))
    )
