"""What happens to cluster organisations and their teams, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_OTHER = Topic.OTHER

WORDS = {
    "cluster.created": Words(_OTHER, _l("The cluster organisation was entered.")),
    "cluster.changed": Words(_OTHER, _l("The profile of the cluster organisation was changed.")),
    "cluster.consents_given": Words(_OTHER, _l("The consents of the cluster organisation were changed.")),
    "team.role_given": Words(_OTHER, _l("%(person)s was given a role in the team.")),
    "team.role_taken": Words(_OTHER, _l("A role in the team was taken from %(person)s.")),
}
