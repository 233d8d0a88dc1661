"""What the board does and what follows from it, in the words of the log. None of them says who voted, or what."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.decisions.board.models import AgendaItem, BoardSession, Deferral
from labelapp.decisions.conditions.models import AwardCondition
from labelapp.decisions.models import Decision
from labelapp.events.telling import Belongs, Readers, Topic, Words
from labelapp.reviews.told import reviews_of

_DECISION, _BOTH = Topic.DECISION, Readers.BOTH

WORDS = {
    "board.planned": Words(_DECISION, _l("A session of the board was planned.")),
    "board.changed": Words(_DECISION, _l("The session of the board was changed.")),
    "board.case_added": Words(_DECISION, _l("The case was put on the agenda of the board.")),
    "board.case_removed": Words(_DECISION, _l("The case was taken off the agenda of the board.")),
    "board.proposed": Words(_DECISION, _l("A proposal to the board was drawn up.")),
    "board.invited": Words(_DECISION, _l("The board was invited.")),
    "board.voted": Words(_DECISION, _l("A member of the board voted."), unnamed=True),
    "board.case_moved": Words(
        _DECISION, _l("The silent procedure did not end the case: it goes to a meeting."), unnamed=True
    ),
    "board.case_closed": Words(_DECISION, _l("The outcome of the case was stated.")),
    "board.ended": Words(_DECISION, _l("The session of the board ended and its minutes were frozen.")),
    "decision.recorded": Words(_DECISION, _l("The decision was recorded."), _BOTH),
    "decision.replaced": Words(_DECISION, _l("Another decision took the place of the first one."), _BOTH),
    "decision.deferred": Words(_DECISION, _l("The decision was put off."), _BOTH),
    "condition.set": Words(_DECISION, _l("A condition was set with the award."), _BOTH),
    "condition.answered": Words(_DECISION, _l("A condition of the award was answered."), _BOTH),
    "condition.fulfilled": Words(_DECISION, _l("A condition of the award was judged fulfilled."), _BOTH),
    "condition.not_fulfilled": Words(
        _DECISION, _l("A condition of the award was judged not fulfilled."), _BOTH
    ),
    "condition.extended": Words(_DECISION, _l("A condition of the award was given more time."), _BOTH),
}


def decisions_of(assessment_id: int) -> Select[int]:
    """The decisions of a case."""
    return select(Decision.id).where(Decision.review_id.in_(reviews_of(assessment_id)))


def _items_of(assessment_id: int) -> Select[int]:
    return select(AgendaItem.id).where(AgendaItem.review_id.in_(reviews_of(assessment_id)))


def _sessions_of(assessment_id: int) -> Select[int]:
    """The sessions of the board with the case on their agenda; what they say of it is said of the case itself."""
    query = select(BoardSession.id).join(BoardSession.items)
    return query.where(AgendaItem.review_id.in_(reviews_of(assessment_id)))


def _deferrals_of(assessment_id: int) -> Select[int]:
    return select(Deferral.id).where(Deferral.review_id.in_(reviews_of(assessment_id)))


def _conditions_of(assessment_id: int) -> Select[int]:
    return select(AwardCondition.id).where(AwardCondition.decision_id.in_(decisions_of(assessment_id)))


SUBJECTS: dict[str, Belongs] = {
    "decision": decisions_of,
    "board_session": _sessions_of,
    "agenda_item": _items_of,
    "deferral": _deferrals_of,
    "award_condition": _conditions_of,
}
