"""How far assessors agree, in one line a cycle. The figures of indicators and people stay with the reviews."""

from dataclasses import dataclass
from fractions import Fraction

from labelapp.accounts.models import User
from labelapp.extensions import schemes
from labelapp.reviews.reliability.ratings import cycles, ratings_of
from labelapp.reviews.reliability.statistics import Estimate
from labelapp.reviews.reliability.summary import summarise
from labelapp.schemes.definition import Scheme
from labelapp.steering.scope import Scope


@dataclass(frozen=True)
class Cycle:
    """One scheme in one year: cases, share of equal points, kappa, spread of the assessors, indicators to look at.

    `spread` is the largest mean difference of lead and co-assessor in an indicator, as a share of the maximum.
    """

    scheme: Scheme
    year: int
    cases: int
    equal: Fraction
    kappa: Estimate | None
    spread: Estimate | None
    widest: str
    unclear: tuple[str, ...]


def read_cycles(user: User, scope: Scope) -> list[Cycle]:
    """The cycles of the years of the period, the newest first; only cases about which the reader declared.

    One statement a cycle, and each reads the reports of its cycle.
    """
    found = (_cycle(user, code, year) for code, year in _wanted(user, scope))
    return [cycle for cycle in found if cycle is not None]


def _wanted(user: User, scope: Scope) -> list[tuple[str, int]]:
    codes, years = scope.codes, range(scope.period.first.year, scope.period.last.year + 1)
    return [
        (code, year)
        for code, year in cycles(user)
        if year in years and (codes is None or code in codes) and schemes().get(code).assessors.count > 1
    ]


def _cycle(user: User, code: str, year: int) -> Cycle | None:
    scheme = schemes().get(code)
    summary = summarise(ratings_of(user, code, year), scheme)
    if summary.overall is None:
        return None
    apart = [one for one in summary.indicators if one.distance is not None]
    widest = max(apart, key=lambda one: one.distance.value if one.distance else 0.0, default=None)
    return Cycle(
        scheme=scheme,
        year=year,
        cases=summary.cases,
        equal=summary.overall.equal,
        kappa=summary.overall.kappa,
        spread=widest.distance if widest else None,
        widest=widest.code if widest else "",
        unclear=tuple(one.code for one in summary.indicators if one.needs_guidance),
    )
