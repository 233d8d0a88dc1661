"""A first agenda from the questions of the assessors. Pure; moments are local to the visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

OPENING = 15
CLOSING = 30
A_QUESTION = 15
LUNCH = 60
LUNCH_FROM, LUNCH_UNTIL = time(12, 0), time(15, 0)
NOTHING_AFTER = time(17, 30)
MORNING = time(9, 0)


@dataclass(frozen=True)
class Item:
    """Something on the agenda: `dimension` is its code, or one of opening, lunch, closing."""

    starts: datetime
    minutes: int
    dimension: str


def draft(begin: datetime, questions: Mapping[str, int], order: Sequence[str]) -> list[Item]:
    """Opening, one item for each dimension with questions in the order of the scheme, closing.

    `questions` counts them by dimension. A day that goes on after noon has a lunch, and what would
    end after half past five begins the next morning.
    """
    items: list[Item] = []
    at = begin
    lunched: date | None = None
    work = [("opening", OPENING)]
    work += [(code, A_QUESTION * questions[code]) for code in order if questions.get(code)]
    work += [("closing", CLOSING)]
    for code, minutes in work:
        if LUNCH_FROM <= at.time() <= LUNCH_UNTIL and lunched != at.date() and code != "opening":
            items.append(Item(at, LUNCH, "lunch"))
            lunched = at.date()
            at += timedelta(minutes=LUNCH)
        end = at + timedelta(minutes=minutes)
        if (end.date(), end.time()) > (at.date(), NOTHING_AFTER) and at.time() > MORNING:
            at = datetime.combine(at.date() + timedelta(days=1), MORNING, at.tzinfo)
        items.append(Item(at, minutes, code))
        at += timedelta(minutes=minutes)
    return items
