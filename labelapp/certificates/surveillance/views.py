"""The secretariat's list of what the surveillance looks at, and where it writes what was found."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.policy import may_change_status
from labelapp.certificates.surveillance import operations, policy, queries
from labelapp.certificates.surveillance.forms import FindingForm
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.clock import today
from labelapp.web.access import requires, requires_on
from labelapp.web.paging import read_position

bp = Blueprint("surveillance", __name__)


@bp.get("/surveillance")
@requires(policy.may_see_surveillance)
def index() -> ResponseReturnValue:
    """What is due, the most urgent first; with `done=1` what was looked at."""
    done = request.args.get("done") == "1"
    page = queries.list_marks(current_user, read_position(request.args.get("at")), done=done)
    return render_template("certificates/surveillance/index.html", page=page, done=done, day=today())


@bp.get("/surveillance/<int:mark_id>")
@requires_on(queries.find_mark, policy.may_see_mark)
def show(mark: SurveillanceMark) -> ResponseReturnValue:
    """One certificate: what is to be looked at, and what was found."""
    return _page(mark, FindingForm())


@bp.post("/surveillance/<int:mark_id>")
@requires_on(queries.find_mark, policy.may_see_mark)
def conclude(mark: SurveillanceMark) -> ResponseReturnValue:
    """Write down what was found."""
    form = FindingForm()
    if not form.validate_on_submit():
        return _page(mark, form), 422
    operations.conclude(mark, form.finding.data or "", by=current_user)
    flash(_("What was found stands with the certificate."))
    return redirect(url_for("surveillance.index"), 303)


def _page(mark: SurveillanceMark, form: FindingForm) -> str:
    return render_template(
        "certificates/surveillance/show.html",
        mark=mark,
        certificate=mark.certificate,
        form=form,
        may_change_status=may_change_status(current_user, mark.certificate),
        day=today(),
    )
