"""The secretariat's list of flags, and where it decides on one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.flags import operations, policy, presentation, queries
from labelapp.certificates.flags.forms import FlagForm
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.status import status_of
from labelapp.certificates.surveillance.officers import read_after_declaring
from labelapp.clock import today
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position

bp = Blueprint("flags", __name__)


@bp.get("/flags")
@requires(policy.may_see_flags)
def index() -> ResponseReturnValue:
    """What waits for a decision; with `decided=1` what was decided."""
    decided = request.args.get("decided") == "1"
    page = queries.list_flags(current_user, read_position(request.args.get("at")), decided=decided)
    return render_template("certificates/flags/index.html", page=page, decided=decided, words=presentation)


@bp.get("/flags/<int:flag_id>")
@requires_on(queries.find_flag, policy.may_know_flag)
def show(flag: Flag) -> ResponseReturnValue:
    """Why a certificate is flagged, and what follows."""
    return read_after_declaring(flag.certificate, lambda: _page(flag, FlagForm()))


@bp.post("/flags/<int:flag_id>")
@requires_on(queries.find_flag, policy.may_decide_flag)
def decide(flag: Flag) -> ResponseReturnValue:
    """Record what follows."""
    form = FlagForm()
    if not form.validate_on_submit():
        return _page(flag, form), 422
    try:
        operations.decide_flag(flag, form.read(), by=current_user)
    except InvalidInput as error:
        form.outcome.errors = [error.message]
        return _page(flag, form), 422
    flash(_("What follows is recorded."))
    return redirect(url_for("flags.index"), 303)


def _page(flag: Flag, form: FlagForm) -> str:
    return render_template(
        "certificates/flags/show.html",
        flag=flag,
        certificate=flag.certificate,
        status=status_of(flag.certificate, today()),
        form=form,
        words=presentation,
    )
