"""Whether locked score sheets, rounds, drafts that were sent and final reports are still what the log fixed."""

from sqlalchemy import select

from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.models import Assignment, Report, ScoreSheet
from labelapp.reviews.operations.scoring import fingerprint
from labelapp.reviews.queries.sheets import entries_of
from labelapp.reviews.record import content_hash


def report_problem(event: Event) -> str | None:
    """What is wrong with the report that an event `report.finalised` fixed."""
    query = select(Report).where(Report.review_id == event.subject_id)
    report = db.session.scalars(query).one_or_none()
    if report is None:
        return "the report that it fixed is missing"
    fixed = event.details.get("sha256")
    changed = content_hash(report.content) != fixed or report.sha256 != fixed
    if changed or report.summary != report.content.get("summary"):
        return f"report {report.id} was changed after it was final"
    return None


def sheet_problem(event: Event) -> str | None:
    """What is wrong with the score sheet that an event `sheet.locked` fixed.

    A person may have had two seats on a case, one after the other: one of the sheets has to be the one.
    """
    query = select(ScoreSheet.id).join(ScoreSheet.assignment)
    query = query.where(
        Assignment.review_id == event.subject_id, Assignment.user_id == event.details.get("account")
    )
    sheets = list(db.session.scalars(query))
    if not sheets:
        return "the score sheet that it fixed is missing"
    if all(fingerprint(entries_of(sheet)) != event.details.get("sha256") for sheet in sheets):
        return f"score sheet {sheets[-1]} was changed after it was locked"
    return None


def round_problem(event: Event) -> str | None:
    """What is wrong with the round of clarifications that an event `clarification.ended` fixed."""
    query = select(ClarificationRound).where(
        ClarificationRound.review_id == event.subject_id,
        ClarificationRound.number == event.details.get("round"),
    )
    found = db.session.scalars(query).one_or_none()
    if found is None or found.content is None:
        return "the round of clarifications that it fixed is missing"
    fixed = event.details.get("sha256")
    if content_hash(found.content) != fixed or found.sha256 != fixed:
        return f"round {found.number} of clarifications was changed after it was frozen"
    return None


def draft_problem(event: Event) -> str | None:
    """What is wrong with the draft that an event `report.draft_sent` fixed; several may have been sent."""
    drafts = list(db.session.scalars(select(SentDraft).where(SentDraft.review_id == event.subject_id)))
    fixed = event.details.get("sha256")
    if not any(content_hash(one.content) == one.sha256 == fixed for one in drafts):
        return "the draft of the report that it fixed was changed or is missing"
    return None
