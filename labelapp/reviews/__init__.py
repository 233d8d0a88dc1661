"""The review of a submission, from assignment to report."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.events.jobs import register_job
from labelapp.reviews import policy, views
from labelapp.reviews.deadlines import reminders as case_reminders
from labelapp.reviews.register import reminders as qualification_reminders
from labelapp.reviews.register import views as register
from labelapp.reviews.register.policy import may_see_register
from labelapp.reviews.tasks import tasks
from labelapp.reviews.visit.sheet import bp as visits
from labelapp.reviews.visit.tasks import visit_tasks
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(views.bp)
    app.register_blueprint(visits)
    app.register_blueprint(register.bp)
    register_navigation(
        app,
        Entry(_("Scoring"), "reviews.mine", policy.may_see_own_cases, 30),
        Entry(_("Cases"), "reviews.cases", policy.may_see_cases, 35),
        Entry(_("Experts"), "experts.register", may_see_register, 36),
    )
    register_tasks(app, tasks)
    register_tasks(app, visit_tasks)
    register_job(app, qualification_reminders.KIND, qualification_reminders.remind)
    register_job(app, case_reminders.KIND, case_reminders.remind)
