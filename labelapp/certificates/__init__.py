"""Certificates: issue, register, verification, validity in time."""

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.accounts.policy import is_anonymous
from labelapp.certificates import (
    badge,
    batches,
    changes,
    complaints,
    credential,
    declarations,
    flags,
    hearings,
    imports,
    printing,
    register,
    renewal,
    samples,
    surveillance,
)
from labelapp.certificates.daily import init_daily, register_daily
from labelapp.certificates.facts import FIXED_BY, certificate_problem
from labelapp.certificates.filed import surveillance_files
from labelapp.certificates.operations import follow_replacement, issue_on_award
from labelapp.certificates.panels import panels
from labelapp.certificates.policy import may_see_own_certificates
from labelapp.certificates.suspensions import find_ended, tell_of_end
from labelapp.certificates.told import WORDS, certificates_of
from labelapp.certificates.views import bp
from labelapp.certificates.views.files import check_file
from labelapp.decisions.following import follow_awards, follow_replacements
from labelapp.events.frozen import check_frozen
from labelapp.events.jobs import register_job
from labelapp.events.parts import register_part
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
_MINE = (
    *("certificates.mine", "renewal.show", "changes.show", "changes.report"),
    *("declarations.fill", "declarations.save", "declarations.check"),
    *("hearings.of_holder", "hearings.answer", "hearings.waive"),
)
_VERIFY = ("certificates.verify", "certificates.show", "certificates.check_file", "certificates.reinstate")


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    csrf.exempt(check_file)
    register_navigation(
        app,
        Entry(_("Certificates"), "certificates.mine", may_see_own_certificates, 60, _MINE),
        Entry(_("Check a certificate"), "certificates.verify", is_anonymous, 95, _VERIFY),
    )
    limit_tries(app, _BY_CODE, WRONG_CODES)
    limit_tries(app, ["certificates.check_file"], FILES)
    register_panel(app, panels)
    init_daily(app)
    register_daily(app, find_ended, tell_of_end)
    for part in (credential, register, imports, samples, batches):
        part.init_app(app)
    for part in (complaints, surveillance, flags, changes, declarations, hearings, renewal):
        part.init_app(app)
    register_job(app, printing.KIND, printing.print_waiting)
    follow_awards(app, issue_on_award)
    register_words(app, WORDS)
    register_subject(app, "certificate", certificates_of)
    for action in FIXED_BY:
        check_frozen(app, action, certificate_problem)
    register_part(app, surveillance_files)
    follow_replacements(app, follow_replacement)
