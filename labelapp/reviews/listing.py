"""Cases as lists show them: where each stands, what it waits for, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.extensions import schemes
from labelapp.reviews import policy
from labelapp.reviews.case import case_of, cluster_of, scheme_of
from labelapp.reviews.disputes.queries import open_disputes
from labelapp.reviews.models import AssessorRole, Review, ReviewState, ScoreSheet
from labelapp.reviews.operations import incomplete
from labelapp.reviews.queries.agreements import agreements_of, proposals_of, waiting
from labelapp.reviews.queries.cases import CaseRow, Stage
from labelapp.reviews.queries.sheets import entries_of
from labelapp.reviews.rules import seats
from labelapp.reviews.staffing import role_name
from labelapp.schemes.definition import Scheme


def stage_name(stage: Stage) -> str:
    """The word for where a case stands."""
    names = {
        Stage.WAITING: _("Waits for assessors"),
        Stage.ASSIGNING: _("Assignment"),
        Stage.SCORING: _("Scoring"),
        Stage.CONSENSUS: _("Agreement and report"),
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


def case_lines(rows: Iterable[CaseRow], today: date) -> list[CaseLine]:
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
                days=(due - today).days if due else None,
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
        case ReviewState.REPORTED:
            return [_("The decision of the board")]


def missing_people(review: Review, scheme: Scheme) -> list[str]:
    """Free seats, and people who have not declared; empty when the review can start."""
    taken = {assignment.role: assignment for assignment in policy.scoring_assignments(review)}
    missing = [
        _("%(role)s is to be nominated", role=role_name(role)) for role in seats(scheme) if role not in taken
    ]
    declared = {item.user_id for item in review.declarations if not item.conflict}
    missing += [
        _("%(name)s has not declared interests", name=assignment.user.name)
        for assignment in taken.values()
        if assignment.user_id not in declared
    ]
    return missing


def _unlocked(review: Review) -> list[str]:
    return [
        _("The score sheet of %(name)s", name=assignment.user.name)
        for assignment in policy.scoring_assignments(review)
        if assignment.sheet is None or assignment.sheet.locked_at is None
    ]


def _agreement(agreed: int, asked: int) -> str:
    if agreed >= asked:
        return str(_("The report"))
    return str(_("Agreement: %(agreed)s of %(asked)s indicators", agreed=agreed, asked=asked))


@dataclass(frozen=True)
class OwnLine:
    """A row of an assessor's list. Before the declaration it tells the name, country and label only."""

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
    waits: bool
    begun: bool


def own_case_lines(user: User, reviews: Iterable[Review]) -> list[OwnLine]:
    """The cases of a person; those from which an interest excludes them are left out."""
    return [_own_line(user, review) for review in reviews if not policy.has_conflict(user, review)]


def _own_line(user: User, review: Review) -> OwnLine:
    assignment = policy.assignment_of(user, review)
    declared = policy.has_declared_clear(user, review)
    sentence, action, endpoint = next_step(user, review)
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
        waits=bool(action),
        begun=declared and action != _("Start scoring"),
    )


Step = tuple[str, str, str]


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
        return _third_step(review) if role is AssessorRole.THIRD_EXPERT else _observer_step()
    if review.state is ReviewState.SCORING:
        return _scoring_step(review, assignment.sheet)
    if review.state is ReviewState.CONSENSUS:
        return _agreement_step(user, review)
    return _("The report is final."), "", "reviews.report"


def _observer_step() -> Step:
    return _("You observe this review."), "", "reviews.desk"


def _third_step(review: Review) -> Step:
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
    if policy.is_lead(user, review):
        return (
            _("Everything is agreed. The report is to be written."),
            _("Write the report"),
            "reviews.report",
        )
    return _("Everything is agreed. The lead assessor writes the report."), "", "reviews.report"


def can_start(review: Review, scheme: Scheme) -> bool:
    """Whether nothing is missing any more before the start, as far as lists tell."""
    return review.state is ReviewState.ASSIGNING and not missing_people(review, scheme)
