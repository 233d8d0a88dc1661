"""Self-assessments: answers, autosave, completeness, submission."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.assessments import policy
from labelapp.assessments.tasks import tasks
from labelapp.assessments.uses import document_uses
from labelapp.assessments.views import bp
from labelapp.evidence.uses import register_uses
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_l("Self-assessment"), "assessments.index", policy.may_self_assess, 20))
    register_tasks(app, tasks)
    register_uses(app, document_uses)
