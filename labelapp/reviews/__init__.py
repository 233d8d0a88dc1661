"""The review of a submission, from assignment to report."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.events.frozen import check_frozen
from labelapp.events.telling import register_subject, register_words
from labelapp.reviews import policy, views
from labelapp.reviews.frozen import report_problem, sheet_problem
from labelapp.reviews.tasks import tasks
from labelapp.reviews.told import WORDS, reviews_of
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
    register_words(app, WORDS)
    register_subject(app, "review", reviews_of)
    check_frozen(app, "sheet.locked", sheet_problem)
    check_frozen(app, "report.finalised", report_problem)
