"""Scoring a fictional case, and locking the sheet."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.calibration.case import ExerciseCase, case_of
from labelapp.reviews.calibration.models import CalibrationScore, CalibrationSheet, State
from labelapp.reviews.calibration.sheets import entries_of
from labelapp.reviews.judging import Judgement, gaps
from labelapp.reviews.operations import ScoreContent, content_of
from labelapp.reviews.operations.scoring import checked_content
from labelapp.reviews.queries.sheets import Entry
from labelapp.web.errors import DomainError, InvalidInput


def give_score(
    sheet: CalibrationSheet,
    code: str,
    content: ScoreContent,
    run: str | None = None,
    step: int | None = None,
) -> CalibrationScore | None:
    """Add a score to a sheet; the latest counts. Content that stands there already adds nothing (None).

    Raises DomainError (409) for a locked sheet or a closed exercise, InvalidInput (422) for an indicator that is not
    asked or points off its scale.
    """
    hold_sheet(sheet)
    asked = case_of(sheet.exercise).questions.get(code)
    if asked is None:
        raise InvalidInput(_("The exercise has no indicator %(code)s.", code=code))
    content = checked_content(asked, content)
    if content_of(entries_of(sheet.id).get(code)) == content:
        return None
    score = CalibrationScore(
        sheet_id=sheet.id,
        indicator=code,
        points=content.points,
        minimum_met=content.minimum_met,
        plausible=content.plausible,
        justification=content.justification,
        run=run,
        step=step,
        given_at=now(),
    )
    db.session.add(score)
    db.session.flush()
    return score


def hold_sheet(sheet: CalibrationSheet) -> None:
    """Lock the row of a sheet that may still change. Raises DomainError (409) when it may not."""
    db.session.refresh(sheet, with_for_update=True)
    if sheet.locked_at is not None:
        raise DomainError(_("Your score sheet is locked and cannot be changed."))
    db.session.refresh(sheet.exercise)
    if sheet.exercise.state is not State.OPEN:
        raise DomainError(_("This exercise is closed."))


def incomplete(case: ExerciseCase, entries: dict[str, Entry]) -> dict[str, list[str]]:
    """What a sheet still lacks, by indicator: values of `judging.Gap`."""
    found = {}
    for code, asked in case.questions.items():
        entry = entries.get(code)
        missing = gaps(asked, entry.judgement if entry else Judgement(), entry.justification if entry else "")
        if missing:
            found[code] = [gap.value for gap in missing]
    return found


def lock_sheet(sheet: CalibrationSheet, by: User) -> None:
    """End the scoring of one person; from then on they see the reference.

    Raises DomainError (409) when it is locked or the exercise is closed, InvalidInput (422) while something is missing.
    """
    hold_sheet(sheet)
    if missing := incomplete(case_of(sheet.exercise), entries_of(sheet.id)):
        raise InvalidInput(_("These indicators are not complete yet: %(codes)s.", codes=", ".join(missing)))
    sheet.locked_at = now()
    db.session.flush()
    record("calibration.locked", sheet.exercise, actor=by, account=sheet.user_id)
