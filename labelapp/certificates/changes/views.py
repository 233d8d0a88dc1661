"""Where a holder reports a change, and reads what it reported."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.changes import operations
from labelapp.certificates.changes.forms import KINDS, ChangeForm
from labelapp.certificates.changes.queries import changes_of
from labelapp.certificates.holders import speaks_for_holder
from labelapp.certificates.members import counted_members, submitted_members
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.status import may_be_reported_on
from labelapp.clock import today
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse

bp = Blueprint("changes", __name__)


@bp.get("/certificates/<code>/changes")
@requires_on(find_certificate, speaks_for_holder)
def show(certificate: Certificate) -> ResponseReturnValue:
    """What has to be reported, and the form, with the numbers of members that we know."""
    counted = counted_members(certificate, today())
    then = counted.then if counted else submitted_members(certificate)
    form = ChangeForm(
        then=then, joined=counted.joined if counted else None, left=counted.left if counted else None
    )
    return _page(certificate, form)


@bp.post("/certificates/<code>/changes")
@requires_on(find_certificate, speaks_for_holder)
def report(certificate: Certificate) -> ResponseReturnValue:
    """Report it."""
    form = ChangeForm()
    if not form.validate_on_submit():
        return _page(certificate, form), 422
    change = form.read()
    try:
        operations.report_change(certificate, change, by=current_user)
    except InvalidInput as error:
        refuse(form.then if change.kind == "membership" else form.happened_on, error)
        return _page(certificate, form), 422
    flash(_("Your report is sent to the secretariat."))
    return redirect(url_for("changes.show", code=certificate.code), 303)


def _page(certificate: Certificate, form: ChangeForm) -> str:
    return render_template(
        "certificates/changes/show.html",
        certificate=certificate,
        form=form,
        reports=changes_of(certificate),
        kinds=KINDS,
        may_be_reported_on=may_be_reported_on(certificate, today()),
    )
