"""Making the assessment report final."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import notices, policy
from labelapp.reviews.case import Case, case_of, scheme_of
from labelapp.reviews.commenting.queries import newest_draft, remarks_on
from labelapp.reviews.drafting.composing import compose, digest_of
from labelapp.reviews.drafting.queries import consents_of
from labelapp.reviews.models import Report, Review, ReviewState
from labelapp.reviews.operations.transitions import Action, allowed, hold, transition
from labelapp.reviews.queries.agreements import agreements_of, proposals_of, waiting
from labelapp.reviews.record import MilestoneRecord, ReviewRecord, as_json, content_hash
from labelapp.reviews.result import tally
from labelapp.web.errors import DomainError, InvalidInput


def set_assessed_on(review: Review, assessed_on: date | None) -> None:
    """Keep the date of the assessment. Raises DomainError (409) unless the report is being written."""
    hold(review)
    if review.state is not ReviewState.COMMENTING:
        allowed(review, Action.FINALISE)
    review.assessed_on = assessed_on
    db.session.flush()


def finalise_report(review: Review, by: User) -> Report:
    """Freeze the report: what was scored, agreed and written, remarks and answers, with its hash.

    Raises DomainError (409) for a second report, before all sheets are locked, or before the comment period that the
    scheme asks for is over; InvalidInput (422) while anything is missing.
    """
    hold(review)
    action = Action.CONCLUDE if review.state is ReviewState.COMMENTING else Action.FINALISE
    allowed(review, action)
    _require_comments(review, action)
    record_now = ready_record(review)
    course = [*record_now.course, MilestoneRecord(what="reported", on=today())]
    record_now = record_now.model_copy(update={"course": course})
    content = as_json(record_now)
    report = Report(
        summary=record_now.summary,
        content=content,
        sha256=content_hash(content),
        finalised_at=now(),
        finalised_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            review.report = report
    except IntegrityError as error:
        raise DomainError(_("The report of this review is final.")) from error
    transition(review, action)
    record("report.finalised", review, actor=by, sha256=report.sha256)
    notices.tell_of_report(review)
    return report


def _require_comments(review: Review, action: Action) -> None:
    if action is Action.FINALISE:
        if scheme_of(review).procedure.comment_days:
            raise DomainError(_("The cluster organisation comments on the draft first. Send it."))
        require_consent(review, compose(case_of(review)))
        return
    draft = newest_draft(review)
    if draft is not None and draft.ended_at is None:
        raise DomainError(_("The comment period of the cluster organisation is not over yet."))
    unanswered = sum(remark.accepted is None for remark in remarks_on(review))
    if unanswered:
        raise InvalidInput(_("Answer every remark of the cluster organisation first."))


def ready_record(review: Review) -> ReviewRecord:
    """The report as it can be sent or frozen. Raises InvalidInput (422) while something is missing."""
    case = case_of(review)
    if review.assessed_on is None:
        raise InvalidInput(_("Enter the date of the assessment."))
    if review.assessed_on > today():
        raise InvalidInput(_("The date of the assessment lies in the future."))
    _require_agreement(case)
    found = compose(case)
    if not found.summary.strip():
        raise InvalidInput(_("Write the summary of the report."))
    return found


def _require_agreement(case: Case) -> None:
    agreed = agreements_of(case.review)
    judgements = {code: agreement.judgement for code, agreement in agreed.items()}
    if still_open := tally(case, judgements).open:
        raise InvalidInput(_("These indicators are not agreed yet: %(codes)s.", codes=", ".join(still_open)))
    proposed = proposals_of(case.review)
    if unanswered := [code for code, said in proposed.items() if waiting(said, agreed.get(code))]:
        raise InvalidInput(_("These proposals wait for an answer: %(codes)s.", codes=", ".join(unanswered)))


def require_consent(review: Review, record_now: ReviewRecord) -> None:
    """Raise InvalidInput (422) unless every assessor who does not lead agreed to the draft as it stands."""
    if missing := without_consent(review, record_now):
        names = ", ".join(person.name for person in missing)
        raise InvalidInput(_("%(names)s has not agreed to this draft yet.", names=names))


def without_consent(review: Review, record_now: ReviewRecord) -> list[User]:
    """The assessors who do not lead and have not agreed to the draft as it stands."""
    digest, said = digest_of(record_now), consents_of(review)
    return [
        one.user
        for one in policy.scoring_assignments(review)[1:]
        if not (one.user_id in said and said[one.user_id].agrees and said[one.user_id].digest == digest)
    ]
