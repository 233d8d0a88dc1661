"""The versions of an answer: reading them, and telling them to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content, answerable, content_text, field_of
from labelapp.assessments.models import AnswerChange, AnswerOrigin
from labelapp.assessments.queries import Place
from labelapp.extensions import db
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Entry:
    """One version of an answer as its history tells it. `old` and `new` are as people read them, or empty."""

    version: int
    author: str
    at: datetime
    manner: str
    old: str
    new: str
    current: bool


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


def histories(place: Place) -> list[FieldHistory]:
    """The history of each field of an indicator that was ever answered, in the order of the page. One statement."""
    author = joinedload(AnswerChange.changed_by, innerjoin=True)
    query = (
        select(AnswerChange)
        .where(*_at(place))
        .options(author.load_only(User.name), author.options(lazyload(User.roles)))
        .order_by(AnswerChange.version)
    )
    by_field: dict[str, list[AnswerChange]] = {}
    for change in db.session.scalars(query):
        by_field.setdefault(change.field, []).append(change)
    return [
        FieldHistory(code, label_of(place, code), _entries(place, by_field[code]))
        for code in answerable(place.indicator)
        if code in by_field
    ]


def label_of(place: Place, code: str) -> str:
    """The question as the reader sees it. Raises InvalidInput for a field that the indicator does not have."""
    field = field_of(place.indicator, code)
    return scheme_text(field.label) if field else str(_("If this does not apply to you, say why"))


def _at(place: Place) -> tuple[object, ...]:
    return (
        AnswerChange.assessment_id == place.assessment.id,
        AnswerChange.indicator == place.indicator.code,
    )


def _entries(place: Place, changes: list[AnswerChange]) -> list[Entry]:
    entries, before = [], ""
    for change in changes:
        text = content_text(place.indicator, change.field, change.content)
        current = change is changes[-1]
        entries.append(
            Entry(
                change.version, change.changed_by.name, change.changed_at, _manner(change), before, text, current
            )
        )
        before = text
    return entries[::-1]


def _manner(change: AnswerChange) -> str:
    if change.origin is AnswerOrigin.RESTORED:
        return str(_("restored version %(number)s", number=change.restored))
    words = {
        AnswerOrigin.TYPED: _("typed"),
        AnswerOrigin.CARRIED: _("carried over from the last cycle"),
        AnswerOrigin.INTERVIEW: _("noted in an interview"),
        AnswerOrigin.WORKBOOK: _("read from a workbook"),
    }
    return words.get(change.origin, change.origin.value)
