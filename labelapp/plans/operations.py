"""Saying what takes how much effort, and planning improvements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.plans.models import ExpectedEffort, ItemState, PlanItem
from labelapp.plans.presentation import planned_for
from labelapp.plans.queries import items_of
from labelapp.plans.standing import Standing
from labelapp.schemes.improvement import Effort, Step
from labelapp.schemes.numbers import exact
from labelapp.web.errors import InvalidInput


@dataclass(frozen=True)
class Details:
    """Who does it until when, how far it is, and what there is to know."""

    owner_id: int | None
    due_on: date | None
    state: ItemState
    note: str


def set_efforts(assessment: Assessment, efforts: Mapping[str, Effort], by: User) -> None:
    """Replace the efforts that the team of a self-assessment has said."""
    db.session.execute(delete(ExpectedEffort).where(ExpectedEffort.assessment_id == assessment.id))
    db.session.add_all(
        ExpectedEffort(assessment_id=assessment.id, indicator=code, effort=effort)
        for code, effort in efforts.items()
    )
    record("plan.efforts_set", assessment, actor=by)


def adopt(standing: Standing, steps: Iterable[Step], by: User) -> int:
    """Take improvements into the plan; return how many were new or have a higher aim now.

    What stands in the plan already keeps its owner, date and note.
    """
    assessment, scheme = standing.assessment, standing.whole.scheme
    there = planned_for(scheme, items_of(assessment.cluster))
    adopted = []
    for step in steps:
        item = there.get(step.code)
        if item is None:
            db.session.add(_new_item(standing, step, by))
        elif item.target < step.points or (step.meets and not item.meets):
            item.points, item.meets = exact(max(item.target, step.points)), item.meets or step.meets
            item.state = ItemState.OPEN if item.state is ItemState.DONE else item.state
        else:
            continue
        adopted.append(step.code)
    if adopted:
        record("plan.adopted", assessment, actor=by, indicators=adopted)
    return len(adopted)


def _new_item(standing: Standing, step: Step, by: User) -> PlanItem:
    return PlanItem(
        cluster_id=standing.assessment.cluster_id,
        scheme_code=standing.whole.scheme.code,
        indicator=step.code,
        points=exact(step.points),
        meets=step.meets,
        note="",
        state=ItemState.OPEN,
        created_at=now(),
        created_by_id=by.id,
    )


def change_item(item: PlanItem, details: Details, by: User) -> None:
    """Change owner, date, state and note. Raises InvalidInput for an owner who is not in the team."""
    if details.owner_id not in {None, *(member.user_id for member in item.cluster.team)}:
        raise InvalidInput(_("Choose somebody of the team."))
    item.owner_id, item.due_on = details.owner_id, details.due_on
    item.state, item.note = details.state, details.note
    record("plan.item_changed", item, actor=by, state=details.state.value)


def remove_item(item: PlanItem, by: User) -> None:
    """Take an improvement out of the plan for good."""
    record("plan.item_removed", item, actor=by, indicator=item.indicator)
    db.session.delete(item)
    db.session.flush()
