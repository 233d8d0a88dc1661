"""The review of a submission, from assignment to report."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.events.jobs import register_job
from labelapp.evidence.uses import register_uses
from labelapp.reviews import policy, views
from labelapp.reviews.clarifications import closing
from labelapp.reviews.clarifications import views as clarifications
from labelapp.reviews.clarifications.tasks import tasks as clarification_tasks
from labelapp.reviews.clarifications.uses import document_uses
from labelapp.reviews.tasks import tasks
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(views.bp)
    app.register_blueprint(clarifications.bp)
    register_navigation(
        app,
        Entry(_("Scoring"), "reviews.mine", policy.may_see_own_cases, 30),
        Entry(_("Cases"), "reviews.cases", policy.may_see_cases, 35),
    )
    register_tasks(app, tasks)
    register_tasks(app, clarification_tasks)
    register_job(app, closing.CLOSE, closing.close_when_over)
    register_job(app, closing.REMIND, closing.remind)
    register_uses(app, document_uses)
