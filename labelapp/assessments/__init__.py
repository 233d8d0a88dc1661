"""Self-assessments: answers, autosave, completeness, submission."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from labelapp.assessments import policy
from labelapp.assessments.frozen import submission_problem
from labelapp.assessments.tasks import tasks, tasks_of_expert
from labelapp.assessments.together import reminders
from labelapp.assessments.together.sections import release_sections
from labelapp.assessments.told import WORDS, itself
from labelapp.assessments.uses import document_uses
from labelapp.assessments.views import bp, interviews
from labelapp.clusters.leaving import register_leaving
from labelapp.events.frozen import check_frozen
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_subject, register_words
from labelapp.evidence.uses import register_uses
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    app.register_blueprint(interviews.bp)
    register_navigation(app, Entry(_l("Self-assessment"), "assessments.index", policy.may_self_assess, 20))
    register_tasks(app, tasks)
    register_tasks(app, tasks_of_expert)
    register_leaving(app, release_sections)
    register_job(app, reminders.KIND, reminders.remind)
    register_uses(app, document_uses)
    register_words(app, WORDS)
    register_subject(app, "assessment", itself)
    check_frozen(app, "assessment.submitted", submission_problem)
