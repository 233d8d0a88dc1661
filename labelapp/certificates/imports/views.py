"""The secretariat takes over an earlier register: upload, report line by line, preview, progress."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.imports import operations, policy, queries
from labelapp.certificates.imports.columns import COLUMNS, IGNORED, template_rows
from labelapp.certificates.imports.forms import UploadForm
from labelapp.certificates.imports.models import ImportState, RegisterImport
from labelapp.clock import now, today
from labelapp.dataroom.tables import MOST_ROWS, read_table
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.spreadsheets import csv_file

bp = Blueprint("imports", __name__)
_PAGE = "/register/imports/<int:import_id>"
_SHOWN = 50
_PATIENCE = timedelta(seconds=15)


@bp.get("/register/imports")
@requires(policy.may_import)
def index() -> ResponseReturnValue:
    """Ask for the table; what was imported before."""
    return _upload(UploadForm(formdata=None))


@bp.post("/register/imports")
@requires(policy.may_import)
def upload() -> ResponseReturnValue:
    """Receive the table."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            table = read_table(form.file.data.stream)
            kept = operations.prepare_import(form.file.data.filename or "", table, current_user)
        except InvalidInput as error:
            refuse(form.file, error)
        else:
            return redirect(url_for("imports.show", import_id=kept.id), 303)
    return _upload(form), 422


def _upload(form: UploadForm) -> str:
    return render_template(
        "certificates/imports/index.html",
        form=form,
        imports=queries.latest_imports(),
        columns=[column for column in COLUMNS if column.name not in IGNORED],
        most_rows=MOST_ROWS,
    )


@bp.get("/register/imports/template.csv")
@requires(policy.may_import)
def template() -> Response:
    """The file to fill in."""
    return csv_file("register-template.csv", template_rows())


@bp.get(_PAGE)
@requires_on(queries.find_import, policy.may_see_import)
def show(kept: RegisterImport) -> ResponseReturnValue:
    """What would be made; once it was started, how far it is."""
    return _preview(kept) if kept.state is ImportState.PREPARED else _progress(kept)


def _preview(kept: RegisterImport, error: str = "") -> str:
    checked = operations.check_import(kept)
    return render_template(
        "certificates/imports/preview.html",
        kept=kept,
        checked=checked,
        problems=checked.problems[:_SHOWN],
        lines=checked.new[:_SHOWN],
        day=today(),
        error=error,
    )


def _progress(kept: RegisterImport) -> str:
    waiting = kept.state is ImportState.QUEUED and now() - kept.moved_at > _PATIENCE
    return render_template("certificates/imports/progress.html", kept=kept, waiting=waiting)


@bp.post(f"{_PAGE}/holders")
@requires_on(queries.find_import, policy.may_see_import)
def choose(kept: RegisterImport) -> ResponseReturnValue:
    """Say which cluster organisations are meant."""
    chosen = {
        key.removeprefix("holder:"): int(value)
        for key, value in request.form.items()
        if key.startswith("holder:") and value.isascii() and value.isdigit() and len(value) < 10
    }
    operations.choose_holders(kept, chosen)
    return redirect(url_for("imports.show", import_id=kept.id), 303)


@bp.post(_PAGE)
@requires_on(queries.find_import, policy.may_see_import)
def start(kept: RegisterImport) -> ResponseReturnValue:
    """Start the import of the good lines."""
    try:
        operations.start_import(kept, current_user, leave_out=bool(request.form.get("leave_out")))
    except InvalidInput as error:
        return _preview(kept, error.message), 422
    flash(_("The import was started."))
    return redirect(url_for("imports.show", import_id=kept.id), 303)


@bp.get(f"{_PAGE}/report.csv")
@requires_on(queries.find_import, policy.may_see_import)
def report(kept: RegisterImport) -> Response:
    """Every problem, line by line."""
    head = [_("Line"), _("Column"), _("Text"), _("What is wrong"), _("How to correct it")]
    rows = [
        [str(one.line), one.column, one.text, one.wrong, one.mend]
        for one in operations.check_import(kept).problems
    ]
    return csv_file("refused.csv", [head, *rows])
