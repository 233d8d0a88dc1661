"""The mail that brings the agenda of a visit."""

from labelapp.events.outbox import queue_mail
from labelapp.reviews.case import cluster_of
from labelapp.reviews.policy import assignment_of, has_conflict, has_declared_clear, in_team
from labelapp.reviews.visit.models import Visit
from labelapp.reviews.visit.zones import to_local
from labelapp.web.links import public_link


def tell_of_agenda(visit: Visit) -> None:
    """Everybody expected who has an account and may read the agenda, each in their language."""
    review = visit.review
    for participant in visit.participants:
        person = participant.user
        if person is None or not person.active:
            continue
        takes_part = assignment_of(person, review) is not None and has_declared_clear(person, review)
        if in_team(person, review) or (takes_part and not has_conflict(person, review)):
            queue_mail(
                person.email,
                person.locale,
                "visit_agenda",
                person=person,
                visit=visit,
                cluster=cluster_of(review),
                begins=to_local(visit.slots[0].starts_at, visit.timezone) if visit.slots else None,
                url=public_link("visits.show", review_id=review.id),
            )
