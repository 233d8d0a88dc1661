"""The certificates that end in the coming months, and how far their renewal is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select
from sqlalchemy.orm import Bundle

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.queries import OPEN_STATES
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import RANKS
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.renewal.queries import followed, not_refused, schemes_from
from labelapp.certificates.surveillance.queries import known_to
from labelapp.extensions import db
from labelapp.schemes.months import add_months, month_end
from labelapp.steering.periods import month_of, months_from
from labelapp.steering.scope import Scope
from labelapp.web.paging import Page, Position, read_page

MONTHS_AHEAD = 18


class Renewal(StrEnum):
    """How far a renewal is."""

    NOTHING = "nothing"
    INVITED = "invited"
    STARTED = "started"
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; None leaves nothing out. `month` is the first day of one."""

    month: date | None = None
    level: str = ""
    state: Renewal | None = None
    position: Position | None = None


@dataclass(frozen=True)
class Ending:
    """A certificate that ends."""

    code: str
    serial: str
    holder: str
    language: str
    country: str
    level: str
    valid_until: date
    state: Renewal


@dataclass(frozen=True)
class Endings:
    """How many certificates of one level, whose renewals are equally far, end in one month."""

    month: date
    level: str
    state: Renewal
    count: int


def months_ahead(day: date) -> list[date]:
    """The months that are looked at: this one and those that follow."""
    first = month_of(day)
    return months_from(first, add_months(first, MONTHS_AHEAD - 1))


def count_endings(user: User, scope: Scope, day: date) -> list[Endings]:
    """The numbers by month, level and state, of holders in which the reader has no interest."""
    state = _state()
    query = (
        select(Certificate.valid_until, Certificate.level, state.label("state"), func.count())
        .where(*_ending(user, scope, day))
        .group_by(Certificate.valid_until, Certificate.level, state)
    )
    found: dict[tuple[date, str, Renewal], int] = {}
    for until, level, how_far, count in db.session.execute(query):
        key = (month_of(until), level, Renewal(how_far))
        found[key] = found.get(key, 0) + count
    return [Endings(*key, found[key]) for key in sorted(found)]


def by_month_and_level(endings: Iterable[Endings]) -> dict[tuple[date, str], dict[Renewal, int]]:
    """How many renewals are how far, for each month and level in which any certificate ends."""
    found: dict[tuple[date, str], dict[Renewal, int]] = {}
    for one in endings:
        found.setdefault((one.month, one.level), {})[one.state] = one.count
    return found


def list_endings(user: User, scope: Scope, asked: Asked, day: date) -> Page[Ending]:
    """A page of the certificates, by their last day."""
    state = _state()
    columns = (
        Certificate.code,
        Certificate.serial,
        Certificate.holder,
        Certificate.holder_language,
        Certificate.country,
        Certificate.level,
        Certificate.valid_until,
    )
    query: Select[Any] = select(Bundle("ending", *columns, state.label("state")))
    query = query.where(*_ending(user, scope, day))
    if asked.month is not None:
        query = query.where(Certificate.valid_until.between(asked.month, month_end(asked.month)))
    if asked.level:
        query = query.where(Certificate.level == asked.level)
    if asked.state is not None:
        query = query.where(state == asked.state.value)
    until: ColumnElement[date] = Certificate.valid_until.expression
    page = read_page(query, until, Certificate.id.expression, asked.position)
    return Page([_ending_of(row) for row in page.items], page.before, page.after)


def _ending_of(row: Any) -> Ending:
    return Ending(
        code=row.code,
        serial=row.serial,
        holder=row.holder,
        language=row.holder_language,
        country=row.country,
        level=row.level,
        valid_until=row.valid_until,
        state=Renewal(row.state),
    )


def _ending(user: User, scope: Scope, day: date) -> list[ColumnElement[bool]]:
    """From today on: what has expired stands in the list of renewals of the surveillance."""
    conditions = [
        Certificate.valid_until.between(day, month_end(months_ahead(day)[-1])),
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        ~followed(),
        known_to(user),
    ]
    codes = scope.codes
    return conditions if codes is None else [*conditions, Certificate.scheme_code.in_(codes)]


def _state() -> ColumnElement[str]:
    """How far it is; as `renewal.queries.under_way` says it of one certificate."""
    invited = exists().where(RenewalReminder.certificate_id == Certificate.id)
    return case(
        (renewed_by(AssessmentState.SUBMITTED), literal(Renewal.SUBMITTED.value)),
        (renewed_by(*OPEN_STATES), literal(Renewal.STARTED.value)),
        (invited.correlate(Certificate), literal(Renewal.INVITED.value)),
        else_=literal(Renewal.NOTHING.value),
    )


def renewed_by(*states: AssessmentState) -> ColumnElement[bool]:
    """A self-assessment in one of these states that renews the certificate of the row."""
    return (
        exists()
        .where(
            Assessment.cluster_id == Certificate.cluster_id,
            Assessment.state.in_(states),
            Assessment.started_at > Certificate.issued_at,
            not_refused(),
            _may_renew(),
        )
        .correlate(Certificate)
    )


def _may_renew() -> ColumnElement[bool]:
    """Schemes of the level or a higher one; without a level the same scheme."""
    by_level = [
        (Certificate.level == level, Assessment.scheme_code.in_(schemes_from(level))) for level in RANKS
    ]
    return case(*by_level, else_=Assessment.scheme_code == Certificate.scheme_code)
