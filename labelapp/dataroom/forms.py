"""Forms of the data room. The form of a list is made from its columns."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, Field, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional

from labelapp.clusters.places import country_choices
from labelapp.dataroom.columns import CellError, Column, read_cell, write_cell
from labelapp.dataroom.kinds import Record, RecordKind
from labelapp.dataroom.queries import Shelf, documents_of
from labelapp.web.fields import choices, one_line


class UploadForm(FlaskForm):
    """The table to import."""

    file = FileField(_l("CSV or XLSX file"), [FileRequired(_l("Choose a file first."))])


def record_form(shelf: Shelf, record: Record | None = None) -> FlaskForm:
    """The form of a row, with what was posted or what the row holds."""
    fields = {column.name: _field(column, shelf) for column in shelf.kind.columns}
    shape = type("RecordForm", (FlaskForm,), fields)
    shown = {column.name: _shown(column, record) for column in shelf.kind.columns} if record else {}
    form: FlaskForm = shape(data=shown)
    return form


def values_of(kind: RecordKind, form: FlaskForm) -> dict[str, Any]:
    """What a valid form holds."""
    return {column.name: _value(column, form[column.name].data) for column in kind.columns}


def validate(kind: RecordKind, form: FlaskForm) -> bool:
    """Whether the posted row holds; what is wrong between columns is put beside the field."""
    if not form.validate_on_submit():
        return False
    findings = kind.check(values_of(kind, form))
    for name, error in findings:
        form[name].errors = [*form[name].errors, f"{error.wrong} {error.mend}"]
    return not findings


def _field(column: Column, shelf: Shelf) -> Any:
    rules: list[Any] = [InputRequired(_l("Fill this in.")) if column.required else Optional()]
    hint = column.hint
    if column.type == "flag":
        return BooleanField(column.label, description=hint)
    if column.type == "date":
        return DateField(column.label, rules, description=hint)
    if column.type in ("choice", "country", "document"):
        options = _options(column, shelf)
        return SelectField(
            column.label, rules, description=hint, choices=choices([("", _("Choose …")), *options])
        )
    return StringField(column.label, [*rules, _readable(column)], description=hint, filters=[one_line])


def _options(column: Column, shelf: Shelf) -> list[tuple[str, Any]]:
    if column.type == "country":
        return list(country_choices())
    if column.type == "document":
        return [(str(one), title) for one, title in documents_of(shelf.cluster)]
    return list(column.choices.items())


def _readable(column: Column) -> Any:
    def check(_form: FlaskForm, field: Field) -> None:
        try:
            read_cell(column, field.data or "")
        except CellError as error:
            raise ValidationError(f"{error.wrong} {error.mend}") from None

    return check


def _value(column: Column, data: Any) -> Any:
    if column.type in ("flag", "date"):
        return data
    return read_cell(column, data or "")


def _shown(column: Column, record: Record) -> Any:
    value = getattr(record, column.name)
    return value if column.type in ("flag", "date") else write_cell(column, value)
