"""The whole of a case: its timeline, and its file (ZIP) from which the score can be computed elsewhere."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.casefile.contents import certificate_part, review_part, submission_part
from labelapp.casefile.views import bp
from labelapp.events.parts import register_part
from labelapp.events.telling import Readers, Topic, Words, register_words


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    words = Words(Topic.OTHER, _l("The case file was taken out (SHA-256 of its manifest: %(sha256)s)."))
    register_words(app, {"case.exported": words, "case.exported_by_team": _by_team()})
    for part in (submission_part, review_part, certificate_part):
        register_part(app, part)


def _by_team() -> Words:
    return Words(Topic.OTHER, _l("The team took its case file out."), Readers.BOTH)
