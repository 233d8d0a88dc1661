"""Certificates: issue, register, verification, validity in time."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.accounts.policy import is_anonymous
from labelapp.certificates import (
    badge,
    batches,
    complaints,
    credential,
    imports,
    printing,
    register,
    samples,
    surveillance,
)
from labelapp.certificates.facts import FIXED_BY, certificate_problem
from labelapp.certificates.operations import follow_replacement, issue_on_award
from labelapp.certificates.panels import panels
from labelapp.certificates.policy import may_see_own_certificates
from labelapp.certificates.told import WORDS, certificates_of
from labelapp.certificates.views import bp
from labelapp.certificates.views.files import check_file
from labelapp.decisions.following import follow_awards, follow_replacements
from labelapp.events.frozen import check_frozen
from labelapp.events.jobs import register_job
from labelapp.events.telling import register_subject, register_words
from labelapp.extensions import csrf
from labelapp.web.limits import Limit, is_answered, is_missing, limit_tries, visitor
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_panel

# Codes are long; a count of the wrong ones keeps guessing from being tried at all. Right ones are not counted.
WRONG_CODES = Limit("wrong codes", "30 per 1 minute", visitor, is_missing, frozenset({"GET", "HEAD"}))
FILES = Limit("files to check", "20 per 1 minute", visitor, is_answered)
_BY_CODE = (
    *("certificates.verify", "certificates.show", "certificates.file", "credential.show"),
    badge.PICTURE,
)
_VERIFY = (
    *("certificates.verify", "certificates.show"),
    *("certificates.check_file", "certificates.change_status"),
)


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    csrf.exempt(check_file)
    register_navigation(
        app,
        Entry(_("Certificates"), "certificates.mine", may_see_own_certificates, 60, ("certificates.mine",)),
        Entry(_("Check a certificate"), "certificates.verify", is_anonymous, 95, _VERIFY),
    )
    limit_tries(app, _BY_CODE, WRONG_CODES)
    limit_tries(app, ["certificates.check_file"], FILES)
    register_panel(app, panels)
    register.init_app(app)
    imports.init_app(app)
    complaints.init_app(app)
    surveillance.init_app(app)
    credential.init_app(app)
    register_job(app, printing.KIND, printing.print_waiting)
    samples.init_app(app)
    batches.init_app(app)
    follow_awards(app, issue_on_award)
    register_words(app, WORDS)
    register_subject(app, "certificate", certificates_of)
    for action in FIXED_BY:
        check_frozen(app, action, certificate_problem)
    follow_replacements(app, follow_replacement)
