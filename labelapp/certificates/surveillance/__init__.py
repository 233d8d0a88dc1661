"""What is to be looked at in the surveillance of certificates, and by when."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.certificates.surveillance.policy import may_see_surveillance
from labelapp.certificates.surveillance.reminders import KIND, remind
from labelapp.certificates.surveillance.tasks import tasks
from labelapp.certificates.surveillance.told import WORDS, marks_of
from labelapp.certificates.surveillance.views import bp
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_subject, register_words
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks

_PAGES = (
    *("surveillance.index", "surveillance.show", "surveillance.conclude"),
    *("flags.index", "flags.show", "flags.decide", "renewal.index"),
    *("declarations.index", "declarations.show", "declarations.judge"),
    *("hearings.index", "hearings.show", "hearings.decide", "hearings.intend", "hearings.give_notice"),
)


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Surveillance"), "surveillance.index", may_see_surveillance, 47, _PAGES))
    register_tasks(app, tasks)
    register_job(app, KIND, remind)
    register_words(app, WORDS)
    register_subject(app, "surveillance_mark", marks_of)
