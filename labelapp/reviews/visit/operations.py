"""Planning a visit, sending its agenda, writing down what was seen, saying who was there."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.assessments.saving import Run
from labelapp.clock import now
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.following import VISIT_PLANNED, tell_followers
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.operations.transitions import hold
from labelapp.reviews.queries.flags import flagged
from labelapp.reviews.staffing import role_name
from labelapp.reviews.visit import notices
from labelapp.reviews.visit.models import (
    Visit,
    VisitMode,
    VisitNote,
    VisitParticipant,
    VisitQuestion,
    VisitSlot,
)
from labelapp.reviews.visit.planning import Item, draft
from labelapp.reviews.visit.queries import VisitPlace, visit_of
from labelapp.reviews.visit.zones import to_local, to_utc, zone_of
from labelapp.schemes.definition import Scheme
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.locale import scheme_text, speaking


@dataclass(frozen=True)
class Frame:
    """How and where people meet, and when they begin on the clock of that place."""

    mode: VisitMode
    place: str
    timezone: str
    begins: datetime


@dataclass(frozen=True)
class AgendaWish:
    """An item of the agenda: what, from when on the clock of the place, for how long."""

    title: str
    begins: datetime
    minutes: int


def plan(place: VisitPlace, frame: Frame, by: User) -> Visit:
    """Set how, where and when; a first plan brings the people of the case and a drafted agenda.

    A later one moves the agenda to its new beginning. Raises DomainError (409) once the attendance is final.
    """
    review = place.review
    hold(review)
    visit = visit_of(review)
    if visit is None:
        visit = Visit(review=review)
        visit.participants = expected(review)
        db.session.add(visit)
    still_open(visit)
    visit.mode, visit.place, visit.timezone = frame.mode, frame.place, frame.timezone
    begins = to_utc(frame.begins, frame.timezone)
    if visit.slots:
        distance = begins - visit.slots[0].starts_at
        for slot in visit.slots:
            slot.starts_at += distance
    else:
        db.session.flush()
        _draw_agenda(visit, frame.begins)
    db.session.flush()
    record("visit.planned", review, actor=by, begins=begins.isoformat(), mode=frame.mode.value)
    tell_followers(VISIT_PLANNED, review, by)
    return visit


def still_open(visit: Visit) -> None:
    """Raise DomainError (409) when the visit is over: the list of those who were there is final."""
    if visit.attended_at is not None:
        raise DomainError(_("The visit is over: who was there is final."))


def expected(review: Review) -> list[VisitParticipant]:
    """The assessors, observers and managers of a case, named in the language of the cluster organisation."""
    cluster = cluster_of(review)
    with speaking(cluster.language):
        people = {
            one.user_id: VisitParticipant(user=one.user, name=one.user.name, part=role_name(one.role))
            for one in policy.active_assignments(review)
        }
        for role, words in (
            (TeamRole.MANAGER, _("Cluster manager")),
            (TeamRole.LEGAL_REPRESENTATIVE, _("Legal representative")),
        ):
            for person in people_with(cluster, role):
                people.setdefault(person.id, VisitParticipant(user=person, name=person.name, part=str(words)))
    return list(people.values())


def draft_agenda(place: VisitPlace, by: User) -> None:
    """Replace the agenda by one drafted from the questions that begins when the old one did.

    Raises DomainError (409) when the visit is over.
    """
    visit = _open(place)
    _draw_agenda(visit, to_local(visit.slots[0].starts_at, visit.timezone))
    record("visit.agenda_drafted", place.review, actor=by, items=len(visit.slots))


def _open(place: VisitPlace) -> Visit:
    """The visit, held, for whoever changes what is planned. Raises DomainError (409) when it is over."""
    hold(place.review)
    still_open(place.planned)
    return place.planned


def _draw_agenda(visit: Visit, begins: datetime) -> None:
    """The agenda from the questions, in the language of the cluster organisation."""
    scheme = scheme_of(visit.review)
    dimension_of = {code: one.code for one in scheme.dimensions for code in one.indicators}
    counted = Counter(dimension_of[question.indicator] for question in visit.questions)
    items = draft(begins, counted, [one.code for one in scheme.dimensions])
    with speaking(cluster_of(visit.review).language):
        visit.slots = [
            VisitSlot(
                starts_at=to_utc(item.starts, visit.timezone),
                minutes=item.minutes,
                title=_title(scheme, item),
            )
            for item in items
        ]
    db.session.flush()


def _title(scheme: Scheme, item: Item) -> str:
    fixed = {"opening": _("Opening"), "lunch": _("Lunch"), "closing": _("Closing talk and next steps")}
    if item.dimension in fixed:
        return str(fixed[item.dimension])
    name = next(one.name for one in scheme.dimensions if one.code == item.dimension)
    return f"{item.dimension} {scheme_text(name)}"[:200]


def add_item(place: VisitPlace, wish: AgendaWish, by: User) -> VisitSlot:
    """Add an item to the agenda. Raises DomainError (409) when the visit is over."""
    visit = _open(place)
    slot = _filled(VisitSlot(), wish, visit)
    visit.slots.append(slot)
    db.session.flush()
    record("visit.item_added", place.review, actor=by, item=slot.id, title=slot.title)
    return slot


def change_item(place: VisitPlace, slot: VisitSlot, wish: AgendaWish, by: User) -> None:
    """Change an item of the agenda. Raises DomainError (409) when the visit is over."""
    _filled(slot, wish, _open(place))
    record("visit.item_changed", place.review, actor=by, item=slot.id, title=slot.title)


def remove_item(place: VisitPlace, slot: VisitSlot, by: User) -> None:
    """Take an item off the agenda. Raises DomainError (409) for the last one, or when the visit is over."""
    visit = _open(place)
    if len(visit.slots) == 1:
        raise DomainError(_("The last item of the agenda stays: it says when the visit begins."))
    visit.slots.remove(slot)
    record("visit.item_removed", place.review, actor=by, item=slot.id, title=slot.title)


def _filled(slot: VisitSlot, wish: AgendaWish, visit: Visit) -> VisitSlot:
    slot.starts_at = to_utc(wish.begins, visit.timezone)
    slot.minutes, slot.title = wish.minutes, wish.title
    return slot


def expect(place: VisitPlace, name: str, part: str, by: User) -> VisitParticipant:
    """Expect somebody more. The log names nobody, for it keeps for good. Raises DomainError (409) when it is over."""
    visit = _open(place)
    participant = VisitParticipant(name=name, part=part)
    visit.participants.append(participant)
    db.session.flush()
    record("visit.person_added", place.review, actor=by, participant=participant.id)
    return participant


def expect_no_more(place: VisitPlace, participant: VisitParticipant, by: User) -> None:
    """Take somebody off the list of those who are expected. Raises DomainError (409) when the visit is over."""
    _open(place).participants.remove(participant)
    record("visit.person_removed", place.review, actor=by, participant=participant.id)


def ask(place: VisitPlace, indicator: str, text: str, by: User) -> VisitQuestion:
    """Put a question on the list of the visit.

    Raises InvalidInput (422) without words or for an unknown indicator, DomainError (409) when the visit is over.
    """
    visit = _open(place)
    if indicator not in scheme_of(visit.review).indicators:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=indicator))
    if not text.strip():
        raise InvalidInput(_("Write what you want to see or to ask."))
    question = VisitQuestion(author_id=by.id, indicator=indicator, text=text.strip())
    visit.questions.append(question)
    record("visit.question_asked", place.review, actor=by, question=question.id, indicator=indicator)
    return question


def take_back(place: VisitPlace, question: VisitQuestion, by: User) -> None:
    """Take a question off the list. Raises DomainError (409) when the visit is over."""
    _open(place).questions.remove(question)
    record(
        "visit.question_removed", place.review, actor=by, question=question.id, indicator=question.indicator
    )


def take_over_flags(place: VisitPlace, by: User) -> int:
    """Put on the list what a person noted on their score sheet, or flagged without words; return how many are new."""
    visit = place.planned
    listed = {(one.author_id, one.indicator, one.text) for one in visit.questions}
    with speaking(cluster_of(visit.review).language):
        words = str(_("Show us this at the visit."))
    noted = {
        (by.id, code, one.question or words)
        for code, found in flagged(visit.review, reader=by).items()
        for one in found
        if one.assessor.id == by.id
    }
    new = sorted(noted - listed)
    for _author, code, asked in new:
        ask(place, code, asked, by)
    return len(new)


def send(place: VisitPlace, by: User) -> None:
    """Send the agenda, or a changed one, to everybody who has an account. Raises DomainError (409) when it is over."""
    visit = place.planned
    hold(place.review)
    still_open(visit)
    visit.revision += 1
    visit.sent_at = now()
    db.session.flush()
    record("visit.sent", place.review, actor=by, revision=visit.revision)
    notices.tell_of_agenda(visit)


def confirm_attendance(place: VisitPlace, present: Collection[int], by: User) -> None:
    """Say for good who was there, by the numbers of participants. Raises DomainError (409) the second time."""
    visit = place.planned
    hold(place.review)
    db.session.refresh(visit, with_for_update=True)
    still_open(visit)
    if visit.slots and visit.slots[0].starts_at > now():
        raise DomainError(_("The visit has not begun yet."))
    for participant in visit.participants:
        participant.attended = participant.id in present
    visit.attended_at, visit.attended_by_id = now(), by.id
    db.session.flush()
    record(
        "visit.attended", place.review, actor=by, present=sum(p.attended is True for p in visit.participants)
    )


def write_note(
    review: Review, indicator: str, text: str, version: int, by: User, *, run: Run | None = None
) -> VisitNote:
    """Store what an assessor wrote down about an indicator, if their note still has `version` (0: there is none yet).

    A step of typing that was stored before comes to nothing; a later step of the same run is no clash. Raises
    NoteClash when the note was changed elsewhere, DomainError (409) once the report is final.
    """
    hold(review)
    if review.state is ReviewState.REPORTED:
        raise DomainError(_("The report of this review is final."))
    note = (
        db.session.query(VisitNote)
        .filter_by(review_id=review.id, author_id=by.id, indicator=indicator)
        .one_or_none()
    )
    if note is None:
        note = VisitNote(review_id=review.id, author_id=by.id, indicator=indicator, text="", version=0)
        db.session.add(note)
    same_run = run is not None and note.run == run.key
    if same_run and run is not None and (note.step or 0) >= run.step and note.version:
        return note
    if note.version != version and not same_run and note.text != text:
        raise NoteClash(note)
    note.text, note.version, note.changed_at = text, note.version + 1, now()
    note.run, note.step = (run.key, run.step) if run else (None, None)
    db.session.flush()
    return note


class NoteClash(Exception):
    """The note was changed in another window or on another device; nothing was stored."""

    def __init__(self, note: VisitNote) -> None:
        super().__init__(note.indicator)
        self.note = note


def default_zone(review: Review) -> str:
    """The time zone of the cluster organisation's country."""
    return zone_of(cluster_of(review).country)


def combined(day: date | None, begin: time | None) -> datetime:
    """A day and a time of a valid form as one moment."""
    assert day
    assert begin
    return datetime.combine(day, begin)
