"""Two appeals, one of them upheld, and two complaints, one of which left something to the surveillance."""

from datetime import date, timedelta

from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.complaints.models import Complaint, ComplaintOutcome
from labelapp.certificates.complaints.operations import (
    Closing,
    Sender,
    ask_holder,
    close_complaint,
    receive_complaint,
    state,
    take_charge,
)
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.decisions.appeals import operations as appeals
from labelapp.decisions.appeals.models import Appeal, AppealState, Part
from labelapp.decisions.appeals.operations import Grounds
from labelapp.decisions.appeals.statements import ask_for_statement, give_statement
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.demo.people import account
from labelapp.demo.travel import travel_to
from labelapp.demo.world import World
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.policy import scoring_assignments

OPEN_GROUNDS = (
    "The action plan of 2026 has a budget for every action: see its annex 2, page 4. It was among our evidence for "
    "4.3, but the justification speaks of the plan of the year before."
)
UPHELD_GROUNDS = (
    "Our contact register of May names 61 participants whom we met in person, with the day of each visit. The report "
    "counts the 34 of the register of January, which was replaced before we submitted."
)
UPHELD_REASONS = (
    "The report refers to a register that is not among the evidence of the submission. The one that was uploaded "
    "was not judged. Other assessors examine the submission again."
)


def make_appeals(world: World, refused: Decision, mistaken: Review) -> None:
    """One that waits for the board member with a password, and one that the expert with a password upheld."""
    officer = account("Jana Sedlak", "secretariat.2", RoleName.SECRETARIAT)
    first = _refuse(mistaken, by=world.cast.board[1])
    travel_to(world.today - timedelta(days=9))
    waiting = _filed(world, refused, "4.3", OPEN_GROUNDS)
    upheld = _filed(world, first, "2.8", UPHELD_GROUNDS)
    travel_to(world.today - timedelta(days=6))
    _handled(waiting, officer, world.cast.board[0])
    _ask(waiting, refused, world.cast.board[0])
    expert = world.cast.assessors[0]
    _handled(upheld, officer, expert)
    appeals.decide_appeal(upheld, AppealState.UPHELD, UPHELD_REASONS, by=expert)
    _complain(world, officer)


def _refuse(review: Review, by: User) -> Decision:
    operations.declare_interests(review, by, [])
    return record_decision(
        review,
        Outcome.REFUSE,
        "The minimum requirement of 2.8 is not met: too few participants were met in person.",
        by,
    )


def _filed(world: World, decision: Decision, code: str, text: str) -> Appeal:
    manager = world.managers[cluster_of(decision.review).name]
    appeal = appeals.save_draft(decision, Grounds([Part.INDICATORS], [code], text), manager)
    appeals.file_appeal(appeal, manager)
    return appeal


def _handled(appeal: Appeal, officer: User, handler: User) -> None:
    operations.declare_as_officer(appeal.decision.review.submission, officer, [])
    appeals.take_charge(appeal, officer, "")
    appeals.name_handler(appeal, handler, by=officer)
    appeals.declare(appeal, handler, [])


def _ask(appeal: Appeal, decision: Decision, handler: User) -> None:
    """The chair has answered, the lead assessor not yet."""
    chair = decision.decided_by
    asked = ask_for_statement(appeal, chair, "Did the board see annex 2 of the plan?", handler)
    give_statement(asked, "No. The report did not mention it, and we did not open the evidence.", chair)
    lead = scoring_assignments(decision.review)[0].user
    ask_for_statement(appeal, lead, "Which plan did you judge under 4.3, and where is its budget?", handler)


def _complain(world: World, officer: User) -> None:
    """One complaint waits for the statement of the holder; the other was founded."""
    first, second = _holders(world)
    waiting = _received(first, officer, Sender("Ruth Almgren", "ruth.almgren@readers.example", "en"))
    ask_holder(waiting, "Your web site says that all participants are certified. What is meant?", officer)
    founded = _received(second, officer, Sender("Per Halvard", "per.halvard@readers.example", "en"))
    ask_holder(founded, "Which of your brochures shows the label, and since when?", officer)
    manager = world.managers[second.cluster.name]
    state(founded, "A brochure of 2025 showed it before the award. It is withdrawn.", manager)
    close_complaint(founded, _closing(world.today + timedelta(days=24)), officer)


def _holders(world: World) -> list[Certificate]:
    """Two certificates of clusters that have no open case."""
    query = (
        select(Certificate)
        .join(Certificate.cluster)
        .where(
            Certificate.valid_until > world.today,
            Certificate.superseded_on.is_(None),
            Certificate.withdrawn_on.is_(None),
            Certificate.suspended_on.is_(None),
            Certificate.level == "gold",
            Cluster.name.not_in(world.busy),
        )
    )
    return list(db.session.scalars(query.order_by(Certificate.id).limit(2)))


def _received(certificate: Certificate, officer: User, sender: Sender) -> Complaint:
    complaint = receive_complaint(certificate, sender, "They use the label for more than it stands for.")
    cases = select(Submission).join(Submission.assessment)
    cases = cases.where(Assessment.cluster_id == certificate.cluster_id)
    operations.declare_none_in(db.session.scalars(cases).all(), officer)
    take_charge(complaint, officer, True, "")
    return complaint


def _closing(due_on: date) -> Closing:
    return Closing(
        ComplaintOutcome.FOUNDED_SURVEILLANCE,
        "The brochure was in use for four months before the award; the holder says so.",
        "The label was used too early. The material was withdrawn, and we look at it again.",
        "Look at brochures and web site: is the label used only for the cluster organisation?",
        due_on,
    )
