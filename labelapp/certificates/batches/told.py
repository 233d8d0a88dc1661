"""What happens to a batch, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_KIND = Topic.CERTIFICATE

WORDS = {
    "batch.started": Words(_KIND, _l("A batch of %(number)s certificates was started.")),
    "batch.paused": Words(_KIND, _l("The batch was paused.")),
    "batch.resumed": Words(_KIND, _l("The batch goes on.")),
    "batch.cancelled": Words(_KIND, _l("The batch was cancelled; %(number)s certificates had not begun.")),
    "batch.retried": Words(_KIND, _l("What failed in the batch is tried again: %(number)s certificates.")),
    "batch.ended": Words(_KIND, _l("The batch has ended: %(done)s certificates done, %(failed)s failed.")),
}
