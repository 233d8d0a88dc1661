"""Kinds of form fields that several packages need."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labelapp.web.errors import DomainError

# Embeddings, overrides and isolates: they reorder the text around them, on a certificate too.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, label)."""
    return [SelectChoice(value, label) for value, label in pairs]


class MultiCheckboxField(SelectMultipleField):
    """Several of some choices, as checkboxes; also usable without JavaScript and by touch."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def stripped(value: str | None) -> str | None:
    """Filter of a text field: without space at its ends."""
    return value.strip() if value else value


def one_line(value: str | None) -> str | None:
    """Filter of a line of text: no line end or other control, which would make a second paragraph of a mail, nor
    one that turns the direction of what follows.
    """
    if not value:
        return value
    return "".join(" " if _is_control(letter) else letter for letter in value).strip()


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _TURNING


def text_field(label: Any, missing: Any, longest: int, **more: Any) -> StringField:
    """A line of text that must be there; `missing` is the sentence that says so."""
    return StringField(
        label, [InputRequired(missing), not_blank(missing), Length(max=longest)], filters=[one_line], **more
    )


def not_blank(missing: Any) -> Any:
    """Validator: more than space."""

    def check(_form: FlaskForm, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError(missing)

    return check


def refuse(field: Any, error: DomainError) -> None:
    """Show the answer of an operation beside the field that caused it."""
    field.errors = [*field.errors, error.message]
