"""What happens to the facts of a cluster organisation, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_OTHER = Topic.OTHER

WORDS = {
    "facts.added": Words(_OTHER, _l("A row was added to the data room.")),
    "facts.changed": Words(_OTHER, _l("A row of the data room was changed.")),
    "facts.removed": Words(_OTHER, _l("A row was taken out of the data room.")),
    "facts.import_started": Words(_OTHER, _l("An import into the data room was started.")),
    "facts.imported": Words(_OTHER, _l("An import into the data room was done.")),
    "facts.import_failed": Words(_OTHER, _l("An import into the data room failed.")),
}
