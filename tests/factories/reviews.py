"""Assessors and reviews in any state, made with the operations."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Submission
from labelapp.clock import now, today
from labelapp.extensions import db, schemes
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of, cluster_of, scheme_of
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.commenting.operations import hand_in, send_draft
from labelapp.reviews.drafting.operations import as_text, say_of_draft, write_section
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Interest,
    Report,
    Review,
    ReviewState,
    Score,
    ScoreSheet,
)
from labelapp.reviews.objections.operations import agree_to_nominees
from labelapp.reviews.operations.consensus import locked_judgements
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.rules import seats
from labelapp.schemes.months import add_months
from labelapp.schemes.numbers import exact
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.assessments import make_submission
from tests.factories.remembered import remembered

QUALIFICATIONS = ["cme-bronze", "cme-silver", "cme-gold"]


def make_assessor(
    name: str = "Tomás Ferreira",
    country: str = "PT",
    languages: list[str] | None = None,
    qualifications: list[str] | None = None,
    locale: str = "en",
    sectors: Sequence[str] = ("maritime",),
    password: str | None = PASSWORD,
) -> User:
    """An assessor with a profile, qualified for every part of the schemes in `qualifications`."""
    user = make_user(name=name, roles=[RoleName.ASSESSOR], locale=locale, password=password)
    db.session.add(
        AssessorProfile(
            user=user,
            country=country,
            languages=languages or ["en", "da", "fr", "de"],
            sectors=list(sectors),
        )
    )
    for code in QUALIFICATIONS if qualifications is None else qualifications:
        for role in seats(schemes().get(code)):
            qualify(user, code, role)
    return user


def qualify(
    user: User,
    scheme_code: str = "cme-gold",
    role: AssessorRole = AssessorRole.LEAD,
    granted_on: date | None = None,
    ends_on: date | None = None,
) -> Qualification:
    """A qualification for one part, from today for three years unless told otherwise."""
    start = granted_on or today()
    one = Qualification(
        user=user,
        scheme_code=scheme_code,
        role=role,
        granted_on=start,
        ends_on=ends_on or add_months(start, 36),
        recorded_at=now(),
    )
    db.session.add(one)
    db.session.flush()
    return one


@remembered
def make_review(
    submission: Submission | None = None,
    lead: User | None = None,
    co_assessor: User | None = None,
    due_on: date | None = None,
    declared: bool = True,
    nominated: bool = True,
) -> Review:
    """A review in state assigning whose seats are filled by people who declared, unless told otherwise.

    The lead comes from the cluster's country, the co-assessor from another.
    """
    review = operations.open_review(submission or make_submission(), by=None, due_on=due_on)
    if not nominated:
        return review
    country = cluster_of(review).country
    people = {
        AssessorRole.LEAD: lead or make_assessor("Annika Rauhala", country=country),
        AssessorRole.CO_ASSESSOR: co_assessor or make_assessor(country="PT" if country != "PT" else "FI"),
    }
    for role in seats(scheme_of(review)):
        operations.nominate(review, people[role], role, by=None)
    if declared:
        for role in seats(scheme_of(review)):
            declare_clear(review, people[role])
        accept_nominees(review)
    return review


def accept_nominees(review: Review) -> None:
    """The applicant has no objection to those who are nominated, so that the review can start."""
    agree_to_nominees(review, review.submission.confirmed_by)


def make_officer(*cases: Review | Submission, name: str = "Ines Kovač") -> User:
    """An officer of the secretariat who declared to have no interest in some cases."""
    user = make_user(name, roles=[RoleName.SECRETARIAT])
    for case in cases:
        declare_as_officer(user, case)
    return user


def declare_as_officer(user: User, *cases: Review | Submission) -> None:
    """An officer declares to have no interest in some cases; without any in every case that there is."""
    submissions = [case.submission if isinstance(case, Review) else case for case in cases]
    operations.declare_none_in(submissions or db.session.scalars(select(Submission)).all(), user)
    db.session.commit()


def declare_clear(review: Review, user: User) -> None:
    """Declare that a person has no interest in the case."""
    operations.declare_interests(review, user, [])


def declare_conflict(review: Review, user: User) -> None:
    """Declare an interest of a person in the case."""
    operations.declare_interests(review, user, [Interest.PAID_ADVICE])


def make_observer(review: Review, name: str = "Ivo Marinov") -> User:
    """An observer who declared to have no interest."""
    user = make_assessor(name, country="BG")
    operations.nominate(review, user, AssessorRole.OBSERVER, by=None)
    declare_clear(review, user)
    accept_nominees(review)
    return user


@remembered
def start_scoring(review: Review | None = None) -> Review:
    """A review in state scoring, with empty sheets."""
    review = review or make_review()
    accept_nominees(review)
    operations.start_review(review, by=None)
    return review


def sheets_of(review: Review) -> list[ScoreSheet]:
    """The score sheets, lead first."""
    return [assignment.sheet for assignment in policy.scoring_assignments(review) if assignment.sheet]


def score_all(
    sheet: ScoreSheet,
    points: Mapping[str, str] | str = "4",
    minimums: Mapping[str, bool] | bool = True,
    justification: str = "Seen in the register, five entries drawn.",
    strengths: str = "",
    improvements: str = "",
    leave: Collection[str] = (),
) -> None:
    """Score every indicator except those to `leave`, in one go: what `give_score` would have stored one by one.

    `points`: one text for all (at most the indicator's maximum), or by indicator with 4 for the rest. `minimums`
    likewise, with met for the rest.
    """
    operations.hold_sheet(sheet)
    for code, asked in case_of(sheet.assignment.review).questions.items():
        if code in leave:
            continue
        given = Fraction(points if isinstance(points, str) else points.get(code, "4"))
        met = minimums if isinstance(minimums, bool) else minimums.get(code, True)
        answer = Judgement(plausible=True)
        db.session.add(
            Score(
                sheet_id=sheet.id,
                indicator=code,
                points=exact(min(given, asked.indicator.max_points)) if asked.asks_points(answer) else None,
                minimum_met=met if asked.asks_minimum(answer) else None,
                plausible=True if asked.asks_plausible else None,
                justification=justification,
                strengths=strengths,
                improvements=improvements,
                given_at=now(),
            )
        )
    db.session.flush()


def lock(sheet: ScoreSheet) -> None:
    """Lock a complete sheet."""
    operations.lock_sheet(sheet, by=sheet.assignment.user)


@remembered
def make_compared(
    review: Review | None = None,
    points: Mapping[str, str] | str = "4",
    minimums: Mapping[str, bool] | bool = True,
) -> Review:
    """A review in state consensus: all sheets say the same and are locked."""
    review = review or make_review()
    if review.state is ReviewState.ASSIGNING:
        start_scoring(review)
    for sheet in sheets_of(review):
        if sheet.locked_at is None:
            score_all(sheet, points, minimums)
            lock(sheet)
    return review


def agree(review: Review, reason: str = "Agreed after the visit.") -> None:
    """Agree on everything that is not agreed: on what the sheets share, else on what the lead gave."""
    lead, *others = [one.user for one in policy.scoring_assignments(review)]
    operations.take_over_equal(review, by=lead)
    case = case_of(review)
    first, *sheets = locked_judgements(review, case)
    agreed = agreements_of(review)
    differing = [
        code
        for code in case.questions
        if code not in agreed and any(sheet.get(code) != first.get(code) for sheet in sheets)
    ]
    for code in differing:
        proposal = operations.propose(review, code, first[code], reason, by=lead)
        if proposal is not None and others:
            operations.confirm(review, code, proposal.id, by=others[0])


def agree_on(review: Review, code: str, judgement: Judgement, reason: str) -> None:
    """The lead proposes a value for one indicator, and the co-assessor confirms it."""
    lead, co = [one.user for one in policy.scoring_assignments(review)]
    proposal = operations.propose(review, code, judgement, reason, by=lead)
    assert proposal is not None
    operations.confirm(review, code, proposal.id, by=co)


def write_draft(review: Review, assessed_on: date | None = None, summary: str = "") -> None:
    """The draft of a report, with a summary of the lead's if there is one, to which the other assessor agrees."""
    lead, *others = (assignment.user for assignment in policy.scoring_assignments(review))
    operations.set_assessed_on(review, assessed_on or today())
    if summary:
        write_section(review, "summary", as_text(summary), by=lead)
    for other in others:
        say_of_draft(review, True, "", by=other)


@remembered
def make_sent_draft(
    review: Review | None = None,
    points: Mapping[str, str] | str = "4",
    minimums: Mapping[str, bool] | bool = True,
    assessed_on: date | None = None,
    summary: str = "",
) -> SentDraft:
    """A draft report that waits for the comments of the cluster organisation."""
    review = review or make_review()
    if review.state in (ReviewState.ASSIGNING, ReviewState.SCORING):
        make_compared(review, points, minimums)
    agree(review)
    write_draft(review, assessed_on, summary)
    return send_draft(review, by=policy.scoring_assignments(review)[0].user)


@remembered
def make_report(
    review: Review | None = None,
    points: Mapping[str, str] | str = "4",
    minimums: Mapping[str, bool] | bool = True,
    assessed_on: date | None = None,
    summary: str = "A well managed cluster organisation with a clear strategy.",
) -> Report:
    """The final report of a review, from whatever state the review is in; the cluster has no remarks."""
    draft = make_sent_draft(review, points, minimums, assessed_on, summary)
    hand_in(draft, by=draft.review.submission.confirmed_by)
    lead = policy.scoring_assignments(draft.review)[0].user
    return operations.finalise_report(draft.review, by=lead)
