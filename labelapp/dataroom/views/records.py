"""One list of the data room: searching, entering, changing, removing, exporting."""

from collections.abc import Iterator

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from labelapp.clusters.policy import roles_of
from labelapp.dataroom import operations, policy, queries
from labelapp.dataroom.columns import write_cell
from labelapp.dataroom.forms import record_form, validate, values_of
from labelapp.dataroom.presentation import cell_text
from labelapp.dataroom.queries import Asked, Entry, Shelf
from labelapp.dataroom.views import bp
from labelapp.web.access import requires_on
from labelapp.web.paging import read_position
from labelapp.web.spreadsheets import csv_file

LIST = "/clusters/<int:cluster_id>/data-room/<kind>"


@bp.get(LIST)
@requires_on(queries.find_shelf, policy.may_read_facts)
def records(shelf: Shelf) -> ResponseReturnValue:
    """A list with search, filter and sorting, by pages."""
    asked = _asked(shelf)
    return render_template(
        "dataroom/list.html",
        shelf=shelf,
        asked=asked,
        page=queries.list_records(shelf, asked),
        count=queries.count_records(shelf, asked),
        sorts=queries.sorts(shelf.kind),
        cell_text=cell_text,
        may_write=bool(roles_of(current_user, shelf.cluster) & policy.WRITING),
        last=queries.newest_import(shelf),
    )


def _asked(shelf: Shelf) -> Asked:
    sort, wanted = request.args.get("sort", "name"), request.args.get("filter", "")
    known = shelf.kind.column(shelf.kind.filter).choices if shelf.kind.filter else {}
    return Asked(
        search=request.args.get("search", "")[:100].replace("\0", ""),
        filter=wanted if wanted in known else "",
        sort=sort if sort in queries.sorts(shelf.kind) else "name",
        descending=request.args.get("order") == "descending",
        position=read_position(request.args.get("at")),
    )


def _to_list(shelf: Shelf) -> ResponseReturnValue:
    return redirect(url_for("dataroom.records", cluster_id=shelf.cluster.id, kind=shelf.kind.code), 303)


@bp.get(f"{LIST}/export.csv")
@requires_on(queries.find_shelf, policy.may_read_facts)
def export(shelf: Shelf) -> Response:
    """The whole list as CSV, as it can be imported again."""
    return csv_file(f"{shelf.kind.code}.csv", _table(shelf))


def _table(shelf: Shelf) -> Iterator[list[str]]:
    columns = shelf.kind.importable
    yield [str(column.label) for column in columns]
    for row in queries.every_record(shelf):
        yield [write_cell(column, getattr(row, column.name)) for column in columns]


@bp.get(f"{LIST}/new")
@requires_on(queries.find_shelf, policy.may_write_facts)
def add(shelf: Shelf) -> ResponseReturnValue:
    """The form of a new row."""
    return _form(shelf, record_form(shelf))


@bp.post(f"{LIST}/new")
@requires_on(queries.find_shelf, policy.may_write_facts)
def add_confirmed(shelf: Shelf) -> ResponseReturnValue:
    """Enter a row; one that stands in the list already is refused."""
    form = record_form(shelf)
    if not validate(shelf.kind, form) or _is_double(shelf, form):
        return _form(shelf, form), 422
    row = operations.add_record(shelf, values_of(shelf.kind, form), current_user)
    flash(_("“%(name)s” was entered.", name=row.name))
    return _to_list(shelf)


@bp.get(f"{LIST}/<int:record_id>")
@requires_on(queries.find_entry, policy.may_write_facts)
def edit(entry: Entry) -> ResponseReturnValue:
    """The form of a row that is there."""
    return _form(entry.shelf, record_form(entry.shelf, entry.record), entry)


@bp.post(f"{LIST}/<int:record_id>")
@requires_on(queries.find_entry, policy.may_write_facts)
def edit_confirmed(entry: Entry) -> ResponseReturnValue:
    """Correct a row."""
    form = record_form(entry.shelf, entry.record)
    if not validate(entry.shelf.kind, form) or _is_double(entry.shelf, form, entry.record.id):
        return _form(entry.shelf, form, entry), 422
    operations.change_record(entry, values_of(entry.shelf.kind, form), current_user)
    flash(_("“%(name)s” was saved.", name=entry.record.name))
    return _to_list(entry.shelf)


def _is_double(shelf: Shelf, form: FlaskForm, besides: int | None = None) -> bool:
    if operations.same_as(shelf, values_of(shelf.kind, form), besides) is None:
        return False
    field = form["name"]
    field.errors = [*field.errors, _("This stands in the list already. Change it there.")]
    return True


def _form(shelf: Shelf, form: FlaskForm, entry: Entry | None = None) -> str:
    return render_template("dataroom/edit.html", shelf=shelf, form=form, entry=entry)


@bp.get(f"{LIST}/<int:record_id>/remove")
@requires_on(queries.find_entry, policy.may_write_facts)
def remove(entry: Entry) -> ResponseReturnValue:
    """Ask before a row is removed."""
    return render_template("dataroom/remove.html", entry=entry)


@bp.post(f"{LIST}/<int:record_id>/remove")
@requires_on(queries.find_entry, policy.may_write_facts)
def remove_confirmed(entry: Entry) -> ResponseReturnValue:
    """Remove a row."""
    name = entry.record.name
    operations.remove_record(entry, current_user)
    flash(_("“%(name)s” was removed.", name=name))
    return _to_list(entry.shelf)
