"""Cases as lists show them: where each stands, what it waits for, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.extensions import schemes
from labelapp.reviews import policy
from labelapp.reviews.case import case_of, cluster_of, scheme_of
from labelapp.reviews.clarifications.guards import hindrances
from labelapp.reviews.commenting.queries import newest_draft
from labelapp.reviews.deadlines.dates import waits_until
from labelapp.reviews.disputes.queries import open_disputes
from labelapp.reviews.drafting.queries import consents_of
from labelapp.reviews.interests.changes import to_confirm
from labelapp.reviews.leaving.policy import may_decline
from labelapp.reviews.models import AssessorRole, Assignment, Review, ReviewState, ScoreSheet
from labelapp.reviews.objections.checks import objection_sentences
from labelapp.reviews.operations import incomplete
from labelapp.reviews.queries.agreements import agreements_of, proposals_of, waiting
from labelapp.reviews.queries.cases import CaseRow, Stage
from labelapp.reviews.queries.sheets import entries_of
from labelapp.reviews.rules import seats
from labelapp.reviews.staffing import role_name
from labelapp.schemes.definition import Scheme
from labelapp.web.formats import date_long


def stage_name(stage: Stage) -> str:
    """The word for where a case stands."""
    names = {
        Stage.WAITING: _("Waits for assessors"),
        Stage.ASSIGNING: _("Assignment"),
        Stage.SCORING: _("Scoring"),
        Stage.CONSENSUS: _("Agreement and report"),
        Stage.COMMENTING: _("Comment period"),
        Stage.REPORTED: _("Report final"),
    }
    return str(names[stage])


@dataclass(frozen=True)
class CaseLine:
    """A row of the secretariat's list. `waits_for` says who or what is missing; `days` are left, if there is a date."""

    row: CaseRow
    scheme: Scheme
    stage: str
    waits_for: list[str]
    ready: bool
    days: int | None
    url: str


def case_lines(rows: Iterable[CaseRow], day: date) -> list[CaseLine]:
    """The rows of a page in words."""
    lines = []
    for row in rows:
        scheme = schemes().get(row.scheme_code, row.scheme_version)
        waits_for = _waits_for(row, scheme)
        due = row.review.due_on if row.review and row.stage is not Stage.REPORTED else None
        lines.append(
            CaseLine(
                row=row,
                scheme=scheme,
                stage=stage_name(row.stage),
                waits_for=waits_for or [_("The review can start")],
                ready=not waits_for,
                days=(due - day).days if due else None,
                url=_url(row.review) if row.review else "",
            )
        )
    return lines


def _url(review: Review) -> str:
    return url_for("reviews.assignment", review_id=review.id)


def _waits_for(row: CaseRow, scheme: Scheme) -> list[str]:
    if row.review is None:
        return [_("Assessors are to be found")]
    match row.review.state:
        case ReviewState.ASSIGNING:
            return missing_people(row.review, scheme)
        case ReviewState.SCORING:
            return _unlocked(row.review)
        case ReviewState.CONSENSUS:
            return [_agreement(row.agreed, len(scheme.indicators))]
        case ReviewState.COMMENTING:
            return [_("Comments of the cluster organisation, then the final report")]
        case ReviewState.REPORTED:
            return [_("The decision of the board")]


def missing_people(review: Review, scheme: Scheme) -> list[str]:
    """Free seats, people who have not declared, objections that are open; empty when the review can start."""
    taken = {assignment.role: assignment for assignment in policy.scoring_assignments(review)}
    missing = [
        _("%(role)s is to be nominated", role=role_name(role)) for role in seats(scheme) if role not in taken
    ]
    declared = {item.user_id for item in review.declarations if not item.conflict}
    missing += [
        _dated(_("%(name)s has not declared interests", name=assignment.user.name), assignment.declare_by)
        for assignment in taken.values()
        if assignment.user_id not in declared
    ]
    return missing + objection_sentences(policy.active_assignments(review), today())


def _unlocked(review: Review) -> list[str]:
    return [
        _dated(_("The score sheet of %(name)s", name=assignment.user.name), assignment.lock_by)
        for assignment in policy.scoring_assignments(review)
        if assignment.sheet is None or assignment.sheet.locked_at is None
    ]


def _dated(text: str, day: date | None) -> str:
    """What is missing, with the day by which it was promised; in other words when that has passed."""
    if day is None:
        return text
    when = format_date(day)
    if day < today():
        return str(_("%(what)s, late since %(date)s", what=text, date=when))
    return str(_("%(what)s, by %(date)s", what=text, date=when))


def _agreement(agreed: int, asked: int) -> str:
    if agreed >= asked:
        return str(_("The report"))
    return str(_("Agreement: %(agreed)s of %(asked)s indicators", agreed=agreed, asked=asked))


@dataclass(frozen=True)
class OwnLine:
    """A row of an assessor's list. Before the declaration it tells the name, country and label only.

    `due` is the reader's own day where they have one, else that of the report.
    """

    review: Review
    cluster: str
    cluster_language: str
    country: str
    scheme: Scheme
    role: str
    sentence: str
    action: str
    url: str
    submitted_at: datetime | None
    due: date | None
    waits: bool
    begun: bool
    may_decline: bool


def own_case_lines(user: User, reviews: Iterable[Review]) -> list[OwnLine]:
    """The cases of a person; those from which an interest excludes them are left out."""
    again = to_confirm(user)
    return [
        _own_line(user, review, review.submission_id in again)
        for review in reviews
        if not policy.has_conflict(user, review)
    ]


def _own_line(user: User, review: Review, again: bool) -> OwnLine:
    assignment = policy.assignment_of(user, review)
    declared = policy.has_declared_clear(user, review)
    sentence, action, endpoint = next_step(user, review)
    if again and review.state is not ReviewState.REPORTED:
        sentence, action, endpoint = _confirmation_step()
    cluster = cluster_of(review)
    return OwnLine(
        review=review,
        cluster=cluster.name,
        cluster_language=cluster.name_language,
        country=cluster.country,
        scheme=scheme_of(review),
        role=role_name(assignment.role) if assignment else "",
        sentence=sentence,
        action=action,
        url=url_for(endpoint, review_id=review.id) if endpoint else "",
        submitted_at=review.submission.submitted_at if declared else None,
        due=_due(review, assignment, declared),
        waits=bool(action),
        may_decline=may_decline(user, review),
        begun=declared and action != _("Start scoring"),
    )


def _due(review: Review, assignment: Assignment | None, declared: bool) -> date | None:
    if review.state is ReviewState.REPORTED:
        return None
    own = waits_until(assignment, declared) if assignment else None
    return own or (review.due_on if declared else None)


Step = tuple[str, str, str]


def _confirmation_step() -> Step:
    return (
        _("Something on this case has changed. Confirm that you have no interest in it."),
        _("Confirm your declaration"),
        "reviews.interests",
    )


def next_step(user: User, review: Review) -> Step:
    """What a person has to do in a review: sentence, words of the button (none when others have to act), endpoint."""
    if not policy.has_declared_clear(user, review):
        return (
            _("Declare your interests before you see the case."),
            _("Declare your interests"),
            "reviews.interests",
        )
    if review.state is ReviewState.ASSIGNING:
        return _("You declared your interests. The secretariat starts the review."), "", ""
    assignment = policy.assignment_of(user, review)
    role = assignment.role if assignment else AssessorRole.OBSERVER
    if assignment is None or role not in policy.SCORING_ROLES:
        return (
            _third_step(assignment) if assignment and role is AssessorRole.THIRD_EXPERT else _observer_step()
        )
    if review.state is ReviewState.SCORING:
        return _scoring_step(review, assignment.sheet)
    return _reporting_step(user, review)


def _reporting_step(user: User, review: Review) -> Step:
    if review.state is ReviewState.CONSENSUS:
        return _agreement_step(user, review)
    if review.state is ReviewState.COMMENTING:
        return _commenting_step(user, review)
    return _("The report is final."), "", "reviews.report"


def _observer_step() -> Step:
    return _("You observe this review."), "", "reviews.desk"


def _third_step(assignment: Assignment) -> Step:
    review, objection = assignment.review, assignment.objection
    if objection is not None and objection.keeps_waiting(today()):
        return _("You declared your interests. The cluster organisation may still object to you."), "", ""
    count = len(open_disputes(review)) if review.state is ReviewState.CONSENSUS else 0
    if not count:
        return _("Everything is decided."), "", ""
    sentence = ngettext(
        "%(num)s indicator is for you to decide.", "%(num)s indicators are for you to decide.", count
    )
    return sentence, _("Score and decide"), "reviews.disputes"


def _scoring_step(review: Review, sheet: ScoreSheet | None) -> Step:
    if sheet is None or sheet.locked_at is not None:
        return _("Your sheet is locked. The other assessor has not locked theirs yet."), "", "reviews.desk"
    case = case_of(review)
    entries = entries_of(sheet.id)
    count = len(incomplete(case, entries))
    if not count and (waits_for := hindrances(review, sheet.assignment.user)):
        return waits_for[0], _("See the clarifications"), "clarifications.of_review"
    if not count:
        return _("Everything is scored. Check your sheet and lock it."), _("Check and lock"), "reviews.lock"
    sentence = ngettext(
        "%(num)s of %(asked)s indicators is still to be judged.",
        "%(num)s of %(asked)s indicators are still to be judged.",
        count,
        asked=len(case.questions),
    )
    action = _("Continue scoring") if entries else _("Start scoring")
    return sentence, action, "reviews.desk"


def _agreement_step(user: User, review: Review) -> Step:
    agreed, proposals, disputes = agreements_of(review), proposals_of(review), open_disputes(review)
    pending = [one for code, said in proposals.items() if (one := waiting(said, agreed.get(code)))]
    answers = sum(one.by.id != user.id for one in pending)
    count = len(scheme_of(review).indicators) - len(agreed)
    if answers:
        sentence = ngettext(
            "%(num)s proposal waits for your answer.", "%(num)s proposals wait for your answer.", answers
        )
        return sentence, _("Compare and agree"), "reviews.consensus"
    if count > len(disputes.keys() | {code for code in proposals if code not in agreed}):
        sentence = ngettext(
            "%(num)s indicator is still to be agreed.", "%(num)s indicators are still to be agreed.", count
        )
        return sentence, _("Compare and agree"), "reviews.consensus"
    if pending:
        return _("Your proposals wait for the other assessor."), "", "reviews.consensus"
    if count:
        return _("A third expert decides what is still open."), "", "reviews.consensus"
    return _draft_step(user, review)


def _draft_step(user: User, review: Review) -> Step:
    if policy.is_lead(user, review):
        return (
            _("Everything is agreed. The draft of the report is there."),
            _("Write the report"),
            "reviews.report",
        )
    if has_agreed_to_draft(user, review):
        return _("You agreed to the draft. The lead assessor goes on."), "", "reviews.report"
    return (
        _("Everything is agreed. Read the draft of the report and say whether you agree."),
        _("Read the draft"),
        "reviews.report",
    )


def has_agreed_to_draft(user: User, review: Review) -> bool:
    """Whether the last word of a person on the draft was that they agree; a later change may ask them again."""
    said = consents_of(review).get(user.id)
    return said is not None and said.agrees


def _commenting_step(user: User, review: Review) -> Step:
    draft = newest_draft(review)
    if draft is None or draft.ended_at is None:
        day = date_long(draft.due_on) if draft else ""
        sentence = _("The cluster organisation can point out errors of fact until %(date)s.", date=day)
        return sentence, "", "reviews.report"
    if policy.is_lead(user, review):
        return (
            _("The comment period is over. Answer the remarks, then make the report final."),
            _("Finish the report"),
            "reviews.report",
        )
    return _("The comment period is over. The lead assessor makes the report final."), "", "reviews.report"


def can_start(review: Review, scheme: Scheme) -> bool:
    """Whether nothing is missing any more before the start, as far as lists tell."""
    return review.state is ReviewState.ASSIGNING and not missing_people(review, scheme)
