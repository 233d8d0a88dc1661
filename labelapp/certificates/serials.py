"""Serial numbers: one row of numbers a letter and year, without a gap."""

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.certificates.models import SerialCounter
from labelapp.extensions import db

_SERIAL = re.compile(r"([A-Z]{1,3})-(\d{4})-(\d{1,6})")


def serial_parts(serial: str) -> tuple[str, int, int] | None:
    """Letter, year and number of a serial that is written as ours are; None for any other."""
    found = _SERIAL.fullmatch(serial)
    return (found[1], int(found[2]), int(found[3])) if found else None


def take_serial(letter: str, year: int) -> str:
    """The next serial, e.g. `G-2026-0001`.

    The counter stays locked until the end of the transaction: if it is rolled back, the number is given to the
    next one, so none is ever missing.
    """
    counter = _locked(letter, year) or _opened(letter, year)
    counter.last += 1
    db.session.flush()
    return serial(letter, year, counter.last)


def serial(letter: str, year: int, number: int) -> str:
    """A serial as it is printed."""
    return f"{letter}-{year}-{number:04d}"


def last_number(letter: str, year: int) -> int:
    """The last number given out, which may be history a moment later: good for guessing the next one."""
    query = select(SerialCounter.last).where(SerialCounter.letter == letter, SerialCounter.year == year)
    return db.session.scalar(query) or 0


def continue_after(serial: str) -> None:
    """Let the row of numbers go on after a serial that an earlier register gave out, if it is one of that row."""
    parts = serial_parts(serial)
    if parts is None:
        return
    letter, year, number = parts
    counter = _locked(letter, year) or _opened(letter, year)
    counter.last = max(counter.last, number)
    db.session.flush()


def _locked(letter: str, year: int) -> SerialCounter | None:
    query = select(SerialCounter).where(SerialCounter.letter == letter, SerialCounter.year == year)
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _opened(letter: str, year: int) -> SerialCounter:
    """The first certificate of a year opens the counter, and may meet another one that does."""
    try:
        with db.session.begin_nested():
            db.session.add(SerialCounter(letter=letter, year=year, last=0))
    except IntegrityError:
        pass
    counter = _locked(letter, year)
    assert counter is not None
    return counter
