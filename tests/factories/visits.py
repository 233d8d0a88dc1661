"""Visits that are planned and sent."""

from datetime import date, time, timedelta

from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.models import Review
from labelapp.reviews.visit import operations
from labelapp.reviews.visit.models import Visit, VisitMode
from labelapp.reviews.visit.operations import Frame
from labelapp.reviews.visit.queries import VisitPlace, visit_of

FRAME = Frame(
    VisitMode.ON_SITE,
    "Kvarnvägen 4, Lund",
    "Europe/Stockholm",
    operations.combined(date(2026, 12, 3), time(9)),
)


def make_visit(
    review: Review, frame: Frame = FRAME, sent: bool = True, question: str = "Show the register."
) -> Visit:
    """A visit with one question of the lead about 2.8, as the lead plans and sends it."""
    lead = policy.scoring_assignments(review)[0].user
    visit = operations.plan(VisitPlace(review, visit_of(review)), frame, by=lead)
    operations.ask(visit, "2.8", question, by=lead)
    if sent:
        operations.send(VisitPlace(review, visit), by=lead)
    db.session.flush()
    return visit


def make_past_visit(review: Review) -> Visit:
    """A visit that began yesterday."""
    begins = operations.combined(today() - timedelta(days=1), time(9))
    return make_visit(
        review, Frame(VisitMode.VIDEO, "https://meet.example/label", "Europe/Stockholm", begins)
    )
