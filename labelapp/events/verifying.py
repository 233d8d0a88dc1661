"""Checking the log: every row that was changed, moved, taken out or put in, by its name.

A chain of hashes shows a change as long as what follows was not made anew as well. Whoever can rewrite the whole
table can do that too; against them stand anchors, the number and hash of an event kept where they cannot write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from labelapp.events.frozen import changed_rows
from labelapp.events.log import GENESIS, content_hash, event_content, event_hash
from labelapp.events.models import ChainHead, Event
from labelapp.extensions import db

_PORTION = 1000


@dataclass(frozen=True)
class Break:
    """A place where the log is not what was written.

    `number` is that of the row as it stands; `what` names its action, subject and moment, empty for a row that is
    not there.
    """

    number: int
    problem: str
    what: str = ""

    def __str__(self) -> str:
        return f"event {self.number}{f' ({self.what})' if self.what else ''}: {self.problem}"


@dataclass(frozen=True)
class Anchor:
    """The number and hash that an event had at a moment, kept outside of the database."""

    moment: datetime
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.moment.isoformat(timespec='seconds')} {self.number} {self.hash}"


class BadAnchor(ValueError):
    """A line of a file of anchors that is none."""


def name_of(event: Event) -> str:
    """An event in the words of the log: action, subject, moment."""
    moment = event.at.isoformat(timespec="seconds")
    return f"{event.action} of {event.subject_kind} {event.subject_id}, {moment}"


def verify_log(anchors: Iterable[Anchor] = ()) -> list[Break]:
    """All breaks of the chain, of the anchors and of frozen rows. Empty: the log is what was written."""
    return [*chain_breaks(), *anchor_breaks(anchors), *frozen_breaks()]


def chain_breaks() -> Iterator[Break]:
    """Walk the chain from its start to its recorded end; rows are read in portions."""
    walk = _Walk()
    rows = iter(_events())
    event = next(rows, None)
    while event is not None:
        following = next(rows, None)
        yield from walk.step(event, following)
        event = following
    yield from _end_breaks(walk)


def _events() -> Iterator[Event]:
    query = select(Event).order_by(Event.number).execution_options(yield_per=_PORTION)
    yield from db.session.scalars(query)


class _Walk:
    """Where the walk along the chain stands: the row before, and what is known of where it belonged.

    `shift` is by how much the rows are off their numbers; `doubted` says that a break there was told already.
    """

    def __init__(self) -> None:
        self.number, self.hash = 0, GENESIS
        self.shift = 0
        self.doubted = False
        head = db.session.get(ChainHead, 1)
        self.end = head.number if head else None

    def step(self, event: Event, following: Event | None) -> Iterator[Break]:
        """Judge one row, knowing the next, and go on to it."""
        if event.number > self.number + 1:
            yield _gap(self.number + 1, event.number - 1)
            self.doubted = True
        written = self._written_as(event)
        moved = written is not None and written != event.number
        if not moved and following is not None and following.previous_hash == self.hash:
            yield Break(event.number, "was put in: the next row follows the one before it", name_of(event))
            self.number = event.number
            return
        problem = self._problem(event, written)
        if problem:
            yield Break(event.number, problem, name_of(event))
        self.doubted = written != event.number
        self.number, self.hash = event.number, event.hash

    def _problem(self, event: Event, written: int | None) -> str:
        """What is wrong with a row; of rows that were moved together only the first is told."""
        before, self.shift = self.shift, event.number - (event.number if written is None else written)
        if written is None:
            return "changed"
        if self.shift:
            return "" if self.shift == before else f"moved: it was written as event {written}"
        if self.end is not None and event.number > self.end:
            return f"stands after the recorded end of the log, event {self.end}"
        if event.previous_hash != self.hash and not self.doubted:
            return f"does not follow event {self.number}: one of the two was changed and given a new hash"
        return ""

    def _written_as(self, event: Event) -> int | None:
        """The number under which the row carries its hash; None when its content was changed."""
        content = event_content(event)
        near = (event.number, event.number - self.shift, event.number - 1, event.number + 1)
        for number in dict.fromkeys(near):
            if content_hash(content | {"number": number}) == event.hash:
                return number
        before = db.session.scalar(select(Event.number).where(Event.hash == event.previous_hash))
        if before is not None and content_hash(content | {"number": before + 1}) == event.hash:
            return before + 1
        return None


def _gap(first: int, last: int) -> Break:
    return Break(first, "missing" if first == last else f"missing, and all up to event {last}")


def _end_breaks(walk: _Walk) -> Iterator[Break]:
    """Compare the last row with the recorded end of the chain."""
    head = db.session.get(ChainHead, 1)
    if head is None:
        if walk.number:
            yield Break(walk.number, "the record of the end of the log was taken out")
    elif walk.number - walk.shift < head.number:
        yield Break(
            walk.number + 1, f"the end of the log is missing, events {walk.number + 1} to {head.number}"
        )
    elif walk.number - walk.shift == head.number and walk.hash != head.hash:
        yield Break(head.number, "is not the row that the end of the log records, or that record was changed")


def anchor_breaks(anchors: Iterable[Anchor]) -> Iterator[Break]:
    """Compare events with what was kept of them elsewhere; the change lies after the last anchor that holds."""
    good = 0
    for anchor in sorted(anchors, key=lambda one: (one.number, one.moment)):
        if anchor.number == 0:
            continue
        event = db.session.get(Event, anchor.number)
        day = anchor.moment.date().isoformat()
        if event is not None and event.hash == anchor.hash == event_hash(event):
            good = anchor.number
        elif event is None:
            yield Break(anchor.number, f"missing, though the anchor of {day} knows it")
        else:
            since = f"after event {good}, whose anchor holds" if good else "since the start of the log"
            yield Break(
                anchor.number,
                f"differs from the anchor of {day}: the log was rewritten {since}, and no later than here",
                name_of(event),
            )


def frozen_breaks() -> Iterator[Break]:
    """Rows of other tables that are not what the log fixed."""
    for event, problem in changed_rows():
        yield Break(event.number, problem, name_of(event))


def anchor_now(moment: datetime) -> Anchor:
    """The end of the log as it stands."""
    head = db.session.get(ChainHead, 1)
    return Anchor(moment, head.number, head.hash) if head else Anchor(moment, 0, GENESIS)


def read_anchors(text: str) -> list[Anchor]:
    """Anchors, one a line: moment, number, hash; `#` begins a comment. Raises BadAnchor with the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            moment, position, digest = words
            if len(digest) != len(GENESIS) or int(digest, 16) < 0:
                raise ValueError("no hash")
            found.append(Anchor(datetime.fromisoformat(moment), int(position), digest))
        except ValueError:
            raise BadAnchor(f"line {number} is not a moment, a number and a hash: {line.strip()}") from None
    return found
