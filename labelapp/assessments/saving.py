"""Saving answers: never the last one wins, never half of one.

Each answer counts its changes. Who saves says which version they saw; the row changes only while it still has
that version, in one statement. Answers are not events of the log: every version of each is kept beside it, with
its author and its moment, and the submission freezes the last.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select, update
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
)
from labelapp.assessments.models import Answer, AnswerChange, AnswerOrigin, Assessment, AssessmentState
from labelapp.assessments.queries import Given, Place, given_answer
from labelapp.clock import now
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


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


def require_draft(assessment: Assessment) -> None:
    """Hold the self-assessment open for answers until the transaction ends. Raises DomainError when it is not.

    A submission that runs at the same time waits for this, or this for the submission; so does a move to another
    version of the scheme. Raises Moved when that was first.
    """
    query = select(Assessment.state, Assessment.scheme_version).where(Assessment.id == assessment.id)
    state, version = db.session.execute(query.with_for_update(read=True)).one()
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
) -> Saved | Clash:
    """Store what was typed into one field if its answer still has `version` (0: there is none yet).

    An answer that somebody else changed to the same value is no clash. Call `require_draft` first.
    Raises InvalidInput for a version that never existed.
    """
    content = content_of(place.indicator, field, typed)
    row: dict[str, Any] = {
        "assessment_id": place.assessment.id,
        "indicator": place.indicator.code,
        "field": field,
        "version": version + 1,
        "content": content,
        "origin": origin,
        "changed_at": now(),
        "changed_by_id": by.id,
    }
    stored = _insert if version == 0 else _change
    if stored(row, to_confirm):
        db.session.execute(insert(AnswerChange).values(row))
        return Saved(version + 1, row["changed_at"])
    current = given_answer(place.assessment, place.indicator.code, field)
    if current is None or version > current.version:
        raise InvalidInput(_("This answer is older than the page. Reload the page."))
    if current.content == content:
        return Saved(current.version, current.changed_at)
    return Clash(field, typed, content, current)


def _insert(row: dict[str, Any], to_confirm: bool) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Answer).values(**row, to_confirm=to_confirm))
    except IntegrityError:
        return False
    return True


def _change(row: dict[str, Any], to_confirm: bool) -> bool:
    names = ("assessment_id", "indicator", "field")
    statement = (
        update(Answer)
        .where(*(getattr(Answer, name) == row[name] for name in names), Answer.version == row["version"] - 1)
        .values(
            {name: value for name, value in row.items() if name not in names} | {"to_confirm": to_confirm}
        )
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)


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
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 10:
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**9:
        return raw
    raise InvalidInput(_("The version of the answer is missing. Reload the page."))
