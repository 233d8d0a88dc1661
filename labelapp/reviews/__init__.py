"""The review of a submission, from assignment to report."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.events.jobs import register_job
from labelapp.reviews import policy, views
from labelapp.reviews.commenting import operations as commenting
from labelapp.reviews.commenting import period
from labelapp.reviews.commenting.tasks import tasks_of_team
from labelapp.reviews.tasks import tasks
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(views.bp)
    register_navigation(
        app,
        Entry(_("Scoring"), "reviews.mine", policy.may_see_own_cases, 30),
        Entry(_("Cases"), "reviews.cases", policy.may_see_cases, 35),
    )
    register_tasks(app, tasks)
    register_tasks(app, tasks_of_team)
    register_job(app, commenting.END_JOB, period.end_overdue)
    register_job(app, commenting.REMIND_JOB, period.remind)
