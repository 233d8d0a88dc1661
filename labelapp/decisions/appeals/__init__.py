"""Appeals against decisions: filed by the applicant, handled by people who had no part in the case."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.decisions.appeals import policy
from labelapp.decisions.appeals.attachments import uses
from labelapp.decisions.appeals.filed import appeal_files
from labelapp.decisions.appeals.reminders import init_reminders
from labelapp.decisions.appeals.tasks import tasks
from labelapp.decisions.appeals.told import WORDS, appeals_of
from labelapp.decisions.appeals.views import bp
from labelapp.events.parts import register_part
from labelapp.events.telling import register_subject, register_words
from labelapp.evidence.uses import register_uses
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Appeals"), "appeals.index", policy.may_see_appeals, order=45))
    register_tasks(app, tasks)
    register_uses(app, uses)
    init_reminders(app)
    register_words(app, WORDS)
    register_subject(app, "appeal", appeals_of)
    register_part(app, appeal_files)
