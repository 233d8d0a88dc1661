"""Finding a case, and what the log says about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.assessments.queries import find_assessment
from labelapp.casefile.models import Case
from labelapp.events.models import Event
from labelapp.events.telling import PEOPLE, Readers, Topic, all_words, of_case, sentence, words_of
from labelapp.extensions import db
from labelapp.reviews.models import Review
from labelapp.reviews.queries.reviews import find_review

PAGE = 100
FOLDED = 2  # so many more make one line of a run


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see: one topic or all, which way round, from which event on, all on one page."""

    topic: Topic | None = None
    oldest_first: bool = False
    start: int | None = None
    whole: bool = False


@dataclass(frozen=True)
class Line:
    """One event in words. `by` is empty for the system, for people whom the team does not know, and for a vote.

    `more`: what the same person did of the same kind right after, when that was more than once or twice.
    """

    number: int
    at: datetime
    action: str
    by: str
    outside: bool
    topic: Topic
    text: str
    more: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Lines by day, in the wanted order; `following` is the event at which the next page starts."""

    days: list[tuple[date, list[Line]]]
    following: int | None


def find_case(assessment_id: int) -> Case | None:
    """The case of a self-assessment."""
    assessment = find_assessment(assessment_id)
    if assessment is None:
        return None
    query = select(Review.id).join(Submission, Review.submission_id == Submission.id)
    query = query.where(Submission.assessment_id == assessment_id).order_by(Review.examination)
    reviews = [find_review(number) for number in db.session.scalars(query).all()]
    return Case(assessment, tuple(review for review in reviews if review))


def case_events(case: Case, reader: Readers, wish: Wish) -> list[Event]:
    """The events that a reader may see; one more than a page, unless all are wanted. One statement."""
    query = select(Event).where(of_case(case.assessment.id))
    words = all_words()
    if reader is Readers.TEAM or wish.topic not in (None, Topic.OTHER):
        shown = [one for one in words if _is_wanted(words[one].topic, wish) and words[one].are_for(reader)]
        query = query.where(Event.action.in_(shown))
    else:
        hidden = [
            one for one in words if not (_is_wanted(words[one].topic, wish) and words[one].are_for(reader))
        ]
        query = query.where(Event.action.not_in(hidden))
    if wish.start is not None:
        query = query.where(Event.number >= wish.start if wish.oldest_first else Event.number <= wish.start)
    query = query.order_by(Event.number if wish.oldest_first else Event.number.desc())
    return list(db.session.scalars(query if wish.whole else query.limit(PAGE + 1)))


def _is_wanted(topic: Topic, wish: Wish) -> bool:
    return wish.topic in (None, topic)


def timeline(case: Case, reader: Readers, wish: Wish) -> Timeline:
    """What happened, day by day."""
    events = case_events(case, reader, wish)
    following = None if wish.whole or len(events) <= PAGE else events[PAGE].number
    events = events if wish.whole else events[:PAGE]
    names = _names(events)
    team = {member.user_id for member in case.assessment.cluster.team}
    known = names if reader is Readers.OFFICE else {key: names[key] for key in names if key in team}
    days: dict[date, list[Line]] = {}
    for event in events:
        days.setdefault(event.at.date(), []).append(_line(event, known))
    return Timeline([(day, folded(lines)) for day, lines in days.items()], following)


def folded(lines: Iterable[Line]) -> list[Line]:
    """Runs of the same action by the same person as one line each: an agreement on 31 indicators is one thing."""
    found: list[Line] = []
    for _key, run in groupby(lines, key=lambda line: (line.action, line.by, line.outside)):
        first, *others = run
        found += [replace(first, more=tuple(others))] if len(others) >= FOLDED else [first, *others]
    return found


def _names(events: Iterable[Event]) -> dict[int, str]:
    ids = {event.actor_id for event in events if event.actor_id}
    ids |= {
        event.details[key] for event in events for key in PEOPLE if isinstance(event.details.get(key), int)
    }
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _line(event: Event, names: dict[int, str]) -> Line:
    words = words_of(event.action)
    by = "" if words.unnamed else names.get(event.actor_id or 0, "")
    return Line(
        number=event.number,
        at=event.at,
        action=event.action,
        by=by,
        outside=event.actor_id is not None and not by,
        topic=words.topic,
        text=sentence(words, event.details, names),
    )
