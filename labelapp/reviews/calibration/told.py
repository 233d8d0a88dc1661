"""What happens to a calibration exercise, in the words of the log. It belongs to no case."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

WORDS = {
    "calibration.created": Words(Topic.OTHER, _l("A calibration exercise was begun.")),
    "calibration.changed": Words(Topic.OTHER, _l("A calibration exercise was changed.")),
    "calibration.case_taken_over": Words(
        Topic.OTHER, _l("The case of a calibration exercise was taken over from a file.")
    ),
    "calibration.invited": Words(Topic.OTHER, _l("People were invited to a calibration exercise.")),
    "calibration.opened": Words(Topic.OTHER, _l("A calibration exercise was opened.")),
    "calibration.locked": Words(Topic.OTHER, _l("%(account)s locked their sheet of a calibration exercise.")),
    "calibration.closed": Words(Topic.OTHER, _l("A calibration exercise was closed.")),
    "calibration.deleted": Words(Topic.OTHER, _l("A calibration exercise was deleted.")),
}
