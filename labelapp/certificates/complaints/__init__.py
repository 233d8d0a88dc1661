"""Complaints about holders of certificates, which feed surveillance, and about the labelling body itself."""

from flask import Flask, Response, request
from flask_babel import lazy_gettext as _

from labelapp.certificates.complaints import policy
from labelapp.certificates.complaints.tasks import tasks
from labelapp.certificates.complaints.told import WORDS, complaints_of
from labelapp.certificates.complaints.views import bp
from labelapp.events.telling import register_subject, register_words
from labelapp.web.limits import Limit, limit_tries, visitor
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks

_OF_SECRETARIAT = ("complaints.index", "complaints.show")


def _is_taken(response: Response) -> bool:
    """A complaint that was received: each causes mails."""
    return response.status_code == 303


def _address() -> str:
    return request.form.get("email", "").strip().lower()


LIMITS = (
    Limit("complaints from a visitor", "5 per 1 hour", visitor, _is_taken),
    Limit("complaints confirmed to an address", "3 per 1 hour", _address, _is_taken),
)


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(
        app, Entry(_("Complaints"), "complaints.index", policy.may_see_complaints, 46, _OF_SECRETARIAT)
    )
    limit_tries(app, ["complaints.about_holder", "complaints.about_us"], *LIMITS)
    register_tasks(app, tasks)
    register_words(app, WORDS)
    register_subject(app, "complaint", complaints_of)
