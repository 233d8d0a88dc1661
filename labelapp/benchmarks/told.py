"""What happens to comparisons, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

WORDS = {"benchmark.renewed": Words(Topic.OTHER, _l("The groups of the benchmark were renewed."))}
