"""Finding the visit of a review and the notes of one assessor."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews.models import Review
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.visit.models import Visit, VisitNote, VisitParticipant, VisitQuestion, VisitSlot


@dataclass(frozen=True)
class VisitPlace:
    """A review with its visit; None as long as nobody planned one."""

    review: Review
    visit: Visit | None

    @property
    def planned(self) -> Visit:
        """The visit, for those who ask only when there is one."""
        assert self.visit is not None
        return self.visit


@dataclass(frozen=True)
class PartOfVisit(VisitPlace):
    """A slot, a question or a participant of a visit."""

    part: VisitSlot | VisitQuestion | VisitParticipant


@dataclass(frozen=True)
class IndicatorOfVisit(VisitPlace):
    """One indicator on the visit sheet."""

    code: str


def find_place(review_id: int) -> VisitPlace | None:
    """A review and its visit, if it has one."""
    review = find_review(review_id)
    return VisitPlace(review, visit_of(review)) if review else None


def find_planned(review_id: int) -> VisitPlace | None:
    """A review that has a visit."""
    place = find_place(review_id)
    return place if place and place.visit else None


def visit_of(review: Review) -> Visit | None:
    """The visit of a review with everything that belongs to it."""
    query = select(Visit).where(Visit.review_id == review.id)
    parts = (selectinload(Visit.slots), selectinload(Visit.questions), selectinload(Visit.participants))
    return db.session.scalars(query.options(*parts)).one_or_none()


def find_slot(review_id: int, slot_id: int) -> PartOfVisit | None:
    """A slot of the agenda."""
    return _part(review_id, "slots", slot_id)


def find_question(review_id: int, question_id: int) -> PartOfVisit | None:
    """A question for the visit."""
    return _part(review_id, "questions", question_id)


def find_participant(review_id: int, participant_id: int) -> PartOfVisit | None:
    """Somebody who is expected."""
    return _part(review_id, "participants", participant_id)


def _part(review_id: int, kind: str, part_id: int) -> PartOfVisit | None:
    place = find_planned(review_id)
    parts = getattr(place.planned, kind) if place else []
    found = next((part for part in parts if part.id == part_id), None)
    return PartOfVisit(place.review, place.visit, found) if place and found else None


def notes_of(review: Review, author: User) -> dict[str, VisitNote]:
    """What one assessor wrote down, by indicator."""
    query = select(VisitNote).where(VisitNote.review_id == review.id, VisitNote.author_id == author.id)
    return {note.indicator: note for note in db.session.scalars(query)}
