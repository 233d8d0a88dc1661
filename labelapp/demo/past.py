"""Cases of the past: from the first answer to certificate or refusal, each at its own pace."""

from dataclasses import dataclass
from datetime import date
from random import Random

from labelapp.assessments.models import Submission
from labelapp.assessments.operations import submit_assessment
from labelapp.certificates.operations import Award, issue_certificate
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.demo import cases
from labelapp.demo.answers import Answers
from labelapp.demo.cases import People
from labelapp.demo.fees import invoice_and_pay
from labelapp.demo.paces import Pace, pace_of
from labelapp.demo.travel import travel_to
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.case import scheme_of
from labelapp.reviews.commenting.operations import hand_in
from labelapp.reviews.leaving.operations import decline_nomination
from labelapp.reviews.models import AssessorRole, Review

SUMMARY = "The organisation is managed with care; the report names what comes next."
UNMET = "2.8"  # the minimum requirement that a refused application of the past fails


@dataclass(frozen=True)
class Concluded:
    """What a finished case of the past is made of."""

    cluster: Cluster
    scheme: str
    version: str
    answers: Answers
    assessed_on: date
    refused: bool = False


def conclude(past: Concluded, people: People, random: Random) -> None:
    """A case of the past from its first answer to certificate or refusal.

    The file of a certificate is printed when somebody first asks for it.
    """
    pace = pace_of(past.cluster.name, past.assessed_on)
    travel_to(pace.begun)
    assessment = cases.begin(past.cluster, past.scheme, past.version, people.manager)
    cases.answer(assessment, past.answers, people.manager)
    travel_to(pace.submitted)
    submission = submit_assessment(assessment, people.manager)
    review = _staff(submission, people, pace)
    travel_to(past.assessed_on)
    failed = {UNMET: False} if past.refused else {}
    cases.compare(review, cases.judgements(review, random, failed, at_least=121), random)
    travel_to(pace.agreed)
    draft = cases.send(review, people, past.assessed_on, SUMMARY)
    travel_to(pace.reported)
    hand_in(draft, people.manager)
    operations.finalise_report(review, people.lead)
    travel_to(pace.decided)
    invoice_and_pay(review, people.secretariat)
    if past.refused:
        operations.declare_interests(review, people.board, [])
        record_decision(
            review, Outcome.REFUSE, f"The minimum requirement of {UNMET} is not met.", people.board
        )
    else:
        _award(past, review, people, pace)


def _staff(submission: Submission, people: People, pace: Pace) -> Review:
    """Find the assessors, and start the review."""
    travel_to(pace.accepted)
    operations.declare_as_officer(submission, people.secretariat, [])
    review = operations.open_review(submission, people.secretariat, None)
    if pace.declines:
        asked = operations.nominate(review, people.busy, AssessorRole.LEAD, people.secretariat)
        decline_nomination(asked, "I have no time in these weeks.")
    travel_to(pace.nominated)
    cases.ask(review, people)
    cases.start(review, people)
    return review


def _award(past: Concluded, review: Review, people: People, pace: Pace) -> None:
    operations.declare_interests(review, people.board, [])
    decision = Decision(
        review=review,
        outcome=Outcome.AWARD,
        reasons="The rules of the scheme are fulfilled.",
        decided_on=now().date(),
        decided_by=people.board,
        recorded_at=now(),
    )
    db.session.add(decision)
    db.session.flush()
    if pace.issued > pace.decided:
        travel_to(pace.issued)
    cluster = past.cluster
    award = Award(
        cluster=cluster,
        scheme=scheme_of(review),
        assessed_on=past.assessed_on,
        assessors=len(cases.sheets_of(review)),
        holder=cluster.name,
        holder_language=cluster.name_language,
        language=cluster.language,
        place=cluster.place,
        country=cluster.country,
        portfolios=tuple(cluster.portfolio_codes),
        decision=decision,
    )
    issue_certificate(award, people.board)
