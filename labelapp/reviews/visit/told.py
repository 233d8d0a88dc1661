"""What is done for a visit, in the words of the log. None of them says who asked a question."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Readers, Topic, Words

_REVIEW, _BOTH = Topic.REVIEW, Readers.BOTH

WORDS = {
    "visit.planned": Words(_REVIEW, _l("The visit was planned.")),
    "visit.agenda_drafted": Words(_REVIEW, _l("The agenda of the visit was drafted from the questions.")),
    "visit.item_added": Words(_REVIEW, _l("“%(title)s” was put on the agenda of the visit.")),
    "visit.item_changed": Words(_REVIEW, _l("“%(title)s” on the agenda of the visit was changed.")),
    "visit.item_removed": Words(_REVIEW, _l("“%(title)s” was taken off the agenda of the visit.")),
    "visit.question_asked": Words(
        _REVIEW, _l("A question about indicator %(indicator)s was noted for the visit."), unnamed=True
    ),
    "visit.question_removed": Words(
        _REVIEW, _l("A question about indicator %(indicator)s for the visit was taken back."), unnamed=True
    ),
    "visit.person_added": Words(_REVIEW, _l("One more person is expected at the visit.")),
    "visit.person_removed": Words(_REVIEW, _l("One person less is expected at the visit.")),
    "visit.sent": Words(_REVIEW, _l("The agenda of the visit was sent."), _BOTH),
    "visit.attended": Words(_REVIEW, _l("The list of those who were at the visit became final."), _BOTH),
}
