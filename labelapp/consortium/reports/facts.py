"""What happened to the labels of some clusters in a year. Every figure follows from the register, which is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, extract, func, not_, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import in_force
from labelapp.clock import today
from labelapp.extensions import db

RENEWAL = "renewal"


class Fact(StrEnum):
    """What is counted of a year."""

    ISSUED = "issued"
    RENEWALS = "renewals"
    HOLDERS = "holders"
    EXPIRING = "expiring"


@dataclass(frozen=True)
class Counted:
    """The counts of one level in one country."""

    level: str
    country: str
    counts: dict[Fact, int]


@dataclass(frozen=True)
class YearFacts:
    """The counts of a year. Holders are those of `until`: its last day, or today in a year that is not over."""

    year: int
    until: date
    counted: tuple[Counted, ...]

    @property
    def levels(self) -> list[tuple[str, dict[Fact, int]]]:
        """The counts by level, Gold first; each level is there."""
        return [(level, _sum(one for one in self.counted if one.level == level)) for level in LEVELS]

    @property
    def countries(self) -> list[tuple[str, dict[Fact, int]]]:
        """The counts by country, sorted by code."""
        codes = sorted({one.country for one in self.counted})
        return [(code, _sum(one for one in self.counted if one.country == code)) for code in codes]

    @property
    def whole(self) -> dict[Fact, int]:
        """All together."""
        return _sum(self.counted)


def _sum(counted: Iterable[Counted]) -> dict[Fact, int]:
    every = list(counted)
    return {fact: sum(one.counts[fact] for one in every) for fact in Fact}


def last_day(year: int) -> date:
    """The last day of a year that is over, else today."""
    return min(date(year, 12, 31), today())


def facts_of(whose: ColumnElement[bool], year: int) -> YearFacts:
    """Count a year for the certificates of which `whose` holds. One statement."""
    until = last_day(year)
    columns = [func.sum(case((_condition(fact, year), 1), else_=0)) for fact in Fact]
    query = select(Certificate.level, Certificate.country, *columns).where(whose)
    query = query.group_by(Certificate.level, Certificate.country)
    counted = [
        Counted(level, country, dict(zip(Fact, counts, strict=True)))
        for level, country, *counts in db.session.execute(query)
    ]
    shown = sorted((one for one in counted if any(one.counts.values())), key=lambda one: one.country)
    return YearFacts(year, until, tuple(shown))


def certificates_of(whose: ColumnElement[bool], year: int, fact: Fact) -> Sequence[Certificate]:
    """The certificates that a count is of, by holder."""
    query = select(Certificate).where(whose, _condition(fact, year))
    return db.session.scalars(query.order_by(Certificate.sort_name, Certificate.id)).all()


def years_of(whose: ColumnElement[bool]) -> list[int]:
    """The years since the first certificate, the latest first; none without a certificate."""
    first = db.session.scalar(select(func.min(extract("year", Certificate.valid_from))).where(whose))
    return list(range(today().year, int(first) - 1, -1)) if first is not None else []


def _condition(fact: Fact, year: int) -> ColumnElement[bool]:
    """A re-issue under another name is no new award, and the one that it took the place of ended no label."""
    begin, end = (datetime.combine(date(one, 1, 1), time(), UTC) for one in (year, year + 1))
    issued = and_(Certificate.issued_at >= begin, Certificate.issued_at < end, not_(Certificate.reissue))
    until = last_day(year)
    found: dict[Fact, ColumnElement[bool]] = {
        Fact.ISSUED: issued,
        Fact.RENEWALS: and_(issued, Certificate.award == RENEWAL),
        Fact.HOLDERS: in_force(until),
        Fact.EXPIRING: and_(
            in_force(until), Certificate.valid_until.between(date(year + 1, 1, 1), date(year + 1, 12, 31))
        ),
    }
    return found[fact]
