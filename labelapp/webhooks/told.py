"""What happens to endpoints, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

WORDS = {
    "webhook.added": Words(Topic.OTHER, _l("A webhook to %(host)s was added.")),
    "webhook.changed": Words(Topic.OTHER, _l("The webhook to %(host)s was changed.")),
    "webhook.secret_changed": Words(Topic.OTHER, _l("A webhook was given a new secret.")),
    "webhook.switched_off": Words(Topic.OTHER, _l("A webhook was switched off.")),
    "webhook.switched_on": Words(Topic.OTHER, _l("A webhook was switched on.")),
    "webhook.removed": Words(Topic.OTHER, _l("The webhook to %(host)s was removed.")),
}
