"""Sessions of the board in any state, made with the operations."""

from datetime import date, timedelta
from fractions import Fraction

from labelapp.accounts.models import RoleName, User
from labelapp.clock import now, today
from labelapp.decisions.board.agenda import add_case
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import AgendaItem, BoardSession, Deferral, SessionKind
from labelapp.decisions.board.preparing import SessionFacts, invite_board, plan_session, propose
from labelapp.decisions.board.ruling import Ruling
from labelapp.decisions.board.sitting import cast_vote, close_case
from labelapp.decisions.conditions.models import AwardCondition, ConditionStep, StepKind
from labelapp.decisions.conditions.operations import set_conditions
from labelapp.decisions.conditions.queries import conditions_of
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.decisions.terms import Checker, ConditionTerms, Terms
from labelapp.evidence.models import Revision
from labelapp.extensions import db
from labelapp.reviews.case import case_of
from labelapp.reviews.judging import Judgement, Question
from labelapp.reviews.models import Report, Review, ReviewState
from labelapp.reviews.operations import open_review
from labelapp.reviews.queries.agreements import Agreement
from labelapp.reviews.record import as_json, content_hash, draw_up
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.decisions import make_board_member
from tests.factories.remembered import remembered
from tests.factories.reviews import declare_clear

SUMMARY = "A well managed cluster organisation with a clear strategy."
AWARD = Ruling(Choice.AWARD, "Every rule of the label holds.")


@remembered
def make_reported(points: str = "5", missed: str = "", scheme: str = "cme-gold") -> Review:
    """A case with a final report, written at once and without score sheets: the board reads nothing but the report.

    `points` for every indicator, at most its maximum; `missed` is the indicator whose minimum is not met.
    """
    review = open_review(make_submission(scheme=scheme), by=None)
    case = case_of(review)
    agreed = {
        code: Agreement(_judged(asked, points, code != missed), "", now())
        for code, asked in case.questions.items()
    }
    content = as_json(draw_up(case, agreed, today()).model_copy(update={"summary": SUMMARY}))
    review.report = Report(
        summary=SUMMARY,
        content=content,
        sha256=content_hash(content),
        finalised_at=now(),
        finalised_by_id=review.submission.confirmed_by_id,
    )
    review.state, review.assessed_on = ReviewState.REPORTED, today()
    db.session.flush()
    return review


def _judged(asked: Question, points: str, met: bool) -> Judgement:
    answer = Judgement(plausible=True)
    return Judgement(
        points=min(Fraction(points), asked.indicator.max_points) if asked.asks_points(answer) else None,
        minimum_met=met if asked.asks_minimum(answer) else None,
        plausible=True if asked.asks_plausible else None,
    )


def in_days(days: int) -> date:
    """So many days from today."""
    return today() + timedelta(days=days)


def make_board(*names: str) -> list[User]:
    """Members of the board, three unless named."""
    return [make_board_member(name) for name in names or ("Ilse Marenholt", "Paul Devigne", "Rui Montalvão")]


def make_session(
    *reviews: Review,
    chair: User,
    deputy: User | None = None,
    kind: SessionKind = SessionKind.MEETING,
    proposal: Ruling = AWARD,
    invited: bool = True,
) -> BoardSession:
    """A session with these cases; the board is invited unless told otherwise."""
    by = make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])
    held_on = in_days(7) if kind is SessionKind.MEETING else None
    session = plan_session(SessionFacts("Winter session", kind, chair, deputy, held_on), by)
    for review in reviews:
        item = add_case(session, review, by)
        if kind is SessionKind.SILENT:
            propose(item, proposal, by)
    if invited:
        invite_board(session, by)
    db.session.commit()
    return session


def vote(item: AgendaItem, choice: Choice, *members: User, reasons: str = "As the report says.") -> None:
    """Let members declare that they have no interest, and vote."""
    for member in members:
        declare_clear(item.review, member)
        cast_vote(item, choice, reasons, by=member)


def make_item(
    *choices: Choice, review: Review | None = None, kind: SessionKind = SessionKind.MEETING
) -> tuple[AgendaItem, list[User]]:
    """A case with a final report in an open session, and the members, of whom the first so many voted."""
    review = review or make_reported()
    board = make_board()
    session = make_session(review, chair=board[0], deputy=board[1], kind=kind)
    (item,) = session.items
    for member in board:
        declare_clear(review, member)
    for member, choice in zip(board, choices, strict=False):
        vote(item, choice, member)
    db.session.commit()
    return item, board


def make_deferral() -> AgendaItem:
    """A case whose decision was put off in a meeting."""
    item, (chair, *_others) = make_item(Choice.DEFER, Choice.DEFER)
    ruling = Ruling(
        Choice.DEFER, "The accounts are missing.", missing="The audited accounts.", until=in_days(30)
    )
    close_case(item, ruling, by=chair)
    db.session.commit()
    return item


def make_conditional_award(
    *conditions: ConditionTerms, review: Review | None = None, months: int | None = None
) -> Decision:
    """An award with conditions, one unless given."""
    terms = conditions or (ConditionTerms("Adopt rules of procedure.", in_days(90)),)
    review = review or make_reported()
    by = make_board_member(review=review)
    decision = record_decision(review, Outcome.AWARD, "With conditions.", by, Terms(terms, months))
    db.session.commit()
    return decision


def make_condition(checked_by: Checker = Checker.SECRETARIAT, review: Review | None = None) -> AwardCondition:
    """The one condition of an award, due in 90 days."""
    terms = ConditionTerms("Adopt rules of procedure.", in_days(90), checked_by)
    (condition,) = conditions_of(make_conditional_award(terms, review=review))
    return condition


def write_condition(decision: Decision, text: str = "Adopt rules of procedure.") -> AwardCondition:
    """One more condition of a decision that is taken already, as a row."""
    set_conditions(decision, [ConditionTerms(text, in_days(90))], decision.decided_by)
    return conditions_of(decision)[-1]


def show_for_condition(condition: AwardCondition, shown: Revision) -> None:
    """An answer with a file, as a row."""
    step = ConditionStep(
        kind=StepKind.ANSWERED,
        text="See the rules of procedure.",
        revision_id=shown.id,
        taken_by=condition.decision.decided_by,
        taken_at=now(),
    )
    condition.steps.append(step)
    db.session.flush()


def write_deferral(item: AgendaItem) -> Deferral:
    """A case that was put off, as a row."""
    deferral = Deferral(
        review=item.review,
        item_id=item.id,
        reasons="The accounts are missing.",
        missing="The audited accounts.",
        until=in_days(30),
        deferred_on=today(),
        deferred_by=item.session.chair,
    )
    db.session.add(deferral)
    db.session.flush()
    return deferral
