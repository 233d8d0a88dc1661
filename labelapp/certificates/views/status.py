"""The secretariat suspends, reinstates and withdraws; each after a page that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.certificates.forms import ReasonForm
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import (
    reinstate_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from labelapp.certificates.policy import may_change_status
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.views.blueprint import bp
from labelapp.web.access import requires_on


@dataclass(frozen=True)
class Change:
    """A change of status: what happens, and the words of its page."""

    name: str
    operation: Callable[[Certificate, str, User], None]
    title: Any
    text: Any
    action: Any
    done: Any
    kind: str = "alert"


@dataclass(frozen=True)
class Asked:
    """A change that is asked for one certificate."""

    certificate: Certificate
    change: Change


CHANGES = {
    change.name: change
    for change in (
        Change(
            "suspend",
            suspend_certificate,
            lazy_gettext("Suspend this certificate?"),
            lazy_gettext(
                "Everybody who checks it sees that it must not be relied on. You can reinstate it later."
            ),
            lazy_gettext("Suspend it"),
            lazy_gettext("The certificate is suspended."),
        ),
        Change(
            "reinstate",
            reinstate_certificate,
            lazy_gettext("Reinstate this certificate?"),
            lazy_gettext(
                "The suspension ends today and stays in the history. The dates of validity do not change."
            ),
            lazy_gettext("Reinstate it"),
            lazy_gettext("The certificate is reinstated."),
            kind="primary",
        ),
        Change(
            "withdraw",
            withdraw_certificate,
            lazy_gettext("Withdraw this certificate for good?"),
            lazy_gettext(
                "This cannot be undone. Everybody who checks it sees the reason, and its file is not given out."
            ),
            lazy_gettext("Withdraw it"),
            lazy_gettext("The certificate is withdrawn."),
        ),
    )
}


def _asked(code: str, change: str) -> Asked | None:
    certificate = find_certificate(code)
    return Asked(certificate, CHANGES[change]) if certificate and change in CHANGES else None


def may_change(user: Any, asked: Asked) -> bool:
    """Whoever may change the status of the certificate."""
    return may_change_status(user, asked.certificate)


@bp.get("/verify/<code>/<any(suspend, reinstate, withdraw):change>")
@requires_on(_asked, may_change)
def change_status(asked: Asked) -> ResponseReturnValue:
    """Ask for the reason."""
    return _page(asked, ReasonForm())


@bp.post("/verify/<code>/<any(suspend, reinstate, withdraw):change>")
@requires_on(_asked, may_change)
def change_status_confirmed(asked: Asked) -> ResponseReturnValue:
    """Change the status."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(asked, form), 422
    asked.change.operation(asked.certificate, form.reason.data or "", current_user)
    flash(str(asked.change.done))
    return redirect(url_for("certificates.show", code=asked.certificate.code), 303)


def _page(asked: Asked, form: ReasonForm) -> str:
    return render_template("certificates/change_status.html", asked=asked, form=form)
