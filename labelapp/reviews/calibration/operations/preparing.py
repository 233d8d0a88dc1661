"""Preparing an exercise: its facts, the fictional case, the reference, and who is invited."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.calibration import notices
from labelapp.reviews.calibration.case import case_of
from labelapp.reviews.calibration.closing import queue_closing
from labelapp.reviews.calibration.models import CalibrationItem, CalibrationSheet, Exercise, State
from labelapp.reviews.calibration.queries import invitees, judged_on
from labelapp.reviews.judging import Question
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.operations.scoring import checked_content
from labelapp.schemes.definition import Scheme
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class Facts:
    """What is said about an exercise."""

    title: str
    language: str
    closes_on: date
    background: str = ""
    reference_by: str = ""
    condition: bool = False


@dataclass(frozen=True)
class Part:
    """One indicator of the fictional case with its reference; `reference.justification` is the reason."""

    answer: str
    evidence: str = ""
    reference: ScoreContent = field(default_factory=ScoreContent)


def create_exercise(scheme: Scheme, facts: Facts, by: User) -> Exercise:
    """Begin an exercise under the newest version of a scheme. Raises InvalidInput (422) for a last day that is past."""
    _require_future(facts.closes_on)
    exercise = Exercise(
        scheme_code=scheme.code,
        scheme_version=scheme.version,
        created_at=now(),
        created_by_id=by.id,
        **vars(facts),
    )
    db.session.add(exercise)
    record("calibration.created", exercise, actor=by, scheme=scheme.code)
    return exercise


def change_exercise(exercise: Exercise, facts: Facts, by: User) -> None:
    """Change what is said about an exercise. Once it is open, its language stays, and a new last day is told to nobody.

    Raises DomainError (409) when it is closed, InvalidInput (422) for a last day that is past.
    """
    _refresh(exercise)
    if exercise.state is State.CLOSED:
        raise DomainError(_("This exercise is closed."))
    _require_future(facts.closes_on)
    if exercise.state is State.OPEN:
        facts = replace(facts, language=exercise.language)
    moved = facts.closes_on != exercise.closes_on
    for name, value in vars(facts).items():
        setattr(exercise, name, value)
    if moved and exercise.state is State.OPEN:
        exercise.reminded_at = None
        queue_closing(exercise)
    record("calibration.changed", exercise, actor=by, closes_on=facts.closes_on.isoformat())


def write_part(exercise: Exercise, code: str, part: Part, by: User) -> None:
    """Write one indicator of the case and its reference; without an answer and a reference it is taken out.

    Raises DomainError (409) once the exercise is open, InvalidInput (422) for points off the scale.
    """
    require_draft(exercise)
    indicator = case_of(exercise).scheme.indicators.get(code)
    if indicator is None:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=code))
    given = checked_content(Question(indicator), part.reference)
    item = next((one for one in exercise.items if one.indicator == code), None)
    if not (part.answer.strip() or part.evidence.strip() or given != ScoreContent()):
        if item is not None:
            exercise.items.remove(item)
        db.session.flush()
        return
    item = item or CalibrationItem(indicator=code)
    item.answer, item.evidence = part.answer.strip(), part.evidence.strip()
    item.points, item.minimum_met, item.plausible = given.points, given.minimum_met, given.plausible
    item.reason = given.justification
    item.written_by_id, item.written_at = by.id, now()
    if item not in exercise.items:
        exercise.items.append(item)
    db.session.flush()


def keep_reading(exercise: Exercise, name: str, parts: dict[str, Any]) -> None:
    """Keep what a file holds until somebody confirms it. Raises DomainError (409) once the exercise is open."""
    require_draft(exercise)
    exercise.pending = {"name": name, "parts": parts}
    db.session.flush()


def take_over(exercise: Exercise, parts: Mapping[str, Part], by: User) -> None:
    """Write the parts of a file; indicators that are not in it stay. The file is done with then."""
    require_draft(exercise)
    for code, part in parts.items():
        write_part(exercise, code, part, by)
    exercise.pending = None
    db.session.flush()
    record("calibration.case_taken_over", exercise, actor=by, indicators=len(parts))


def invite(exercise: Exercise, people: Collection[int], by: User) -> list[User]:
    """Invite exactly these accounts; return those who are new. In an open exercise the new ones get a mail at once.

    Who has begun stays. Raises DomainError (409) when it is closed, InvalidInput (422) for somebody who cannot be
    invited.
    """
    _refresh(exercise)
    if exercise.state is State.CLOSED:
        raise DomainError(_("This exercise is closed."))
    possible = {one.user.id: one.user for one in invitees(exercise, today())}
    standing = {sheet.user_id: sheet for sheet in exercise.sheets}
    if set(people) - set(possible) - set(standing):
        raise InvalidInput(_("One of these people cannot be invited. Choose from the list."))
    begun = judged_on([sheet.id for sheet in exercise.sheets])
    for user_id, sheet in standing.items():
        if user_id not in people and sheet.id not in begun and sheet.locked_at is None:
            exercise.sheets.remove(sheet)
    added = [user for user_id, user in possible.items() if user_id in people and user_id not in standing]
    exercise.sheets.extend(CalibrationSheet(user=user) for user in added)
    db.session.flush()
    record("calibration.invited", exercise, actor=by, accounts=sorted(user.id for user in added))
    if exercise.state is State.OPEN:
        _tell(exercise, added)
    return added


def hindrances(exercise: Exercise) -> list[str]:
    """What keeps an exercise from being opened, in sentences."""
    found = []
    if not exercise.items:
        found.append(_("The case is empty: write at least one indicator."))
    if lacking := case_of(exercise).lacking():
        found.append(_("These indicators are not complete: %(codes)s.", codes=", ".join(lacking)))
    if not exercise.reference_by.strip():
        found.append(_("It is not said who set the reference."))
    if not exercise.sheets:
        found.append(_("Nobody is invited yet."))
    if exercise.closes_on < today():
        found.append(_("The last day is past."))
    return [str(sentence) for sentence in found]


def open_exercise(exercise: Exercise, by: User) -> None:
    """Freeze case and reference and tell those who are invited.

    Raises DomainError (409) when it was opened before, InvalidInput (422) while something is missing.
    """
    require_draft(exercise)
    if found := hindrances(exercise):
        raise InvalidInput(" ".join(found))
    exercise.opened_at, exercise.pending = now(), None
    db.session.flush()
    record("calibration.opened", exercise, actor=by, closes_on=exercise.closes_on.isoformat())
    queue_closing(exercise)
    _tell(exercise, [sheet.user for sheet in exercise.sheets])


def delete_exercise(exercise: Exercise, by: User) -> None:
    """Delete an exercise that nobody has seen. Raises DomainError (409) once it was opened: its scores are kept."""
    require_draft(exercise)
    record("calibration.deleted", exercise, actor=by)
    db.session.delete(exercise)
    db.session.flush()


def require_draft(exercise: Exercise) -> None:
    """Lock an exercise that is being prepared. Raises DomainError (409) for any other."""
    _refresh(exercise)
    if exercise.state is not State.DRAFT:
        raise DomainError(_("This exercise was opened: case and reference stay as they are."))


def _refresh(exercise: Exercise) -> None:
    db.session.refresh(exercise, with_for_update=True)


def _require_future(day: date) -> None:
    if day < today():
        raise InvalidInput(_("Choose a last day that is not past."))


def _tell(exercise: Exercise, people: Iterable[User]) -> None:
    for person in people:
        notices.tell_invited(exercise, person)
