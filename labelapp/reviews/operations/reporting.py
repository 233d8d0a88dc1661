"""Writing the assessment report and making it final."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices
from labelapp.reviews.case import case_of
from labelapp.reviews.models import Report, Review
from labelapp.reviews.operations.transitions import Action, allowed, hold, transition
from labelapp.reviews.queries.agreements import agreements_of, proposals_of, waiting
from labelapp.reviews.record import as_json, content_hash, draw_up
from labelapp.reviews.result import tally
from labelapp.web.errors import DomainError, InvalidInput


def save_report_draft(review: Review, summary: str, assessed_on: date | None) -> None:
    """Keep the summary and the date of the assessment while the report is being written."""
    hold(review)
    allowed(review, Action.FINALISE)
    review.draft_summary, review.assessed_on = summary.strip(), assessed_on
    db.session.flush()


def finalise_report(review: Review, summary: str, assessed_on: date, by: User) -> Report:
    """Freeze the report: what was scored, agreed and written, with its hash.

    Raises DomainError (409) for a second report or before all sheets are locked, InvalidInput (422) without a
    summary, for a date in the future, or while an indicator is not agreed.
    """
    hold(review)
    allowed(review, Action.FINALISE)
    summary = summary.strip()
    if not summary:
        raise InvalidInput(_("Write the summary of the report."))
    if assessed_on > today():
        raise InvalidInput(_("The date of the assessment lies in the future."))
    case, agreed = case_of(review), agreements_of(review)
    judgements = {code: agreement.judgement for code, agreement in agreed.items()}
    if still_open := tally(case, judgements).open:
        raise InvalidInput(_("These indicators are not agreed yet: %(codes)s.", codes=", ".join(still_open)))
    if unanswered := [code for code, said in proposals_of(review).items() if waiting(said, agreed.get(code))]:
        raise InvalidInput(_("These proposals wait for an answer: %(codes)s.", codes=", ".join(unanswered)))
    content = as_json(draw_up(case, agreed, summary, assessed_on))
    report = Report(
        summary=summary,
        content=content,
        sha256=content_hash(content),
        finalised_at=now(),
        finalised_by_id=by.id,
    )
    review.draft_summary, review.assessed_on = summary, assessed_on
    try:
        with db.session.begin_nested():
            review.report = report
    except IntegrityError as error:
        raise DomainError(_("The report of this review is final.")) from error
    transition(review, Action.FINALISE)
    record("report.finalised", review, actor=by, sha256=report.sha256)
    notices.tell_of_report(review)
    return report
