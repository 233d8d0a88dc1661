"""What the board does, in the words of the log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from labelapp.decisions.models import Decision
from labelapp.events.telling import Readers, Topic, Words
from labelapp.reviews.told import reviews_of

WORDS = {"decision.recorded": Words(Topic.DECISION, _l("The decision was recorded."), Readers.BOTH)}


def decisions_of(assessment_id: int) -> Select[int]:
    """The decisions of a case."""
    return select(Decision.id).where(Decision.review_id.in_(reviews_of(assessment_id)))
