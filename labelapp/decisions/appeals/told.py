"""What happens to an appeal, in the words of the log. What its handlers say to each other stands in none of them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.told import decisions_of
from labelapp.events.telling import Readers, Topic, Words

_KIND, _BOTH = Topic.DECISION, Readers.BOTH

WORDS = {
    "appeal.filed": Words(_KIND, _l("An appeal against the decision was filed."), _BOTH),
    "appeal.withdrawn": Words(_KIND, _l("The appeal was withdrawn."), _BOTH),
    "appeal.taken_charge": Words(_KIND, _l("An officer took charge of the appeal.")),
    "appeal.handler_named": Words(_KIND, _l("%(account)s was asked to handle the appeal.")),
    "appeal.handler_released": Words(_KIND, _l("%(account)s does not handle the appeal any more.")),
    "appeal.statement_asked": Words(_KIND, _l("A statement on the appeal was asked for.")),
    "appeal.statement_given": Words(_KIND, _l("A statement on the appeal was given.")),
    "appeal.note_written": Words(_KIND, _l("Those who handle the appeal made a note.")),
    "appeal.decided": Words(_KIND, _l("The appeal was decided."), _BOTH),
}


def appeals_of(assessment_id: int) -> Select[int]:
    """The appeals against the decisions of a case."""
    return select(Appeal.id).where(Appeal.decision_id.in_(decisions_of(assessment_id)))
