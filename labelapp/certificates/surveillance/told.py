"""The surveillance of a certificate, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Topic, Words

WORDS = {
    "surveillance.marked": Words(
        Topic.CERTIFICATE, _l("Something is to be looked at in the surveillance of the certificate.")
    ),
    "surveillance.concluded": Words(
        Topic.CERTIFICATE, _l("What was to be looked at in the surveillance was concluded.")
    ),
}


def marks_of(assessment_id: int) -> Select[int]:
    """What is to be looked at because of a certificate that followed from a case."""
    return select(SurveillanceMark.id).where(
        SurveillanceMark.certificate_id.in_(certificates_of(assessment_id))
    )
