"""Declarations, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Readers, Topic, Words

_KIND, _BOTH = Topic.CERTIFICATE, Readers.BOTH

WORDS = {
    "declaration.asked": Words(_KIND, _l("The holder was asked for the yearly declaration."), _BOTH),
    "declaration.saved": Words(_KIND, _l("A draft of the yearly declaration was saved."), Readers.TEAM),
    "declaration.sent": Words(_KIND, _l("The holder sent the yearly declaration."), _BOTH),
    "declaration.judged": Words(_KIND, _l("The secretariat looked at the yearly declaration.")),
}


def declarations_of_case(assessment_id: int) -> Select[int]:
    """The declarations on the certificate that followed from a case."""
    return select(Declaration.id).where(Declaration.certificate_id.in_(certificates_of(assessment_id)))
