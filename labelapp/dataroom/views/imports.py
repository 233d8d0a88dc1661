"""Importing a list: upload, which column is what, preview, progress."""

from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clock import now
from labelapp.dataroom import importing, policy, queries
from labelapp.dataroom.forms import UploadForm
from labelapp.dataroom.importing import Problem
from labelapp.dataroom.kinds import KINDS
from labelapp.dataroom.models import Import, ImportState
from labelapp.dataroom.queries import Shelf
from labelapp.dataroom.tables import MOST_ROWS, read_table
from labelapp.dataroom.views import bp
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.spreadsheets import csv_file

IMPORT = "/data-room/imports/<int:import_id>"
_SHOWN = 50
_PATIENCE = timedelta(seconds=15)


@bp.get("/clusters/<int:cluster_id>/data-room/<kind>/import")
@requires_on(queries.find_shelf, policy.may_write_facts)
def choose_file(shelf: Shelf) -> ResponseReturnValue:
    """Ask for the table."""
    return _upload(shelf, UploadForm(formdata=None))


@bp.post("/clusters/<int:cluster_id>/data-room/<kind>/import")
@requires_on(queries.find_shelf, policy.may_write_facts)
def upload(shelf: Shelf) -> ResponseReturnValue:
    """Receive the table."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            table = read_table(form.file.data.stream)
        except InvalidInput as error:
            refuse(form.file, error)
        else:
            prepared = importing.prepare_import(shelf, form.file.data.filename or "", table, current_user)
            return redirect(url_for("dataroom.columns", import_id=prepared.id), 303)
    return _upload(shelf, form), 422


def _upload(shelf: Shelf, form: UploadForm) -> str:
    return render_template("dataroom/upload.html", shelf=shelf, form=form, most_rows=MOST_ROWS)


@bp.get(f"{IMPORT}/columns")
@requires_on(queries.find_import, policy.may_write_facts)
def columns(prepared: Import) -> ResponseReturnValue:
    """Which heading is which column; guessed already."""
    return _columns(prepared, prepared.mapping)


@bp.post(f"{IMPORT}/columns")
@requires_on(queries.find_import, policy.may_write_facts)
def columns_confirmed(prepared: Import) -> ResponseReturnValue:
    """Keep the mapping and go on to the preview."""
    _require_prepared(prepared)
    mapping = importing.mapping_from(request.form, KINDS[prepared.kind], prepared.content["headings"])
    try:
        importing.choose_mapping(prepared, mapping)
    except InvalidInput as error:
        return _columns(prepared, mapping, error.message), 422
    return redirect(url_for("dataroom.show_import", import_id=prepared.id), 303)


def _columns(prepared: Import, mapping: dict[str, int], error: str = "") -> str:
    _require_prepared(prepared)
    rows = prepared.content["rows"][:3]
    samples = [
        ", ".join(row[place] for row in rows if place < len(row) and row[place])
        for place in range(len(prepared.content["headings"]))
    ]
    return render_template(
        "dataroom/columns.html",
        prepared=prepared,
        kind=KINDS[prepared.kind],
        mapping=mapping,
        samples=samples,
        error=error,
    )


def _require_prepared(prepared: Import) -> None:
    if prepared.state is not ImportState.PREPARED:
        raise InvalidInput(_("This import was started already. Choose the file again."))


@bp.get(IMPORT)
@requires_on(queries.find_import, policy.may_write_facts)
def show_import(prepared: Import) -> ResponseReturnValue:
    """The preview of what would change; once it was started, how far it is."""
    return _preview(prepared) if prepared.state is ImportState.PREPARED else _progress(prepared)


def _preview(prepared: Import, error: str = "") -> str:
    checked = importing.check_rows(prepared)
    return render_template(
        "dataroom/preview.html",
        prepared=prepared,
        kind=KINDS[prepared.kind],
        checked=checked,
        problems=checked.problems[:_SHOWN],
        error=error,
    )


def _progress(running: Import) -> str:
    waiting = running.state is ImportState.QUEUED and now() - running.moved_at > _PATIENCE
    return render_template(
        "dataroom/progress.html", running=running, kind=KINDS[running.kind], waiting=waiting
    )


@bp.post(IMPORT)
@requires_on(queries.find_import, policy.may_write_facts)
def start(prepared: Import) -> ResponseReturnValue:
    """Start the import of the good rows."""
    try:
        importing.start_import(
            prepared, current_user, without_refused=bool(request.form.get("without_refused"))
        )
    except InvalidInput as error:
        return _preview(prepared, error.message), 422
    flash(_("The import was started."))
    return redirect(url_for("dataroom.show_import", import_id=prepared.id), 303)


@bp.get(f"{IMPORT}/report.csv")
@requires_on(queries.find_import, policy.may_write_facts)
def report(prepared: Import) -> Response:
    """What is wrong, row by row."""
    head = [_("Line"), _("Column"), _("Text"), _("What is wrong"), _("How to correct it")]
    problems = importing.check_rows(prepared).problems
    return csv_file("refused.csv", [head, *(_line(problem) for problem in problems)])


def _line(problem: Problem) -> list[str]:
    return [str(problem.line), problem.column, problem.text, problem.wrong, problem.mend]
