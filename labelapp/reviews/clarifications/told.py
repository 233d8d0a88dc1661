"""What is done in clarifications, in the words of the log. Drafts are nobody's but their writer's, and no events."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Readers, Topic, Words

_REVIEW, _BOTH = Topic.REVIEW, Readers.BOTH

WORDS = {
    "clarification.sent": Words(_REVIEW, _l("Round %(round)s of clarifications was sent."), _BOTH),
    "clarification.extended": Words(
        _REVIEW, _l("Round %(round)s of clarifications was given more time."), _BOTH
    ),
    "clarification.handed_in": Words(
        _REVIEW, _l("Answers in round %(round)s of clarifications were handed in."), _BOTH
    ),
    "clarification.ended": Words(
        _REVIEW, _l("Round %(round)s of clarifications ended and was frozen."), _BOTH
    ),
}
