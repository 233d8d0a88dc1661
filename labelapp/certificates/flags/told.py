"""Flags, in the words of the log; for the office only."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.flags.models import Flag
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Topic, Words

WORDS = {
    "flag.raised": Words(Topic.CERTIFICATE, _l("The certificate was flagged for the secretariat.")),
    "flag.decided": Words(Topic.CERTIFICATE, _l("The secretariat decided what follows from a flag.")),
}


def flags_of(assessment_id: int) -> Select[int]:
    """The flags on the certificate that followed from a case."""
    return select(Flag.id).where(Flag.certificate_id.in_(certificates_of(assessment_id)))
