"""The figures of a remit on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, not_, or_, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import in_force
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.queries import ENDS
from labelapp.consortium.remit import certified_in_remit, in_remit
from labelapp.consortium.standing import MARKED, State, states_of_each
from labelapp.extensions import db
from labelapp.schemes.months import add_months


@dataclass(frozen=True)
class LevelCount:
    """Certificates of one level that are in force on the day, and those of them that end within 6 and 12 months."""

    level: str
    in_force: int
    within: Mapping[int, int]


@dataclass(frozen=True)
class Dashboard:
    """Clusters of a remit by state, how many agreed that the partner reads their benchmark, and labels by level."""

    clusters: int
    agreed: int
    states: Mapping[State, int]
    levels: tuple[LevelCount, ...]

    @property
    def in_force(self) -> int:
        """Certificates in force."""
        return sum(one.in_force for one in self.levels)

    def ending(self, months: int) -> int:
        """Certificates in force that end within so many months (6 or 12)."""
        return sum(one.within[months] for one in self.levels)


def dashboard(partner: Partner, day: date) -> Dashboard:
    """All figures, in two statements."""
    each = select(Cluster.partner_consent.label("agreed"), *states_of_each(day)).where(in_remit(partner))
    clusters = each.subquery()
    states = [clusters.c[state.value] for state in MARKED]
    counts = db.session.execute(
        select(
            func.count().label("clusters"),
            _count(clusters.c.agreed).label("agreed"),
            _count(not_(or_(*states))).label(State.IDLE.value),
            *(_count(state).label(state.name) for state in states),
        ).select_from(clusters)
    ).one()
    return Dashboard(
        clusters=counts.clusters,
        agreed=counts.agreed,
        states={state: getattr(counts, state.value) for state in State},
        levels=_levels(partner, day),
    )


def _levels(partner: Partner, day: date) -> tuple[LevelCount, ...]:
    ends = [_count(Certificate.valid_until <= add_months(day, months)) for months in ENDS]
    rows = db.session.execute(
        select(Certificate.level, func.count(Certificate.id), *ends)
        .where(certified_in_remit(partner), in_force(day))
        .group_by(Certificate.level)
    )
    found = {
        level: LevelCount(level, valid, dict(zip(ENDS, within, strict=True)))
        for level, valid, *within in rows
    }
    none = dict.fromkeys(ENDS, 0)
    return tuple(found.get(level, LevelCount(level, 0, none)) for level in LEVELS)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows a condition holds for."""
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
