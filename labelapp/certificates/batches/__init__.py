"""Many certificates at once: issued, issued again after a rename, or printed and sealed again."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.certificates.batches.operations import JOB
from labelapp.certificates.batches.policy import may_run_batches
from labelapp.certificates.batches.running import give_up, run
from labelapp.certificates.batches.tasks import tasks
from labelapp.certificates.batches.told import WORDS
from labelapp.certificates.batches.views import bp
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_words
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(app, Entry(_("Batches"), "batches.index", may_run_batches, 47))
    register_tasks(app, tasks)
    register_job(app, JOB, run, give_up)
    register_words(app, WORDS)
