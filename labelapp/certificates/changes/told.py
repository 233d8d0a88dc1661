"""Reported changes, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.changes.models import ChangeReport
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Readers, Topic, Words

WORDS = {
    "change.reported": Words(Topic.CERTIFICATE, _l("The holder reported a change."), Readers.BOTH),
}


def changes_of_case(assessment_id: int) -> Select[int]:
    """The changes reported on the certificate that followed from a case."""
    return select(ChangeReport.id).where(ChangeReport.certificate_id.in_(certificates_of(assessment_id)))
