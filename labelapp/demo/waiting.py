"""Cases that wait: one or more in each state, for each account with a known password."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from labelapp.accounts.models import User
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import AssessmentState, Submission
from labelapp.assessments.operations import request_confirmation, submit_assessment
from labelapp.assessments.queries import assessments_of, find_place
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import suspend_certificate, withdraw_certificate
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.operations import add_member, give_consents, remove_member
from labelapp.clusters.queries import people_with
from labelapp.decisions.queries import decision_on
from labelapp.demo import cases
from labelapp.demo.answers import SAMPLES, sample_answers, varied_answers
from labelapp.demo.appeals import make_appeals
from labelapp.demo.board import begin_silent_procedure, hold_past_meeting, invite_to_meeting
from labelapp.demo.cases import People
from labelapp.demo.clarifications import ask_back
from labelapp.demo.cycle import make_next_cycles
from labelapp.demo.data_room import fill_data_room, leave_to_the_data_room
from labelapp.demo.documents import evidence_pdf, evidence_table, text_pdf
from labelapp.demo.people import account
from labelapp.demo.plans import make_plan
from labelapp.demo.together import work_together
from labelapp.demo.travel import travel_to
from labelapp.demo.visits import plan_visit
from labelapp.demo.world import World
from labelapp.evidence.models import Document, DocumentKind
from labelapp.evidence.operations import Details, add_file, change_details, replace_file, store_upload
from labelapp.evidence.queries import documents_of
from labelapp.extensions import db, schemes
from labelapp.reviews import operations
from labelapp.reviews.commenting.operations import write_remark
from labelapp.reviews.comparison import compare
from labelapp.reviews.disputes.operations import declare_dispute
from labelapp.reviews.models import Review
from labelapp.reviews.objections.operations import objections_of, raise_objection
from labelapp.reviews.queries.sheets import entries_of

SHOWCASE = "Havnsund Maritime Klynge"
FRENCH = "Pôle alimentaire de Cornouaille Verte"
GERMAN = "Solarcluster Dreisamtal"
SUMMARY = (
    "The organisation knows its participants and is managed with care. Strategy and action plan fit each other. "
    "What comes next: write down what is done well, and ask participants more regularly."
)
OPEN_INDICATORS = ("2.9", "3.2", "4.7", "4.8", "4.9", "4.10", "4.11", "4.12", "5.2")


def make_waiting_cases(world: World) -> None:
    """Everything that the people with a password find when they sign in."""
    travel_to(world.today - timedelta(days=12))
    _draft_of_the_showcase(world)
    _awaiting_confirmation(world)
    _without_assessors(world)
    _waiting_for_declarations(world)
    _scoring(world)
    _asking_back(world)
    _consensus(world)
    refused = _decided(world)
    _before_the_board(world)
    _commenting(world)
    _withdrawn_and_suspended(world)
    make_next_cycles(world, world.clusters[FRENCH])
    _objected(world)
    _appealed(world, refused)
    travel_to(world.today - timedelta(days=3))
    _team_at_work(world)
    _nominated(world, world.take_any(), due_in=40)


def _draft_of_the_showcase(world: World) -> None:
    """The manager with a password: nine indicators to go, one minimum requirement missed."""
    cluster = world.take(SHOWCASE)
    manager = world.managers[cluster.name]
    add_member(cluster, account("Jonas Krag", "contributor"), TeamRole.CONTRIBUTOR)
    give_consents(cluster, benchmark=True, partners=True, by=manager)
    answers = {
        code: given for code, given in sample_answers("gold-complete").items() if code not in OPEN_INDICATORS
    }
    answers["4.3"]["parts"] = ["responsible", "dates"]
    fill_data_room(cluster, world.today)
    leave_to_the_data_room(answers)
    assessment = cases.begin(cluster, "cme-gold", None, manager, world.today + timedelta(days=22))
    cases.answer(assessment, answers, manager)
    _offer_evidence(assessment.id, cluster, manager)
    contract = _fill_library(world, cluster, manager)
    if place := find_place(assessment.id, "3.1"):
        link_evidence(place, contract, 1, "The grant of the region", manager)
    make_plan(world, assessment, manager)


def _team_at_work(world: World) -> None:
    """The showcase's two people divide the work and talk about it."""
    found = assessments_of([world.clusters[SHOWCASE]])
    assessment = next(one for one in found if one.state is AssessmentState.DRAFT)
    colleague = people_with(assessment.cluster, TeamRole.CONTRIBUTOR)[0]
    work_together(assessment, world.managers[SHOWCASE], colleague)


def _fill_library(world: World, cluster: Cluster, by: User) -> Document:
    """What a library holds besides: a register in its second revision, statutes with an annex, an expired contract.

    Returns the contract.
    """
    colleague = next(one.user for one in cluster.team if one.role is TeamRole.CONTRIBUTOR)
    statutes = _upload(cluster, text_pdf(cluster.name, "Statutes"), "Statutes.pdf", by)
    annex = FileStorage(
        BytesIO(text_pdf(cluster.name, "Rules of procedure")), filename="Rules of procedure.pdf"
    )
    add_file(statutes, annex, by)
    contract = _upload(cluster, text_pdf(cluster.name, "Grant agreement"), "Grant agreement.pdf", colleague)
    (register,) = [one for one in documents_of(cluster) if one.title == "Contact register"]
    newer = FileStorage(BytesIO(evidence_table() + b"18 June,Tidevand Robotics,new member,invented\n"))
    newer.filename = "Contact register, updated.csv"
    replace_file(register.files[0], newer, colleague)
    for document, kind, owner, since, until in (
        (statutes, DocumentKind.STATUTES, by, 2200, None),
        (contract, DocumentKind.CONTRACT, colleague, 1100, -20),
        (register, DocumentKind.PARTICIPANTS, colleague, 30, 335),
    ):
        change_details(
            document,
            Details(
                title=document.title,
                kind=kind,
                owner=owner,
                effective_on=world.today - timedelta(days=since),
                expires_on=None if until is None else world.today + timedelta(days=until),
            ),
            by,
        )
    return contract


def _offer_evidence(assessment_id: int, cluster: Cluster, by: User) -> None:
    visits = _upload(cluster, evidence_pdf(cluster.name), "Visit reports, first half of the year.pdf", by)
    register = _upload(cluster, evidence_table(), "Contact register.csv", by)
    for code, document, page in (
        ("2.8", visits, 1),
        ("2.8", register, None),
        ("2.6", register, None),
        ("B5.1", register, None),
    ):
        if place := find_place(assessment_id, code):
            link_evidence(place, document, page, "", by)


def _upload(cluster: Cluster, content: bytes, name: str, by: User) -> Document:
    return store_upload(cluster, FileStorage(BytesIO(content), filename=name), by=by)


def _awaiting_confirmation(world: World) -> None:
    """A French case that its legal representative has to confirm."""
    cluster = world.take(FRENCH)
    manager = world.managers[cluster.name]
    assessment = cases.begin(cluster, "cme-gold", None, manager, world.today + timedelta(days=9))
    cases.answer(assessment, sample_answers("gold-complete"), manager)
    _offer_evidence(assessment.id, cluster, manager)
    request_confirmation(assessment, manager)


def _without_assessors(world: World) -> None:
    """Submissions that the secretariat has to assign."""
    for scheme in ("cme-gold", "cme-silver", "cme-bronze"):
        submission = _submitted(world, world.take_any(), scheme)
    _worked_for(world.cast.secretariat, submission.assessment.cluster)


def _worked_for(officer: User, cluster: Cluster) -> None:
    """An officer was once in the team, which the log remembers: a sign of an interest."""
    add_member(cluster, officer, TeamRole.VIEWER)
    remove_member(cluster, officer)


def _submitted(world: World, cluster: Cluster, scheme: str) -> Submission:
    answers = varied_answers(schemes().get(scheme), SAMPLES[scheme], world.random)
    manager = world.managers[cluster.name]
    assessment = cases.begin(cluster, scheme, None, manager)
    cases.answer(assessment, answers, manager)
    _offer_evidence(assessment.id, cluster, manager)
    return submit_assessment(assessment, manager)


def _with_us(world: World, cluster: Cluster) -> People:
    """The two assessors with a password, on one case."""
    tomas, annika = world.cast.assessors[:2]
    return replace(world.people_for(cluster, two=True), lead=tomas, co=annika)


def _nominated(world: World, cluster: Cluster, due_in: int) -> tuple[Review, People]:
    people = _with_us(world, cluster)
    due_on = world.today + timedelta(days=due_in)
    return cases.nominate(_submitted(world, cluster, "cme-gold"), people, due_on), people


def _waiting_for_declarations(world: World) -> None:
    """A case about which both assessors are late to say whether they have an interest; another one is asked later."""
    _nominated(world, world.take_any(), due_in=30)


def _objected(world: World) -> None:
    """Both nominees are free of interests; the cluster organisation objects to the lead, and the report is late."""
    cluster = world.take_any()
    people = world.people_for(cluster, two=True)
    late = world.today - timedelta(days=2)
    review = cases.nominate(_submitted(world, cluster, "cme-gold"), people, late)
    for person in (people.lead, people.co):
        if person is not None:
            operations.declare_interests(review, person, [])
    objection = next(one for one in objections_of(review) if one.assignment.user is people.lead)
    raise_objection(
        objection, "They advise the cluster organisation next door, our competitor.", people.manager
    )


def _scoring(world: World) -> None:
    """A sheet that is half full, one that is locked on the other side, and a visit to come."""
    review, people = _nominated(world, world.take_any(), due_in=18)
    cases.start(review, people)
    given = cases.judgements(review, world.random, {}, at_least=118)
    mine, theirs = cases.sheets_of(review)
    cases.fill(mine, dict(list(given.items())[:15]), world.random)
    cases.fill(theirs, given, world.random)
    for code in list(given)[3:15:5]:
        content = operations.content_of(entries_of(mine.id)[code])
        question = "Who keeps this list, and how often?"
        operations.give_score(mine, code, replace(content, flagged=True, visit_question=question))
    operations.lock_sheet(theirs, theirs.assignment.user)
    plan_visit(world, review)


def _asking_back(world: World) -> None:
    """The German case: one question was answered, two wait for its manager."""
    review, people = _nominated(world, world.take(GERMAN), due_in=21)
    cases.start(review, people)
    ask_back(review, people.lead, people.manager)


def _consensus(world: World) -> None:
    """Both sheets are locked; the assessors differ in four indicators."""
    review, people = _nominated(world, world.take_any(), due_in=3)
    cases.start(review, people)
    cases.compare(review, cases.judgements(review, world.random, {}, at_least=122), world.random)
    lead, co = (sheet.assignment.user for sheet in cases.sheets_of(review))
    operations.take_over_equal(review, lead)
    first, second, third, *_rest = compare(review).to_agree
    judgement = first.opinions[1].judgement
    operations.propose(review, first.code, judgement, "The list of May has one entry less.", co)
    operations.propose(review, second.code, second.opinions[0].judgement, "Seen in the interview.", lead)
    declare_dispute(review, third.code, "We read the requirement differently.", lead)


def _reported(world: World, scheme: str, failed: dict[str, bool], at_least: int) -> Review:
    cluster = world.take_any()
    people = world.people_for(cluster, two=scheme == "cme-gold")
    review = cases.nominate(_submitted(world, cluster, scheme), people)
    cases.start(review, people)
    cases.compare(review, cases.judgements(review, world.random, failed, at_least), world.random)
    cases.report(review, people, world.today - timedelta(days=12), SUMMARY)
    return review


def _commenting(world: World) -> None:
    """The showcase's Silver case: its manager reads the draft report and has pointed out one error."""
    cluster = world.clusters[SHOWCASE]
    people = replace(_with_us(world, cluster), co=None)
    answers = varied_answers(schemes().get("cme-silver"), SAMPLES["cme-silver"], world.random)
    review = cases.nominate(cases.submit(cluster, "cme-silver", None, answers, people.manager), people)
    cases.start(review, people)
    cases.compare(review, cases.judgements(review, world.random, {}, at_least=0), world.random)
    draft = cases.send(review, people, world.today - timedelta(days=13))
    write_remark(draft, "2.8", "61 participants were met, not 54: see the contact register.", people.manager)


def _before_the_board(world: World) -> None:
    """Reports to decide on, one of them with many points and a minimum requirement that is not met."""
    strong = _reported(world, "cme-gold", {}, at_least=126)
    failed = _reported(world, "cme-gold", {"2.8": False}, at_least=143)
    silver = _reported(world, "cme-silver", {}, at_least=0)
    invite_to_meeting(world, strong, failed, silver)
    begin_silent_procedure(world, _reported(world, "cme-gold", {}, at_least=123))
    _reported(world, "cme-gold", {}, at_least=128)
    _reported(world, "cme-silver", {}, at_least=0)


def _decided(world: World) -> Review:
    """Cases of a meeting that has ended, one for each outcome; return the one that was refused."""
    refused = _reported(world, "cme-gold", {"4.3": False}, at_least=124)
    hold_past_meeting(
        world,
        refused=refused,
        awarded=_reported(world, "cme-gold", {}, at_least=130),
        conditional=_reported(world, "cme-gold", {}, at_least=121),
        deferred=_reported(world, "cme-gold", {}, at_least=122),
    )
    return refused


def _appealed(world: World, refused: Review) -> None:
    """Appeals against the refusal of the meeting, and against one that was decided apart."""
    decision = decision_on(refused)
    assert decision is not None
    make_appeals(world, decision, _reported(world, "cme-gold", {"2.8": False}, at_least=125))


def _withdrawn_and_suspended(world: World) -> None:
    """Certificates that no longer hold, or not at present."""
    query = select(Certificate).where(
        Certificate.valid_until > world.today,
        Certificate.superseded_on.is_(None),
        Certificate.level != "bronze",
    )
    held = [
        found
        for found in db.session.scalars(query.order_by(Certificate.id))
        if found.cluster.name != SHOWCASE
    ]
    by = world.cast.secretariat
    withdraw_certificate(held[3], "The organisation asked for it: it merged with another one.", by)
    suspend_certificate(held[8], "More than half of the participants changed and this was not reported.", by)
