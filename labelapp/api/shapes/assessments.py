"""Self-assessments and their answers, each with the version by which a change is kept from running over another."""

import hashlib
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from labelapp.api.core.links import Link
from labelapp.api.core.paging import PageOf
from labelapp.api.core.problems import Problem
from labelapp.api.shapes.common import ClusterName, SchemeKey
from labelapp.assessments.models import AnswerOrigin, Assessment, AssessmentState
from labelapp.assessments.queries import Given
from labelapp.web.links import public_link

Value = StrictInt | StrictStr | list[StrictStr] | dict[str, StrictInt | StrictStr] | None
_SHAPES = (
    "integer: a whole number; decimal: exact text such as `4.5`; money: exact text by source; counts: whole numbers by "
    "category; checklist: a list of codes, empty for none of them; date: `2026-01-31`; rubric: the points as text; "
    "choice: a code; text and link: text; null: no answer"
)


class AssessmentSummary(BaseModel):
    """A self-assessment of a cluster organisation of one's own."""

    id: int
    cluster: ClusterName
    scheme: SchemeKey
    state: AssessmentState
    writable: bool = Field(description="Whether this person may change answers now")
    due_on: date | None
    started_at: datetime
    submitted_at: datetime | None
    answers: Link


class AssessmentPage(PageOf[AssessmentSummary]):
    """A page of self-assessments."""


class AnswerState(BaseModel):
    """The answer to one field as it stands. `version` is 0 as long as nobody ever answered."""

    indicator: str
    field: str
    value: Value = Field(description=f"By the type of the field. {_SHAPES}")
    unread: Value = Field(
        description="What was typed and is no valid value, which a draft may hold; else null"
    )
    version: int
    origin: AnswerOrigin | None
    to_confirm: bool = Field(
        description="Somebody else gave it; it counts only when the team has confirmed it"
    )
    changed_at: datetime | None
    changed_by: str | None
    etag: str = Field(description="To be sent as `If-Match`, quotation marks included")


class AnswerList(BaseModel):
    """Every field that was ever answered, by indicator and field. As long as the questionnaire, it comes whole."""

    items: list[AnswerState]


class AnswerChange(BaseModel):
    """The new value of an answer. What is no valid value of the field is refused, not kept."""

    model_config = ConfigDict(extra="forbid")

    value: Value = Field(description=f"By the type of the field. {_SHAPES}", examples=[84])


class ChangedMeanwhile(Problem):
    """Nothing was stored, because the answer has another version by now. Both values, so that a person can choose."""

    mine: Value = None
    theirs: AnswerState


def assessment_summary(assessment: Assessment, *, writable: bool) -> AssessmentSummary:
    """A self-assessment; `writable` is what its policies say about the reader."""
    cluster, submission = assessment.cluster, assessment.submission
    return AssessmentSummary(
        id=assessment.id,
        cluster=ClusterName(id=cluster.id, name=cluster.name, country=cluster.country, place=cluster.place),
        scheme=SchemeKey.of(assessment.scheme_code, assessment.scheme_version),
        state=assessment.state,
        writable=writable,
        due_on=assessment.due_on,
        started_at=assessment.started_at,
        submitted_at=submission.submitted_at if submission else None,
        answers=public_link("api.answers", assessment_id=assessment.id),
    )


def answer_state(indicator: str, field: str, given: Given | None) -> AnswerState:
    """An answer, or the field without one."""
    state = AnswerState(
        indicator=indicator,
        field=field,
        value=given.content["value"] if given else None,
        unread=given.content.get("raw") if given else None,
        version=given.version if given else 0,
        origin=given.origin if given else None,
        to_confirm=given.to_confirm if given else False,
        changed_at=given.changed_at if given else None,
        changed_by=given.author if given else None,
        etag="",
    )
    return state.model_copy(update={"etag": f'"{etag_of(state)}"'})


def etag_of(state: AnswerState) -> str:
    """The version, which a change depends on, and a digest of all that is said of the answer."""
    content = state.model_dump_json(exclude={"etag"})
    return f"{state.version}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
