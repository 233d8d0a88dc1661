"""The review of a submission, from assignment to report."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.clusters.following import follow_clusters
from labelapp.clusters.looking import register_gate
from labelapp.events.frozen import check_frozen
from labelapp.events.jobs import register_job
from labelapp.events.parts import register_part
from labelapp.events.telling import register_subject, register_words
from labelapp.evidence.uses import register_uses
from labelapp.reviews import policy, views
from labelapp.reviews.calibration import closing as calibration_closing
from labelapp.reviews.calibration import views as calibration
from labelapp.reviews.calibration.tasks import calibration_tasks
from labelapp.reviews.clarifications import closing
from labelapp.reviews.clarifications import views as clarifications
from labelapp.reviews.clarifications.tasks import tasks as clarification_tasks
from labelapp.reviews.clarifications.uses import document_uses
from labelapp.reviews.commenting import operations as commenting
from labelapp.reviews.commenting import period
from labelapp.reviews.commenting.tasks import tasks_of_team
from labelapp.reviews.deadlines import reminders as case_reminders
from labelapp.reviews.filed import review_files
from labelapp.reviews.frozen import draft_problem, report_problem, round_problem, sheet_problem
from labelapp.reviews.interests.changes import cluster_changed
from labelapp.reviews.interests.shut import may_look_into
from labelapp.reviews.objections import tasks as objection_tasks
from labelapp.reviews.objections import views as objection_views
from labelapp.reviews.register import reminders as qualification_reminders
from labelapp.reviews.register import views as register
from labelapp.reviews.register.policy import may_see_register
from labelapp.reviews.tasks import tasks
from labelapp.reviews.told import WORDS, reviews_of, submissions_of
from labelapp.reviews.visit.sheet import bp as visits
from labelapp.reviews.visit.tasks import visit_tasks
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(views.bp)
    app.register_blueprint(visits)
    app.register_blueprint(register.bp)
    app.register_blueprint(objection_views.bp)
    app.register_blueprint(clarifications.bp)
    register_navigation(
        app,
        Entry(_("Scoring"), "reviews.mine", policy.may_see_own_cases, 30),
        Entry(_("Cases"), "reviews.cases", policy.may_see_cases, 35),
        Entry(_("Experts"), "experts.register", may_see_register, 36),
    )
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "review", reviews_of)
    register_subject(app, "submission", submissions_of)
    register_part(app, review_files)
    check_frozen(app, "sheet.locked", sheet_problem)
    check_frozen(app, "clarification.ended", round_problem)
    check_frozen(app, "report.draft_sent", draft_problem)
    check_frozen(app, "report.finalised", report_problem)
    register_tasks(app, visit_tasks)
    register_job(app, qualification_reminders.KIND, qualification_reminders.remind)
    register_job(app, case_reminders.KIND, case_reminders.remind)
    register_tasks(app, objection_tasks.tasks)
    follow_clusters(app, cluster_changed)
    register_gate(app, lambda user, cluster: may_look_into(user, cluster.id))
    register_tasks(app, clarification_tasks)
    register_job(app, closing.CLOSE, closing.close_when_over)
    register_job(app, closing.REMIND, closing.remind)
    register_uses(app, document_uses)
    register_tasks(app, tasks_of_team)
    register_job(app, commenting.END_JOB, period.end_overdue)
    register_job(app, commenting.REMIND_JOB, period.remind)
    app.register_blueprint(calibration.bp)
    register_tasks(app, calibration_tasks)
    register_job(app, calibration_closing.CLOSE, calibration_closing.close_when_over)
    register_job(app, calibration_closing.REMIND, calibration_closing.remind)
