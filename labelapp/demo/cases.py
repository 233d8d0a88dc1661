"""Taking one case from the first answer to the certificate, by the operations that people's clicks run.

Only answers and scores, which are many, are written at once instead of one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from sqlalchemy import insert

from labelapp.accounts.models import User
from labelapp.assessments.models import Answer, AnswerChange, AnswerOrigin, Assessment, Submission
from labelapp.assessments.operations import start_assessment, submit_assessment
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import Award, issue_certificate
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision, Outcome
from labelapp.demo.answers import Answers
from labelapp.demo.fees import invoice_and_pay
from labelapp.demo.travel import travel_to
from labelapp.extensions import db, schemes
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.commenting.models import SentDraft
from labelapp.reviews.commenting.operations import hand_in, send_draft
from labelapp.reviews.drafting.operations import as_text, say_of_draft, write_section
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import ConsensusScore, Review, Score, ScoreSheet
from labelapp.reviews.objections.operations import agree_to_nominees
from labelapp.reviews.operations.consensus import locked_judgements
from labelapp.reviews.rules import seats
from labelapp.schemes.numbers import exact
from labelapp.schemes.scoring import score

JUSTIFICATIONS = (
    "Traced in the documents; five entries drawn, five found.",
    "The figures agree with the annual report and with the register.",
    "Shown in the interview and backed by the minutes of the last two years.",
    "The documents are complete and were updated in the last six months.",
    "Practice is clear from three examples; the written rule is short but in force.",
)
STRENGTHS = (
    "Participants describe the management as quick and reliable.",
    "The action plan is used in every meeting of the board.",
    "Visits are prepared, recorded and followed up.",
)
IMPROVEMENTS = (
    "Write down what is done well, so that it survives a change of staff.",
    "Ask participants who left for their reasons, and report them to the board.",
    "Give each action of the plan a person, a date and a budget.",
)


@dataclass(frozen=True)
class People:
    """Who works on a case. `co` is None where the scheme asks for one assessor."""

    manager: User
    lead: User
    co: User | None
    secretariat: User
    board: User


def begin(
    cluster: Cluster, scheme: str, version: str | None, by: User, due_on: date | None = None
) -> Assessment:
    """Start a self-assessment with every statement of eligibility confirmed."""
    chosen = schemes().get(scheme, version)
    return start_assessment(cluster, chosen, [statement.code for statement in chosen.eligibility], by, due_on)


def answer(assessment: Assessment, answers: Answers, by: User) -> None:
    """Write the answers."""
    rows = [
        {
            "assessment_id": assessment.id,
            "indicator": indicator,
            "field": field,
            "content": {"value": value},
            "version": 1,
            "changed_at": now(),
            "changed_by_id": by.id,
        }
        for indicator, fields in answers.items()
        for field, value in fields.items()
    ]
    db.session.execute(insert(Answer), rows)
    db.session.execute(insert(AnswerChange), [row | {"origin": AnswerOrigin.TYPED} for row in rows])


def submit(cluster: Cluster, scheme: str, version: str | None, answers: Answers, by: User) -> Submission:
    """A submission with these answers, all on one day."""
    assessment = begin(cluster, scheme, version, by)
    answer(assessment, answers, by)
    return submit_assessment(assessment, by)


def nominate(submission: Submission, people: People, due_on: date | None = None) -> Review:
    """Open the review and ask the assessors."""
    operations.declare_as_officer(submission, people.secretariat, [])
    review = operations.open_review(submission, people.secretariat, due_on)
    for role, person in zip(seats(scheme_of(review)), (people.lead, people.co), strict=False):
        if person is not None:
            operations.nominate(review, person, role, people.secretariat)
    return review


def start(review: Review, people: People) -> None:
    """Let the assessors declare that they have no interest, let the applicant agree to them, start the review."""
    for person in (people.lead, people.co):
        if person is not None:
            operations.declare_interests(review, person, [])
    agree_to_nominees(review, people.manager)
    operations.start_review(review, people.secretariat)


def sheets_of(review: Review) -> list[ScoreSheet]:
    """The score sheets, that of the lead first."""
    return [assignment.sheet for assignment in policy.scoring_assignments(review) if assignment.sheet]


def judgements(
    review: Review, random: Random, failed: Mapping[str, bool], at_least: int
) -> dict[str, Judgement]:
    """A plausible judgement of every indicator: what the answers come to, raised here and there up to `at_least`."""
    case = case_of(review)
    computed = score(case.scheme, case.answers, on=now().date())
    points = {code: found.points for code, found in computed.indicators.items() if found.points is not None}
    while points and sum(points.values()) < at_least:
        code = random.choice([c for c, given in points.items() if given < computed.indicators[c].max])
        points[code] += 1
    found = {}
    for code, asked in case.questions.items():
        excused = Judgement(plausible=True)
        found[code] = Judgement(
            points=points.get(code, Fraction(0)) if asked.asks_points(excused) else None,
            minimum_met=failed.get(code, True) if asked.asks_minimum(excused) else None,
            plausible=True if asked.asks_plausible else None,
        )
    return found


def fill(sheet: ScoreSheet, given: Mapping[str, Judgement], random: Random) -> None:
    """Write a sheet's scores with their justifications."""
    rows = [
        {
            "sheet_id": sheet.id,
            "indicator": code,
            "points": None if judgement.points is None else exact(judgement.points),
            "minimum_met": judgement.minimum_met,
            "plausible": judgement.plausible,
            "justification": random.choice(JUSTIFICATIONS),
            "strengths": random.choice(STRENGTHS) if random.random() < 0.15 else "",
            "improvements": random.choice(IMPROVEMENTS) if random.random() < 0.15 else "",
            "given_at": now(),
        }
        for code, judgement in given.items()
    ]
    db.session.execute(insert(Score), rows)


def differing(given: Mapping[str, Judgement], random: Random, count: int) -> dict[str, Judgement]:
    """The same judgements with a point less in `count` indicators, as a second pair of eyes gives."""
    changed = dict(given)
    able = [code for code, judgement in given.items() if judgement.points and judgement.points > 1]
    for code in random.sample(able, min(count, len(able))):
        old = given[code]
        assert old.points is not None
        changed[code] = Judgement(old.points - 1, old.minimum_met, old.plausible)
    return changed


def compare(review: Review, given: Mapping[str, Judgement], random: Random) -> None:
    """Fill and lock all sheets; those of two assessors differ a little."""
    for number, sheet in enumerate(sheets_of(review)):
        fill(sheet, given if number == 0 else differing(given, random, 4), random)
        operations.lock_sheet(sheet, sheet.assignment.user)


def report(review: Review, people: People, assessed_on: date, summary: str) -> None:
    """Agree on what the lead gave, send the draft, and make the report final: the cluster has no remarks."""
    draft = send(review, people, assessed_on, summary)
    hand_in(draft, people.manager)
    operations.finalise_report(review, people.lead)


def send(review: Review, people: People, assessed_on: date, summary: str = "") -> SentDraft:
    """Agree on what the lead gave, and send the draft to the cluster organisation."""
    first, *others = locked_judgements(review, case_of(review))
    rows = [
        {
            "review_id": review.id,
            "indicator": code,
            "points": None if judgement.points is None else exact(judgement.points),
            "minimum_met": judgement.minimum_met,
            "plausible": judgement.plausible,
            "reason": "Agreed after the interview."
            if any(other[code] != judgement for other in others)
            else "",
            "agreed_by_id": people.lead.id,
            "agreed_at": now(),
        }
        for code, judgement in first.items()
    ]
    db.session.execute(insert(ConsensusScore), rows)
    operations.set_assessed_on(review, assessed_on)
    if summary:
        write_section(review, "summary", as_text(summary), people.lead)
    if people.co is not None:
        say_of_draft(review, True, "", people.co)
    return send_draft(review, people.lead)


@dataclass(frozen=True)
class Concluded:
    """What a finished case of the past is made of."""

    cluster: Cluster
    scheme: str
    version: str
    answers: Answers
    assessed_on: date


def conclude(past: Concluded, people: People, random: Random) -> Certificate:
    """A case of the past from submission to certificate. The file is printed when somebody first asks for it."""
    travel_to(past.assessed_on - timedelta(days=60 + past.cluster.id % 50))
    assessment = begin(past.cluster, past.scheme, past.version, people.manager)
    travel_to(past.assessed_on - timedelta(days=40))
    answer(assessment, past.answers, people.manager)
    submission = submit_assessment(assessment, people.manager)
    travel_to(past.assessed_on - timedelta(days=30))
    review = nominate(submission, people)
    start(review, people)
    travel_to(past.assessed_on)
    compare(review, judgements(review, random, {}, at_least=121), random)
    report(
        review,
        people,
        past.assessed_on,
        "The organisation is managed with care; the report names what comes next.",
    )
    travel_to(past.assessed_on + timedelta(days=14))
    invoice_and_pay(review, people.secretariat)
    return _award(past, review, people)


def _award(past: Concluded, review: Review, people: People) -> Certificate:
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
    cluster = past.cluster
    award = Award(
        cluster=cluster,
        scheme=scheme_of(review),
        assessed_on=past.assessed_on,
        assessors=len(sheets_of(review)),
        holder=cluster.name,
        holder_language=cluster.name_language,
        language=cluster.language,
        place=cluster.place,
        country=cluster.country,
        portfolios=tuple(cluster.portfolio_codes),
        decision=decision,
    )
    return issue_certificate(award, people.board)
