"""Appeals in any state, made with the operations."""

from dataclasses import replace

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.decisions.appeals import operations
from labelapp.decisions.appeals.models import Appeal, AppealState, Part
from labelapp.decisions.appeals.operations import Grounds
from labelapp.decisions.appeals.policy import active_handlers
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.operations import nominate
from tests.factories.accounts import make_user
from tests.factories.board import make_reported
from tests.factories.decisions import make_decision
from tests.factories.evidence import make_document
from tests.factories.reviews import declare_clear, make_assessor, make_officer, make_report, start_scoring

GROUNDS = Grounds([Part.INDICATORS], ["2.2"], "The visit reports were not read.")


def make_refusal(assessed: bool = False) -> Decision:
    """A refused case of which one minimum requirement is said not to be met; `assessed` by people, with sheets."""
    review = (
        make_report(points="5", minimums={"2.2": False}).review if assessed else make_reported(missed="2.2")
    )
    return make_decision(review, Outcome.REFUSE, "Indicator 2.2 falls short.")


def applicant_of(decision: Decision) -> User:
    """A manager of the cluster organisation."""
    return people_with(cluster_of(decision.review), TeamRole.MANAGER)[0]


def make_appeal(decision: Decision | None = None, files: bool = False) -> Appeal:
    """A filed appeal that nobody has taken in charge, with a file of the library on request."""
    decision = decision or make_refusal()
    by = applicant_of(decision)
    attached = make_document(cluster_of(decision.review), by=by).files if files else ()
    appeal = operations.save_draft(decision, replace(GROUNDS, files=attached), by)
    operations.file_appeal(appeal, by)
    db.session.commit()
    return appeal


def make_handled(appeal: Appeal | None = None, declared: bool = True) -> Appeal:
    """An appeal with an officer and one handler, a board member who declared unless told otherwise."""
    appeal = appeal or make_appeal()
    officer = make_officer(appeal.decision.review, name="Olga Amtmann")
    operations.take_charge(appeal, officer, "")
    handler = make_user("Nora Fjeld", roles=[RoleName.BOARD])
    operations.name_handler(appeal, handler, officer)
    if declared:
        operations.declare(appeal, handler, [], "")
    db.session.commit()
    return appeal


def handler_of(appeal: Appeal) -> User:
    """The first of those who handle an appeal."""
    return active_handlers(appeal)[0].user


def make_upheld(appeal: Appeal | None = None) -> Appeal:
    """An appeal that was upheld; its re-examination looks for assessors."""
    appeal = make_handled(appeal)
    operations.decide_appeal(appeal, AppealState.UPHELD, "The reports show it.", handler_of(appeal))
    db.session.commit()
    return appeal


def seat_others(review: Review) -> Review:
    """Fill the seats of a re-examination with people who are new to the case, and start it."""
    others = (
        (AssessorRole.LEAD, make_assessor("Lena Neu", country="DK")),
        (AssessorRole.CO_ASSESSOR, make_assessor("Kofi Neu", country="FI")),
    )
    for role, person in others:
        nominate(review, person, role, by=None)
    for _role, person in others:
        declare_clear(review, person)
    return start_scoring(review)
