"""Hearings, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Readers, Topic, Words

_KIND, _BOTH = Topic.CERTIFICATE, Readers.BOTH

WORDS = {
    "hearing.opened": Words(
        _KIND, _l("The holder was given notice of a suspension or withdrawal, and time to answer."), _BOTH
    ),
    "hearing.answered": Words(_KIND, _l("The holder answered in the hearing."), _BOTH),
    "hearing.waived": Words(_KIND, _l("The holder waived its right to be heard."), _BOTH),
    "hearing.decided": Words(_KIND, _l("The secretariat decided after the hearing."), _BOTH),
}


def hearings_of_case(assessment_id: int) -> Select[int]:
    """The hearings on the certificate that followed from a case."""
    return select(Hearing.id).where(Hearing.certificate_id.in_(certificates_of(assessment_id)))
