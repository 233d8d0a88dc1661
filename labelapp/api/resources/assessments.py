"""One's own self-assessments: read them, and write answers as the pages do."""

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_signed_in
from labelapp.api.answering import FieldPlace, change_answer, find_field, seen_version
from labelapp.api.blueprint import api
from labelapp.api.core.endpoints import Call, Guard, Reply
from labelapp.api.core.paging import addresses
from labelapp.api.core.problems import CHANGED, CONFLICT, NO_CONDITION
from labelapp.api.core.reading import PagedQuery, Query
from labelapp.api.policy import is_of_team, may_answer, may_write
from labelapp.api.scopes import Scope
from labelapp.api.shapes.assessments import (
    AnswerChange,
    AnswerList,
    AnswerState,
    AssessmentPage,
    AssessmentSummary,
    ChangedMeanwhile,
    answer_state,
    assessment_summary,
    etag_of,
)
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.queries import find_assessment, given_answers
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.web.paging import Page, read_page

TAG = "Self-assessments"
ANY = Guard(Scope.ASSESSMENTS_READ, is_signed_in)
ONE = Guard(Scope.ASSESSMENTS_READ, is_of_team, find_assessment)
FIELD = Guard(Scope.ASSESSMENTS_READ, is_of_team, find_field)
ANSWERING = Guard(Scope.ASSESSMENTS_WRITE, may_answer, find_field)
_FIELD_RULE = "/assessments/<int:assessment_id>/answers/<indicator>/<field>"


class AssessmentQuery(PagedQuery):
    """Which self-assessments."""

    state: AssessmentState | None = Field(None, description="Only those in this state")


@api.read("/assessments", TAG, AssessmentPage, ANY, AssessmentQuery)
def assessments(call: Call[None, AssessmentQuery]) -> AssessmentPage:
    """List the self-assessments of one's own cluster organisations.

    By code of the scheme, and then from the oldest to the newest.
    """
    mine = select(TeamMember.cluster_id).where(TeamMember.user_id == call.person.id)
    cluster = joinedload(Assessment.cluster, innerjoin=True)
    query = (
        select(Assessment)
        .where(Assessment.cluster_id.in_(mine))
        .options(cluster.selectinload(Cluster.team), cluster.lazyload(Cluster.portfolios))
        .options(joinedload(Assessment.submission))
    )
    if call.query.state is not None:
        query = query.where(Assessment.state == call.query.state)
    page: Page[Assessment] = read_page(
        query,
        Assessment.scheme_code.expression,
        Assessment.id.expression,
        call.query.position,
        size=call.query.limit,
    )
    items = [_summary(one, call.person) for one in page.items]
    return AssessmentPage(items=items, **addresses(page, call.query))


@api.read("/assessments/<int:assessment_id>", TAG, AssessmentSummary, ONE)
def assessment(call: Call[Assessment, Query]) -> AssessmentSummary:
    """Read one self-assessment."""
    return _summary(call.found, call.person)


@api.read("/assessments/<int:assessment_id>/answers", TAG, AnswerList, ONE)
def answers(call: Call[Assessment, Query]) -> AnswerList:
    """Read the answers of a self-assessment.

    Each with its version, author and ETag. Answers of a submitted self-assessment change no more.
    """
    given = sorted(given_answers(call.found).items())
    return AnswerList(items=[answer_state(*place, one) for place, one in given])


@api.read(_FIELD_RULE, TAG, AnswerState, FIELD)
def answer(call: Call[FieldPlace, Query]) -> Reply:
    """Read the answer to one field."""
    return _tagged(call.found.state())


@api.write(
    _FIELD_RULE,
    TAG,
    AnswerState,
    ANSWERING,
    AnswerChange,
    problems=(CONFLICT, NO_CONDITION),
    refusal=(CHANGED, ChangedMeanwhile),
)
def write_answer(call: Call[FieldPlace, Query]) -> Reply:
    """Write the answer to one field.

    `If-Match` says which version you have seen. Has somebody changed the answer to another value since, nothing is
    stored and both values come back (412); one that was changed to the same value is no clash, so a request whose
    answer was lost can be sent again. Every version is kept. Only a draft takes answers (409).
    """
    change: AnswerChange = call.body
    return _tagged(change_answer(call.found, change.value, seen_version(), call.person))


def _summary(found: Assessment, person: User) -> AssessmentSummary:
    return assessment_summary(found, writable=may_write(person, found))


def _tagged(state: AnswerState) -> Reply:
    return Reply(state, etag_of(state))
