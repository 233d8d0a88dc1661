"""What happens to tokens, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

WORDS = {
    "access_token.made": Words(Topic.OTHER, _l("A personal access token was made.")),
    "access_token.revoked": Words(Topic.OTHER, _l("A personal access token was revoked.")),
}
