"""What happens to a complaint, in the words of the log. None of them says who complained, or of what."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.certificates.complaints.models import Complaint
from labelapp.certificates.told import certificates_of
from labelapp.events.telling import Readers, Topic, Words

_KIND, _BOTH = Topic.CERTIFICATE, Readers.BOTH

WORDS = {
    "complaint.received": Words(_KIND, _l("A complaint was received.")),
    "complaint.taken_charge": Words(_KIND, _l("An officer took charge of the complaint.")),
    "complaint.statement_asked": Words(
        _KIND, _l("The holder was asked for a statement on a complaint."), _BOTH
    ),
    "complaint.stated": Words(_KIND, _l("The holder gave a statement on the complaint."), _BOTH),
    "complaint.referred": Words(_KIND, _l("Assessors were asked for their opinion on the complaint.")),
    "complaint.opinion_given": Words(_KIND, _l("An assessor gave an opinion on the complaint.")),
    "complaint.closed": Words(_KIND, _l("The complaint was closed.")),
}


def complaints_of(assessment_id: int) -> Select[int]:
    """The complaints about the holder of a certificate that followed from a case."""
    return select(Complaint.id).where(Complaint.certificate_id.in_(certificates_of(assessment_id)))
