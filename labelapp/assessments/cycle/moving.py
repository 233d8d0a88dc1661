"""Moving a draft to a newer version of its scheme: the preview, and the move. Nothing is lost on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, update

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content
from labelapp.assessments.computed import complete_answers, figures_for
from labelapp.assessments.interview.interviewing import open_interview_of
from labelapp.assessments.models import (
    Answer,
    AnswerChange,
    AnswerOrigin,
    Assessment,
    AssessmentState,
    VersionMove,
)
from labelapp.assessments.queries import Given, given_answers, scheme_of
from labelapp.assessments.workbook.models import WorkbookUpload
from labelapp.clock import now, today
from labelapp.dataroom.figures import Figures
from labelapp.events.log import record
from labelapp.extensions import db, schemes
from labelapp.schemes.comparing import Change, Comparison, Key, compare
from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.results import Result
from labelapp.schemes.scoring import score
from labelapp.web.errors import DomainError

# An answer that stays in its row, so that its versions go on counting, without a value.
EMPTIED: Content = {"value": None}


@dataclass(frozen=True)
class Plan:
    """What a move to another version does with each answer, and what it does to the points."""

    comparison: Comparison
    kept: list[Given]
    to_confirm: list[Given]
    dropped: list[Given]
    fresh: list[tuple[Indicator, AnyField]]
    before: Result
    after: Result

    @property
    def old(self) -> Scheme:
        """The version that the draft has."""
        return self.comparison.old

    @property
    def new(self) -> Scheme:
        """The version to which it would go."""
        return self.comparison.new

    @property
    def rescored(self) -> list[Indicator]:
        """Indicators whose levels, measure or minimum requirement changed."""
        return [one for code, one in self.new.indicators.items() if code in self.comparison.rescored]


def newer_version(assessment: Assessment) -> Scheme | None:
    """The version in force to which a draft could move; None when it has the latest one or is no draft."""
    if assessment.state is not AssessmentState.DRAFT:
        return None
    return schemes().newer(scheme_of(assessment), today())


def plan_move(assessment: Assessment, new: Scheme) -> Plan:
    """What a move to `new` would do. Changes nothing."""
    old = scheme_of(assessment)
    given, figures = given_answers(assessment), figures_for(assessment, today())
    comparison = compare(old, new)
    kept, to_confirm, dropped = [], [], []
    for key, one in given.items():
        if _is_empty(one):
            continue
        if not _carries(comparison, key, one):
            dropped.append(one)
        elif comparison.fields[key] is Change.ASKED_DIFFERENTLY:
            to_confirm.append(one)
        else:
            kept.append(one)
    return Plan(
        comparison=comparison,
        kept=kept,
        to_confirm=to_confirm,
        dropped=dropped,
        fresh=[
            (new.indicators[code], new.indicators[code].field(field))
            for (code, field), change in comparison.fields.items()
            if change is Change.NEW
        ],
        before=_scored(old, given.values(), figures),
        after=_scored(new, [*kept, *to_confirm], figures),
    )


def _is_empty(given: Given) -> bool:
    return given.content == EMPTIED


def _carries(comparison: Comparison, key: Key, given: Given) -> bool:
    """A value has to fit. What was typed and is no value yet stays as long as the question does."""
    if "raw" in given.content:
        return comparison.fields.get(key) in (Change.SAME, Change.ASKED_DIFFERENTLY)
    return comparison.carries(key, given.content["value"])


def _scored(scheme: Scheme, given: Iterable[Given], figures: Figures) -> Result:
    answers = complete_answers(scheme, {(one.indicator, one.field): one for one in given}, figures)
    return score(scheme, answers, on=today())


def move_assessment(assessment: Assessment, to_version: str, by: User) -> Plan:
    """Go over to the version that was previewed, in one transaction, and return what was done.

    An answer that is being saved at the same time is stored before, or is refused because its page shows the old
    version. Raises DomainError when the draft is none any more, or was moved already, when the version is not the
    one in force, or an expert is filling the questionnaire in an interview.
    """
    db.session.refresh(assessment, ["state", "scheme_version", "scheme_hash"], with_for_update=True)
    new = newer_version(assessment)
    if new is None or new.version != to_version:
        raise DomainError(_("This self-assessment cannot move to that version. Look at the preview again."))
    if open_interview_of(assessment):
        raise DomainError(_("An interview is open. End it before you move the self-assessment."))
    plan = plan_move(assessment, new)
    for one in plan.to_confirm:
        _change(assessment, one, {"to_confirm": True})
    for one in plan.dropped:
        _empty(assessment, one, by)
    _forget_workbooks(assessment)
    db.session.add(
        VersionMove(
            assessment_id=assessment.id,
            from_version=plan.old.version,
            to_version=new.version,
            dropped=_by_indicator(plan.dropped),
            moved_at=now(),
            moved_by_id=by.id,
        )
    )
    assessment.scheme_version, assessment.scheme_hash = new.version, new.content_hash
    db.session.flush()
    record(
        "assessment.moved",
        assessment,
        actor=by,
        old=plan.old.version,
        new=new.version,
        kept=len(plan.kept),
        to_confirm=len(plan.to_confirm),
        dropped=sorted({one.indicator for one in plan.dropped}),
    )
    return plan


def _change(assessment: Assessment, given: Given, values: dict[str, Any]) -> None:
    statement = (
        update(Answer)
        .where(
            Answer.assessment_id == assessment.id,
            Answer.indicator == given.indicator,
            Answer.field == given.field,
        )
        .values(values)
    )
    db.session.execute(statement.execution_options(synchronize_session=False))


def _empty(assessment: Assessment, given: Given, by: User) -> None:
    changed: dict[str, Any] = {
        "version": given.version + 1,
        "content": EMPTIED,
        "origin": AnswerOrigin.CARRIED,
        "changed_at": now(),
        "changed_by_id": by.id,
    }
    _change(assessment, given, changed | {"to_confirm": False})
    place = {"assessment_id": assessment.id, "indicator": given.indicator, "field": given.field}
    db.session.execute(insert(AnswerChange).values(place | changed))


def _forget_workbooks(assessment: Assessment) -> None:
    """A workbook that waits to be decided on fills in the old version; sent again, it is refused with advice."""
    db.session.execute(delete(WorkbookUpload).where(WorkbookUpload.assessment_id == assessment.id))


def _by_indicator(dropped: list[Given]) -> dict[str, dict[str, Content]]:
    found: dict[str, dict[str, Content]] = {}
    for one in dropped:
        found.setdefault(one.indicator, {})[one.field] = one.content
    return found
