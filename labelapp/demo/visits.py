"""A visit that is planned and sent, so that everybody finds one."""

from datetime import time, timedelta

from labelapp.demo.world import World
from labelapp.reviews import policy
from labelapp.reviews.models import Review
from labelapp.reviews.visit import operations
from labelapp.reviews.visit.models import VisitMode
from labelapp.reviews.visit.operations import Frame
from labelapp.reviews.visit.queries import VisitPlace

QUESTIONS = (
    ("1.3", "Please show the signed agreements of five participants that we name on the day."),
    ("2.8", "How do you write down that you met a participant in person?"),
    ("4.3", "We would like to see the budget that stands behind the actions of this year."),
)


def plan_visit(world: World, review: Review) -> None:
    """The lead asks three questions, drafts the agenda for two weeks from now and sends it."""
    lead = policy.scoring_assignments(review)[0].user
    begins = operations.combined(world.today + timedelta(days=14), time(9, 0))
    frame = Frame(
        VisitMode.ON_SITE, "Office of the cluster organisation", operations.default_zone(review), begins
    )
    visit = operations.plan(VisitPlace(review, None), frame, by=lead)
    for indicator, text in QUESTIONS:
        operations.ask(visit, indicator, text, by=lead)
    operations.draft_agenda(visit, begins)
    operations.send(VisitPlace(review, visit), by=lead)
