"""Saving answers: never the last one wins, never half of one, never one twice.

Each answer counts its changes. Who saves says which version they saw; the row changes only while it still has
that version, in one statement. Answers are not events of the log: every version of each is kept beside it, with
its author and its moment, and the submission freezes the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.answers import (
    Content,
    Typed,
    answerable,
    content_of,
    digest,
    field_of,
    typed_in_form,
    typed_of,
)
from labelapp.assessments.history import changes_since, content_at
from labelapp.assessments.models import Answer, AnswerChange, AnswerOrigin, Assessment, AssessmentState
from labelapp.assessments.queries import Given, Place, given_answer
from labelapp.clock import now
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput

_LONGEST_KEY = 40
_ANSWER, _CHANGE = cast(Table, Answer.__table__), cast(Table, AnswerChange.__table__)

# Put together once: these run at every pause in anybody's typing.
_HELD = (
    select(Assessment.state, Assessment.scheme_version)
    .where(Assessment.id == bindparam("assessment_id"))
    .with_for_update(read=True)
)
_FIRST, _KEEP = _ANSWER.insert(), _CHANGE.insert()
_NEXT = _ANSWER.update().where(
    *(
        _ANSWER.c[name] == bindparam(f"seen_{name}")
        for name in ("assessment_id", "indicator", "field", "version")
    )
)


@dataclass(frozen=True)
class Saved:
    """The answer is stored and has this version."""

    version: int
    at: datetime


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the answer meanwhile to another value; nothing was stored."""

    field: str
    typed: Typed
    mine: Content
    theirs: Given


@dataclass(frozen=True)
class Run:
    """Typing into one field by one page without a break: each `step` was written with those before it in sight.

    So a step replaces earlier steps of its run although their acknowledgement was lost, comes to nothing when
    a later one arrived first, and is stored once however often it is sent.
    """

    key: str
    step: int


@dataclass(frozen=True)
class Manner:
    """How an answer came about, as its history tells."""

    origin: AnswerOrigin = AnswerOrigin.TYPED
    to_confirm: bool = False
    run: Run | None = None
    restored: int | None = None


@dataclass(frozen=True)
class _Writing:
    """One answer on its way into the database."""

    place: Place
    field: str
    typed: Typed
    content: Content
    by: User
    manner: Manner
    at: datetime


def require_draft(assessment: Assessment) -> None:
    """Hold the self-assessment open for answers until the transaction ends. Raises DomainError when it is not.

    A submission that runs at the same time waits for this, or this for the submission; so does a move to another
    version of the scheme. Raises Moved when that was first.
    """
    held = db.session.connection().execute(_HELD, {"assessment_id": assessment.id})
    state, version = held.one()
    if state is not AssessmentState.DRAFT:
        raise DomainError(_("This self-assessment is closed for changes. Your last change was not saved."))
    if version != assessment.scheme_version:
        raise Moved(version)


class Moved(DomainError):
    """The self-assessment went over to another version of the scheme while somebody was writing."""

    def __init__(self, version: str) -> None:
        super().__init__(
            _(
                "This self-assessment was moved to version %(version)s while you were writing.",
                version=version,
            )
        )


def save_answer(
    place: Place,
    field: str,
    typed: Typed,
    version: int,
    by: User,
    *,
    origin: AnswerOrigin = AnswerOrigin.TYPED,
    to_confirm: bool = False,
    run: Run | None = None,
) -> Saved | Clash:
    """Store what was typed into one field if its answer still has `version` (0: there is none yet).

    An answer that somebody else changed to the same value is no clash, nor is one that only earlier steps of
    the same `run` changed. Call `require_draft` first. Raises InvalidInput for a version that never existed.
    """
    content = content_of(place.indicator, field, typed)
    manner = Manner(origin, to_confirm, run)
    return _store(_Writing(place, field, typed, content, by, manner, now()), version)


def restore_answer(place: Place, field: str, wanted: int, version: int, by: User) -> Saved | Clash:
    """Make an earlier version of an answer the present one, as a new version, if it still has `version`.

    Call `require_draft` first. Raises InvalidInput for versions that never existed.
    """
    content = content_at(place, field, wanted)
    if content is None:
        raise InvalidInput(_("This answer has no such version."))
    typed = typed_of(field_of(place.indicator, field), content)
    manner = Manner(AnswerOrigin.RESTORED, restored=wanted)
    return _store(_Writing(place, field, typed, content, by, manner, now()), version)


def saved_already(place: Place, field: str, run: Run) -> Saved | None:
    """The version under which this step, or a later one of its run, is stored."""
    return _overtaken(changes_since(place, field, 0), run)


def _store(writing: _Writing, version: int) -> Saved | Clash:
    place, manner = writing.place, writing.manner
    row: dict[str, Any] = {
        "assessment_id": place.assessment.id,
        "indicator": place.indicator.code,
        "field": writing.field,
        "version": version + 1,
        "content": writing.content,
        "origin": manner.origin,
        "changed_at": writing.at,
        "changed_by_id": writing.by.id,
    }
    stored = _insert if version == 0 else _change
    if not stored(row, manner.to_confirm):
        return _meet(writing, version)
    run = {"run": manner.run.key, "step": manner.run.step} if manner.run else {}
    db.session.connection().execute(
        _KEEP, row | {"run": None, "step": None, "restored": manner.restored} | run
    )
    return Saved(version + 1, writing.at)


def _meet(writing: _Writing, version: int) -> Saved | Clash:
    """The answer has another version than the writer saw: find out whether that is their own doing."""
    current = given_answer(writing.place.assessment, writing.place.indicator.code, writing.field)
    if current is None or version > current.version:
        raise InvalidInput(_("This answer is older than the page. Reload the page."))
    if run := writing.manner.run:
        since = changes_since(writing.place, writing.field, version)
        if done := _overtaken(since, run):
            return done
        if [one.run for one in since] == [run.key] * (current.version - version):
            return _store(writing, current.version)
    if current.content == writing.content:
        return Saved(current.version, current.changed_at)
    return Clash(writing.field, writing.typed, writing.content, current)


def _overtaken(changes: Sequence[AnswerChange], run: Run) -> Saved | None:
    for one in changes:
        if one.run == run.key and one.step is not None and one.step >= run.step:
            return Saved(one.version, one.changed_at)
    return None


def _insert(row: dict[str, Any], to_confirm: bool) -> bool:
    try:
        with db.session.begin_nested():
            db.session.connection().execute(_FIRST, row | {"to_confirm": to_confirm})
    except IntegrityError:
        return False
    return True


def _change(row: dict[str, Any], to_confirm: bool) -> bool:
    seen = {f"seen_{name}": row[name] for name in ("assessment_id", "indicator", "field")}
    values = row | seen | {"seen_version": row["version"] - 1, "to_confirm": to_confirm}
    return bool(db.session.connection().execute(_NEXT, values).rowcount)


def save_form(place: Place, form: MultiDict[str, str], by: User) -> list[Clash]:
    """Store every field of a posted indicator page that was changed there; return the clashes.

    Beside each field the page posts `version.<field>` and `shown.<field>`, the digest of what it had shown: a
    field that still holds that was not touched and is left alone, whoever changed it meanwhile.
    Raises DomainError when answers are closed, InvalidInput for what is no form of ours.
    """
    require_draft(place.assessment)
    clashes = []
    for code in answerable(place.indicator):
        if f"version.{code}" not in form:
            continue
        typed = typed_in_form(field_of(place.indicator, code), code, form)
        if digest(typed) == form.get(f"shown.{code}"):
            continue
        outcome = save_answer(place, code, typed, read_version(form[f"version.{code}"]), by)
        if isinstance(outcome, Clash):
            clashes.append(outcome)
    return clashes


def read_version(raw: object) -> int:
    """A version as a form or a script sends it. Raises InvalidInput."""
    number = _read_number(raw)
    if number is None:
        raise InvalidInput(_("The version of the answer is missing. Reload the page."))
    return number


def read_run(key: object, step: object) -> Run | None:
    """The run of typing as a script sends it; None when it sends none. Raises InvalidInput."""
    if key is None and step is None:
        return None
    number = _read_number(step)
    if (
        not isinstance(key, str)
        or not key.isalnum()
        or not key.isascii()
        or len(key) > _LONGEST_KEY
        or number is None
    ):
        raise InvalidInput(_("This is not an answer."))
    return Run(key, number)


def read_moment(raw: object) -> datetime | None:
    """When something was typed, as the clock of its writer says; None for anything else, and for what is to come."""
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found and found.tzinfo and found <= now() else None


def _read_number(raw: object) -> int | None:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 10:
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**9:
        return raw
    return None
