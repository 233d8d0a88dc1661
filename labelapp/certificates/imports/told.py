"""What happens to the import of an earlier register, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_OTHER = Topic.OTHER

WORDS = {
    "register.import_started": Words(_OTHER, _l("The import of an earlier register was started.")),
    "register.imported": Words(_OTHER, _l("An earlier register was imported.")),
    "register.import_failed": Words(_OTHER, _l("The import of an earlier register failed.")),
}
