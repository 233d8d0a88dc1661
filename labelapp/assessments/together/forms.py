"""Forms of sections and comments. Several stand on one page, so the page holds the token once for each <form>."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from labelapp.assessments.together.comments import LONGEST
from labelapp.web.fields import MultiCheckboxField, choices

People = Sequence[tuple[int, str]]


def _number(raw: Any) -> int | None:
    return int(raw) if raw else None


class SectionForm(FlaskForm):
    """Who answers one dimension, and by when. `was` is what the page showed."""

    class Meta:
        csrf = False

    person = SelectField(_l("Person"), coerce=_number)
    due_on = DateField(_l("By"), validators=[Optional()])
    was = HiddenField()

    def __init__(self, people: People, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(str(number), name) for number, name in people]
        self.person.choices = choices([("", _l("nobody yet")), *named])

    def show(self, person: int | None, due_on: date | None) -> None:
        """Remember in the page what stands there."""
        self.was.data = f"{person or ''} {due_on.isoformat() if due_on else ''}"

    def shown(self) -> tuple[int | None, date | None]:
        """What the page had shown when it was opened; nothing when that cannot be read."""
        person, _blank, due_on = (self.was.data or "").partition(" ")
        try:
            return _number(person), date.fromisoformat(due_on) if due_on else None
        except ValueError:
            return None, None


def _text(label: Any) -> TextAreaField:
    missing = DataRequired(_l("Write something first."))
    return TextAreaField(
        label,
        [missing, Length(max=LONGEST, message=_l("Use at most 4000 characters."))],
        render_kw={"rows": 3},
    )


class CommentForm(FlaskForm):
    """A comment, or an answer to one."""

    class Meta:
        csrf = False

    text = _text(_l("Comment"))
    shared = BooleanField(_l("Share it with the assessors"))
    notify = MultiCheckboxField(_l("Tell these people by mail"), coerce=int)

    def __init__(self, people: People, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.notify.choices = choices([(str(number), name) for number, name in people])


class CommentTextForm(FlaskForm):
    """Other words for a comment."""

    text = _text(_l("Comment"))
