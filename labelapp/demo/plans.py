"""The plan of the cluster organisation whose manager has a password."""

from datetime import timedelta

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.policy import ANSWERING
from labelapp.demo.world import World
from labelapp.plans.models import ItemState
from labelapp.plans.operations import Details, adopt, change_item, set_efforts
from labelapp.plans.queries import items_of
from labelapp.plans.standing import standing_of
from labelapp.schemes.improvement import Effort

EFFORTS = {
    "2.1": Effort.IMPOSSIBLE,
    "2.10": Effort.SMALL,
    "3.2": Effort.LARGE,
    "4.3": Effort.SMALL,
    "4.12": Effort.SMALL,
}
NOTES = (
    "Agree with the board in its next meeting, then write it into the plan of next year.",
    "Ask the three participants who offered to help.",
    "",
    "Needs a decision about the budget first.",
)


def make_plan(world: World, assessment: Assessment, manager: User) -> None:
    """Efforts as the team sees them, and a part of the cheapest way to the label as its plan, one item of it late."""
    set_efforts(assessment, EFFORTS, manager)
    standing = standing_of(assessment, world.today)
    assert standing.path.cheapest is not None
    adopt(standing, standing.path.cheapest.steps[: len(NOTES)], manager)
    team = [member for member in assessment.cluster.team if member.role in ANSWERING]
    people = [member.user_id for member in reversed(team)]
    for number, item in enumerate(items_of(assessment.cluster)):
        state = ItemState.OPEN if number else ItemState.IN_PROGRESS
        due_on = world.today + timedelta(days=30 * number - 4)
        change_item(item, Details(people[number % len(people)], due_on, state, NOTES[number]), manager)
