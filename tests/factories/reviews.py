"""Assessors and reviews in any state, made with the operations."""

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Submission
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of, cluster_of, scheme_of
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Interest,
    Report,
    Review,
    ReviewState,
    ScoreSheet,
)
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.operations.consensus import locked_judgements
from labelapp.reviews.rules import seats
from labelapp.schemes.numbers import exact
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission

QUALIFICATIONS = ["cme-bronze", "cme-silver", "cme-gold"]


def make_assessor(
    name: str = "Tomás Ferreira",
    country: str = "PT",
    languages: list[str] | None = None,
    qualifications: list[str] | None = None,
    locale: str = "en",
) -> User:
    """An assessor with a profile."""
    user = make_user(name=name, roles=[RoleName.ASSESSOR], locale=locale)
    db.session.add(
        AssessorProfile(
            user=user,
            country=country,
            languages=languages or ["en", "da", "fr", "de"],
            qualifications=QUALIFICATIONS if qualifications is None else qualifications,
        )
    )
    db.session.flush()
    return user


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
            declare_clear(review, people[role])
    return review


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
    return user


def start_scoring(review: Review | None = None) -> Review:
    """A review in state scoring, with empty sheets."""
    review = review or make_review()
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
    """Score every indicator except those to `leave`.

    `points`: one text for all (at most the indicator's maximum), or by indicator with 4 for the rest. `minimums`
    likewise, with met for the rest.
    """
    for code, asked in case_of(sheet.assignment.review).questions.items():
        if code in leave:
            continue
        given = Fraction(points if isinstance(points, str) else points.get(code, "4"))
        met = minimums if isinstance(minimums, bool) else minimums.get(code, True)
        answer = Judgement(plausible=True)
        operations.give_score(
            sheet,
            code,
            ScoreContent(
                points=exact(min(given, asked.indicator.max_points)) if asked.asks_points(answer) else None,
                minimum_met=met if asked.asks_minimum(answer) else None,
                plausible=True if asked.asks_plausible else None,
                justification=justification,
                strengths=strengths,
                improvements=improvements,
            ),
        )


def lock(sheet: ScoreSheet) -> None:
    """Lock a complete sheet."""
    operations.lock_sheet(sheet, by=sheet.assignment.user)


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
    """Agree on everything: on what the sheets share, else on what the lead gave."""
    lead, *others = [one.user for one in policy.scoring_assignments(review)]
    operations.take_over_equal(review, by=lead)
    case = case_of(review)
    first = locked_judgements(review, case)[0]
    differing = [
        code
        for code in case.questions
        if any(sheet.get(code) != first.get(code) for sheet in locked_judgements(review, case)[1:])
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


def make_report(
    review: Review | None = None,
    points: Mapping[str, str] | str = "4",
    minimums: Mapping[str, bool] | bool = True,
    assessed_on: date | None = None,
    summary: str = "A well managed cluster organisation with a clear strategy.",
) -> Report:
    """The final report of a review, from whatever state the review is in."""
    review = review or make_review()
    if review.state in (ReviewState.ASSIGNING, ReviewState.SCORING):
        make_compared(review, points, minimums)
    agree(review)
    lead = policy.scoring_assignments(review)[0].user
    return operations.finalise_report(review, summary, assessed_on or today(), by=lead)
