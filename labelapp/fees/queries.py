"""Reading fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import contains_eager, lazyload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.extensions import db
from labelapp.fees.models import Fee, FeeKind, FeeState
from labelapp.reviews.interests.shut import visible_to
from labelapp.schemes.definition import Scheme
from labelapp.web.paging import Page, Position, read_page

_YEARS = frozenset(str(year) for year in range(2000, 2200))


@dataclass(frozen=True)
class FeeFilter:
    """What the list is asked for; empty means all."""

    state: FeeState | None = None
    kind: FeeKind | None = None
    country: str = ""
    year: int | None = None

    def arguments(self) -> dict[str, Any]:
        """The filter as it stands in an address."""
        return {
            "state": self.state.value if self.state else None,
            "kind": self.kind.value if self.kind else None,
            "country": self.country or None,
            "year": self.year,
        }


def read_filter(arguments: Mapping[str, str]) -> FeeFilter:
    """The filter in an address; what cannot be understood is left out."""
    state, kind, year = (arguments.get(name, "") for name in ("state", "kind", "year"))
    return FeeFilter(
        state=FeeState(state) if state in set(FeeState) else None,
        kind=FeeKind(kind) if kind in set(FeeKind) else None,
        country=arguments.get("country", "")[:2].upper(),
        year=int(year) if year in _YEARS else None,
    )


def find_fee(fee_id: int) -> Fee | None:
    """One fee with its case."""
    return db.session.scalars(_with_case(select(Fee)).where(Fee.id == fee_id)).one_or_none()


def fee_of(submission_id: int) -> Fee | None:
    """The fee of a case."""
    return db.session.scalars(select(Fee).where(Fee.submission_id == submission_id)).one_or_none()


def is_renewal(cluster_id: int, scheme: Scheme, day: date) -> bool:
    """Whether a case that is submitted on a day can renew a label: one of its level holds or is within its grace."""
    query = select(Certificate.id).where(
        Certificate.cluster_id == cluster_id,
        Certificate.level == scheme.level,
        Certificate.withdrawn_on.is_(None),
        Certificate.renewable_until >= day,
    )
    if scheme.level == "none":
        query = query.where(Certificate.scheme_code == scheme.code)
    return db.session.scalar(query.limit(1)) is not None


def list_fees(user: User, asked: FeeFilter, position: Position | None) -> Page[Fee]:
    """A page of the fees that an officer may see, the newest first."""
    query = _with_case(select(Fee)).where(*_conditions(user, asked))
    return read_page(query, Fee.set_on.expression, Fee.id.expression, position, descending=True)


def all_fees(user: User, asked: FeeFilter) -> list[Fee]:
    """Every fee that an officer may see and the filter leaves, the oldest first, for accounting."""
    query = _with_case(select(Fee)).where(*_conditions(user, asked)).order_by(Fee.set_on, Fee.id)
    return list(db.session.scalars(query))


def totals(user: User, asked: FeeFilter) -> list[tuple[str, FeeState, int, Decimal]]:
    """Currency, state, number and sum of what the filter leaves."""
    query = (
        select(Fee.currency, Fee.state, func.count(), func.sum(Fee.amount))
        .join(Fee.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(*_conditions(user, asked))
        .group_by(Fee.currency, Fee.state)
    )
    order = list(FeeState)
    rows = [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]
    return sorted(rows, key=lambda row: (row[0], order.index(row[1])))


def countries_and_years(user: User) -> tuple[list[str], list[int]]:
    """What the filters offer."""
    query = (
        select(Cluster.country, extract("year", Fee.set_on))
        .select_from(Fee)
        .join(Fee.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(*_conditions(user, FeeFilter()))
        .distinct()
    )
    rows = db.session.execute(query).all()
    return sorted({row[0] for row in rows}), sorted({int(row[1]) for row in rows}, reverse=True)


def fees_of_clusters(cluster_ids: list[int]) -> list[Fee]:
    """The fees of some cluster organisations, the newest first."""
    query = _with_case(select(Fee)).where(Assessment.cluster_id.in_(cluster_ids))
    return list(db.session.scalars(query.order_by(Fee.id.desc()))) if cluster_ids else []


def paying_clusters(user: User) -> list[int]:
    """The cluster organisations for which a person answers: as manager, or as legal representative."""
    query = select(TeamMember.cluster_id).where(
        TeamMember.user_id == user.id,
        TeamMember.role.in_([TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE]),
    )
    return sorted(set(db.session.scalars(query)))


def _with_case(query: Select[Fee]) -> Select[Fee]:
    """The fee with its case and cluster organisation, in one statement; not with what was submitted."""
    return (
        query.join(Fee.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .options(
            contains_eager(Fee.submission)
            .contains_eager(Submission.assessment)
            .contains_eager(Assessment.cluster)
            .options(lazyload(Cluster.portfolios)),
            contains_eager(Fee.submission).defer(Submission.content),
        )
    )


def _conditions(user: User, asked: FeeFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [*visible_to(user)]
    if asked.state is not None:
        found.append(Fee.state == asked.state)
    if asked.kind is not None:
        found.append(Fee.kind == asked.kind)
    if asked.country:
        found.append(Cluster.country == asked.country)
    if asked.year is not None:
        found.append(Fee.set_on.between(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    return found
