"""Filling in a score sheet and locking it."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import rfc8785
from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.clarifications.guards import hindrances
from labelapp.reviews.interests.changes import require_confirmed
from labelapp.reviews.judging import Gap, Judgement, Question, gaps, parse_points
from labelapp.reviews.models import Review, Score, ScoreSheet
from labelapp.reviews.operations.consensus import take_over_equal
from labelapp.reviews.operations.transitions import Action, allowed, hold, transition
from labelapp.reviews.queries.sheets import Entry, entries_of
from labelapp.schemes.numbers import exact
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class ScoreContent:
    """What one assessor writes about one indicator. `points` is exact text, None when not given."""

    points: str | None = None
    minimum_met: bool | None = None
    plausible: bool | None = None
    justification: str = ""
    strengths: str = ""
    improvements: str = ""
    visit_question: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class Typing:
    """The run of typing that a value comes from and its step in it (see `assessments.saving.Run`)."""

    run: str
    step: int


def content_of(entry: Entry | None) -> ScoreContent:
    """The content of a score that was given; empty when none was."""
    if entry is None:
        return ScoreContent()
    judgement = entry.judgement
    return ScoreContent(
        points=None if judgement.points is None else exact(judgement.points),
        minimum_met=judgement.minimum_met,
        plausible=judgement.plausible,
        justification=entry.justification,
        strengths=entry.strengths,
        improvements=entry.improvements,
        visit_question=entry.visit_question,
        flagged=entry.flagged,
    )


def give_score(
    sheet: ScoreSheet, indicator: str, content: ScoreContent, typing: Typing | None = None
) -> Score | None:
    """Add a score to a sheet; the latest counts. Content that stands there already adds nothing (None).

    After the answer changed the same content is a judgement of its own. Raises DomainError (409) for a locked sheet or
    a review that does not score, InvalidInput (422) for an unknown indicator or points off its scale.
    """
    hold_sheet(sheet)
    case = case_of(sheet.assignment.review)
    content = _checked(case, indicator, content)
    standing = entries_of(sheet.id).get(indicator)
    if content_of(standing) == content and not is_outdated(case, indicator, standing):
        return None
    score = Score(
        sheet_id=sheet.id,
        indicator=indicator,
        points=content.points,
        minimum_met=content.minimum_met,
        plausible=content.plausible,
        justification=content.justification,
        strengths=content.strengths,
        improvements=content.improvements,
        visit_question=content.visit_question,
        flagged=content.flagged,
        run=typing.run if typing else None,
        step=typing.step if typing else None,
        given_at=now(),
    )
    db.session.add(score)
    db.session.flush()
    return score


def is_outdated(case: Case, indicator: str, entry: Entry | None) -> bool:
    """Whether clarifications changed what is judged after a score was given, so that it needs a second look."""
    changed_at = case.changed_at.get(indicator)
    return entry is not None and changed_at is not None and entry.given_at <= changed_at


def hold_sheet(sheet: ScoreSheet) -> None:
    """Lock the row of a sheet that may still change. Raises DomainError (409) when it may not."""
    db.session.refresh(sheet, with_for_update=True)
    if sheet.locked_at is not None:
        raise DomainError(_("Your score sheet is locked and cannot be changed."))
    allowed(sheet.assignment.review, Action.COMPARE)


def _checked(case: Case, indicator: str, content: ScoreContent) -> ScoreContent:
    asked = case.questions.get(indicator)
    if asked is None:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    return checked_content(asked, content)


def checked_content(asked: Question, content: ScoreContent) -> ScoreContent:
    """The content as it is stored. Raises InvalidInput for points off the scale of the indicator."""
    points = content.points
    if points:
        try:
            points = exact(parse_points(asked, points))
        except ValueError as error:
            highest = exact(asked.indicator.max_points)
            raise InvalidInput(_("Points go from 0 to %(highest)s.", highest=highest)) from error
    return replace(
        content,
        points=points or None,
        justification=content.justification.strip(),
        strengths=content.strengths.strip(),
        improvements=content.improvements.strip(),
        visit_question=content.visit_question.strip(),
    )


def incomplete(case: Case, entries: dict[str, Entry]) -> dict[str, list[str]]:
    """What a sheet still lacks, by indicator: values of `judging.Gap`."""
    found = {}
    for code, asked in case.questions.items():
        entry = entries.get(code)
        missing = gaps(asked, entry.judgement if entry else Judgement(), entry.justification if entry else "")
        if is_outdated(case, code, entry):
            missing.append(Gap.CHANGED)
        if missing:
            found[code] = [gap.value for gap in missing]
    return found


def lock_sheet(sheet: ScoreSheet, by: User) -> None:
    """End the scoring of one assessor. With the last sheet of the review the comparison begins.

    Raises DomainError (409) when it is locked already, a declaration is to be confirmed or clarifications are not
    settled, InvalidInput (422) while something is missing.
    """
    review = sheet.assignment.review
    hold(review)
    hold_sheet(sheet)
    require_confirmed(by, review)
    if unsettled := hindrances(review, sheet.assignment.user):
        raise DomainError(" ".join(unsettled))
    case = case_of(review)
    entries = entries_of(sheet.id)
    if missing := incomplete(case, entries):
        raise InvalidInput(_("These indicators are not complete yet: %(codes)s.", codes=", ".join(missing)))
    sheet.locked_at = now()
    db.session.flush()
    record("sheet.locked", review, actor=by, account=sheet.assignment.user_id, sha256=fingerprint(entries))
    if _all_locked(review):
        transition(review, Action.COMPARE)
        if len(policy.scoring_assignments(review)) == 1:
            take_over_equal(review, by)
        notices.tell_locked(review)


def _all_locked(review: Review) -> bool:
    """Asked of the database, since the other sheet may have been locked a moment ago."""
    sheets = [assignment.sheet.id for assignment in policy.scoring_assignments(review) if assignment.sheet]
    query = select(ScoreSheet.id).where(ScoreSheet.id.in_(sheets), ScoreSheet.locked_at.is_not(None))
    return len(db.session.scalars(query).all()) == len(policy.scoring_assignments(review))


def fingerprint(entries: dict[str, Entry]) -> str:
    """SHA-256 over the canonical JSON of a sheet: the log proves later that nothing in it was changed.

    What carries an indicator to the visit came later: left out while empty, so that older fingerprints hold.
    """
    content: dict[str, Any] = {
        code: {
            name: value
            for name, value in vars(content_of(entry)).items()
            if value or name not in ("visit_question", "flagged")
        }
        for code, entry in sorted(entries.items())
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()
