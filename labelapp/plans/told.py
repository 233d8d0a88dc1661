"""What a team plans, in the words of the log; nobody else reads of it."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Readers, Topic, Words

_OTHER, _TEAM = Topic.OTHER, Readers.TEAM

WORDS = {
    "plan.efforts_set": Words(_OTHER, _l("The efforts of improvements were estimated."), _TEAM),
    "plan.adopted": Words(_OTHER, _l("Improvements were taken into the plan."), _TEAM),
    "plan.item_changed": Words(_OTHER, _l("An improvement of the plan was changed."), _TEAM),
    "plan.item_removed": Words(_OTHER, _l("An improvement was taken out of the plan."), _TEAM),
}
