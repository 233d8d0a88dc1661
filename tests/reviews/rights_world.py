"""The world of the rights table: one case with everybody who could want to know of it, in one state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Submission
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.commenting.operations import hand_in
from labelapp.reviews.commenting.queries import newest_draft
from labelapp.reviews.disputes.operations import decide, declare_dispute, give_third_score, nominate_third
from labelapp.reviews.disputes.queries import disputes_of
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import AssessorRole, Interest, Review
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document
from tests.factories.reviews import (
    accept_nominees,
    declare_as_officer,
    declare_clear,
    declare_conflict,
    lock,
    make_assessor,
    make_sent_draft,
    score_all,
    sheets_of,
    start_scoring,
)

NAME = "Zephyrine Lagoon Cluster"
STATES = ("assigning", "scoring", "consensus", "commenting", "reported", "decided")


@dataclass
class World:
    """A case in one state: the people by their part, and the mails of the step that led into the state."""

    review: Review
    sha256: str
    people: dict[str, User | None]
    told: set[str] = field(default_factory=set)
    decision: Decision | None = None

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation of the case."""
        return self.review.submission.assessment.cluster

    def person(self, who: str) -> User:
        """Somebody with an account."""
        found = self.people[who]
        assert found
        return found

    def client(self, app: Flask, who: str) -> FlaskClient:
        """A browser in which that person signed in."""
        client, user = app.test_client(), self.people[who]
        if user is not None:
            sign_in(client, user)
        return client


def build(state: str) -> World:
    """The case in a state, with everybody around it."""
    world = _open()
    steps: dict[str, Callable[[World], None]] = {
        "scoring": lambda found: start_scoring(found.review) and None,
        "consensus": _compare,
        "commenting": _draft,
        "reported": _report,
        "decided": _decide,
    }
    for name in STATES[1 : STATES.index(state) + 1]:
        before = db.session.scalar(select(func.max(OutboxMail.id))) or 0
        steps[name](world)
        db.session.commit()
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.id > before).order_by(OutboxMail.id))
        world.told = {mail.recipient for mail in mails if NAME in mail.subject + mail.body}
    return world


def _open() -> World:
    cluster = make_cluster(NAME, partner_consent=True)
    team = {role: make_user(f"Team {role.value}") for role in TeamRole}
    for role in (TeamRole.MANAGER, TeamRole.CONTRIBUTOR, TeamRole.VIEWER):
        add_member(cluster, team[role], role)
    add_member(cluster, team[TeamRole.MANAGER], TeamRole.LEGAL_REPRESENTATIVE)
    offered = make_document(cluster, by=team[TeamRole.MANAGER])
    submission = make_submission(cluster, by=team[TeamRole.MANAGER], offered=offered)
    review = operations.open_review(submission, by=None)
    people: dict[str, User | None] = {
        "anonymous": None,
        "manager": team[TeamRole.MANAGER],
        "contributor": team[TeamRole.CONTRIBUTOR],
        "viewer": team[TeamRole.VIEWER],
    }
    people |= _experts(review) | _officers(submission) | _board(review) | _others()
    before = db.session.scalar(select(func.max(OutboxMail.id))) or 0
    lead, co = people["lead"], people["co"]
    assert lead
    assert co
    for person in (lead, co):
        declare_clear(review, person)
    mails = db.session.scalars(select(OutboxMail).where(OutboxMail.id > before).order_by(OutboxMail.id)).all()
    world = World(review, offered.files[0].sha256, people)
    world.told = {mail.recipient for mail in mails if NAME in mail.subject + mail.body}
    accept_nominees(review)
    db.session.commit()
    return world


def _experts(review: Review) -> dict[str, User | None]:
    lead, co = make_assessor("Lead Expert", country="DK"), make_assessor("Second Expert", country="PT")
    operations.nominate(review, lead, AssessorRole.LEAD, by=None)
    operations.nominate(review, co, AssessorRole.CO_ASSESSOR, by=None)
    people = {"lead": lead, "co": co, "third": make_assessor("Third Expert", country="BG")}
    for who in ("observer", "nominee", "off"):
        people[who] = make_assessor(f"{who.title()} Expert")
        operations.nominate(review, people[who], AssessorRole.OBSERVER, by=None)
    declare_clear(review, people["observer"])
    declare_conflict(review, people["off"])
    return dict(people)


def _officers(submission: Submission) -> dict[str, User | None]:
    officer, new, off = (make_user("Office", roles=[RoleName.SECRETARIAT]) for _ in range(3))
    declare_as_officer(officer, submission)
    operations.declare_as_officer(submission, off, [Interest.FAMILY])
    return {"officer": officer, "officer-new": new, "officer-off": off}


def _board(review: Review) -> dict[str, User | None]:
    board, new, off = (make_user("Board", roles=[RoleName.BOARD]) for _ in range(3))
    took_part = make_assessor("Both Roles")
    took_part.roles = [*took_part.roles, *board.roles]
    operations.nominate(review, took_part, AssessorRole.OBSERVER, by=None)
    declare_clear(review, took_part)
    declare_clear(review, board)
    declare_conflict(review, off)
    return {"board": board, "board-new": new, "board-off": off, "board-took": took_part}


def _others() -> dict[str, User | None]:
    partner, administrator = (make_user(roles=[role]) for role in (RoleName.PARTNER, RoleName.ADMINISTRATOR))
    db.session.add(Partner(name="Remit", countries=["DK"], people=[PartnerPerson(user=partner)]))
    other = make_user("Other Manager")
    add_member(make_cluster("Other Cluster"), other, TeamRole.MANAGER)
    return {"partner": partner, "administrator": administrator, "other": other}


def _compare(world: World) -> None:
    """Both sheets are locked; on 4.1 the assessors do not agree, and a third expert is to decide."""
    review, lead, third = world.review, world.person("lead"), world.person("third")
    for sheet, points in zip(sheets_of(review), ("5", "3"), strict=True):
        score_all(sheet, {"4.1": points})
        lock(sheet)
    declare_dispute(review, "4.1", "We read the list differently.", by=lead)
    nominate_third(review, third, by=world.person("officer"))
    declare_clear(review, third)
    accept_nominees(review)
    for who in ("lead", "co"):
        declare_clear(review, world.person(who))


def _draft(world: World) -> None:
    review, third, said = world.review, world.person("third"), Judgement(Fraction(4), True)
    dispute = disputes_of(review)["4.1"]
    give_third_score(review, dispute, said, "Two names are missing.", by=third)
    decide(review, dispute, said, "The list of May counts.", by=third)
    make_sent_draft(review)


def _report(world: World) -> None:
    draft = newest_draft(world.review)
    assert draft
    hand_in(draft, by=world.person("manager"))
    operations.finalise_report(world.review, by=world.person("lead"))


def _decide(world: World) -> None:
    world.decision = record_decision(
        world.review, Outcome.AWARD, "Every rule holds.", by=world.person("board")
    )
