"""The versions of an answer: reading them, and telling them to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content, answerable, content_text, field_of
from labelapp.assessments.differences import mark_differences
from labelapp.assessments.models import AnswerChange, AnswerOrigin
from labelapp.assessments.queries import Place
from labelapp.extensions import db
from labelapp.web.locale import scheme_text

# Pauses in typing make versions too; those of one hand with shorter pauses are told as one.
_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """A version of an answer as its history tells it; `old` and `new` with the differing words marked, or empty.

    `count`: how many versions of one hand are told as this one, which is the last of them.
    """

    version: int
    author: str
    at: datetime
    manner: str
    old: Markup
    new: Markup
    current: bool
    count: int


@dataclass(frozen=True)
class FieldHistory:
    """A field with the versions of its answer, newest first."""

    field: str
    label: str
    entries: list[Entry]


def changes_since(place: Place, field: str, version: int) -> Sequence[AnswerChange]:
    """The versions of an answer after this one, oldest first."""
    query = (
        select(AnswerChange)
        .where(*_at(place), AnswerChange.field == field, AnswerChange.version > version)
        .order_by(AnswerChange.version)
    )
    return db.session.scalars(query).all()


def content_at(place: Place, field: str, version: int) -> Content | None:
    """What an answer was in one of its versions; None when it had no such version."""
    query = select(AnswerChange.content).where(
        *_at(place), AnswerChange.field == field, AnswerChange.version == version
    )
    return db.session.scalars(query).one_or_none()


def find_change(place: Place, field: str, version: int) -> AnswerChange | None:
    """A version of an answer with its author; None for one that never was, or a field that is not asked here."""
    if field not in answerable(place.indicator):
        return None
    query = _with_author().where(*_at(place), AnswerChange.field == field, AnswerChange.version == version)
    return db.session.scalars(query).one_or_none()


def histories(place: Place, *, every: bool = False) -> list[FieldHistory]:
    """The history of each field of an indicator that was ever answered, in the order of the page. One statement.

    Unless `every` version is wanted, those that one person typed in a row are told as one.
    """
    query = _with_author().where(*_at(place)).order_by(AnswerChange.version)
    by_field: dict[str, list[AnswerChange]] = {}
    for change in db.session.scalars(query):
        by_field.setdefault(change.field, []).append(change)
    return [
        FieldHistory(code, label_of(place, code), _entries(place, by_field[code], every))
        for code in answerable(place.indicator)
        if code in by_field
    ]


def label_of(place: Place, code: str) -> str:
    """The question as the reader sees it. Raises InvalidInput for a field that the indicator does not have."""
    field = field_of(place.indicator, code)
    return scheme_text(field.label) if field else str(_("If this does not apply to you, say why"))


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        AnswerChange.assessment_id == place.assessment.id,
        AnswerChange.indicator == place.indicator.code,
    )


def _with_author() -> Select[AnswerChange]:
    author = joinedload(AnswerChange.changed_by, innerjoin=True)
    return select(AnswerChange).options(author.load_only(User.name), author.lazyload(User.roles))


def _entries(place: Place, changes: list[AnswerChange], every: bool) -> list[Entry]:
    entries, before = list[Entry](), ""
    for group in [[one] for one in changes] if every else _in_a_row(changes):
        last = group[-1]
        text = content_text(place.indicator, last.field, last.content)
        old, new = mark_differences(before, text)
        name, manner = last.changed_by.name, _manner(last)
        current = last is changes[-1]
        entries.append(Entry(last.version, name, last.changed_at, manner, old, new, current, len(group)))
        before = text
    return entries[::-1]


def _in_a_row(changes: list[AnswerChange]) -> list[list[AnswerChange]]:
    groups: list[list[AnswerChange]] = []
    for change in changes:
        if groups and _goes_on(groups[-1][-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _goes_on(before: AnswerChange, change: AnswerChange) -> bool:
    typed = before.origin is change.origin is AnswerOrigin.TYPED
    return (
        typed
        and before.changed_by_id == change.changed_by_id
        and change.changed_at - before.changed_at < _PAUSE
    )


def _manner(change: AnswerChange) -> str:
    if change.origin is AnswerOrigin.RESTORED:
        return str(_("restored version %(number)s", number=change.restored))
    words = {
        AnswerOrigin.TYPED: _("typed"),
        AnswerOrigin.CARRIED: _("carried over from the last cycle"),
        AnswerOrigin.INTERVIEW: _("noted in an interview"),
        AnswerOrigin.WORKBOOK: _("read from a workbook"),
    }
    return str(words[change.origin])
