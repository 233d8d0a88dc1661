"""What happens to the fee of a case, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.assessments.models import Submission
from labelapp.events.telling import Readers, Topic, Words
from labelapp.fees.models import Fee

_OTHER, _BOTH = Topic.OTHER, Readers.BOTH

WORDS = {
    "fee.set": Words(_OTHER, _l("The fee was set: %(amount)s %(currency)s."), _BOTH),
    "fee.changed": Words(
        _OTHER, _l("The fee is now %(amount)s %(currency)s, as the case is assessed in another way."), _BOTH
    ),
    "fee.invoiced": Words(_OTHER, _l("The fee was invoiced on %(on)s."), _BOTH),
    "fee.paid": Words(_OTHER, _l("The fee was paid on %(on)s."), _BOTH),
    "fee.waived": Words(_OTHER, _l("The fee was waived: %(reason)s"), _BOTH),
    "fee.taken_back": Words(_OTHER, _l("A state of the fee was corrected: %(reason)s"), _BOTH),
}


def fees_of(assessment_id: int) -> Select[int]:
    """The fee of a case."""
    query = select(Fee.id).join(Submission, Submission.id == Fee.submission_id)
    return query.where(Submission.assessment_id == assessment_id)
