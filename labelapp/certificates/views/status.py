"""The secretariat ends a suspension, after a page that asks for the reason. Suspending and withdrawing are hearings."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.forms import ReasonForm
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import reinstate_certificate
from labelapp.certificates.policy import may_change_status
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.views.blueprint import bp
from labelapp.web.access import requires_on


@bp.get("/verify/<code>/reinstate")
@requires_on(find_certificate, may_change_status)
def reinstate(certificate: Certificate) -> ResponseReturnValue:
    """Ask for the reason."""
    return _page(certificate, ReasonForm())


@bp.post("/verify/<code>/reinstate")
@requires_on(find_certificate, may_change_status)
def reinstate_confirmed(certificate: Certificate) -> ResponseReturnValue:
    """End the suspension."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(certificate, form), 422
    reinstate_certificate(certificate, form.reason.data or "", current_user)
    flash(_("The certificate is reinstated."))
    return redirect(url_for("certificates.show", code=certificate.code), 303)


def _page(certificate: Certificate, form: ReasonForm) -> str:
    return render_template("certificates/reinstate.html", certificate=certificate, form=form)
