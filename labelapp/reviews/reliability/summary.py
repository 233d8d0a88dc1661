"""Agreement by indicator, by pair and by assessor. A case is the unit: its indicators are not independent."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from labelapp.reviews.reliability.ratings import Given, Rating, Ratings
from labelapp.reviews.reliability.statistics import Estimate, mean, weighted_kappa
from labelapp.schemes.definition import Scheme

Key = TypeVar("Key", bound=Hashable)

# Below these numbers an estimate says more about chance than about assessors.
KAPPA_FROM = 10
MEAN_FROM = 5
# Kappa below which the field speaks of moderate agreement at best (Landis and Koch, Biometrics 33, 1977).
GOOD_KAPPA = 0.61


@dataclass(frozen=True)
class IndicatorAgreement:
    """One indicator. `equal` is the share of cases in which both gave the same; `distance` the mean difference of
    lead and co-assessor without its sign, as a share of the maximum.
    """

    code: str
    name: str
    cases: int
    equal: Fraction
    kappa: Estimate | None
    distance: Estimate | None

    @property
    def needs_guidance(self) -> bool:
        """Whether even the upper bound of kappa stays below what the field calls good."""
        return self.kappa is not None and self.kappa.high is not None and self.kappa.high < GOOD_KAPPA


@dataclass(frozen=True)
class PairAgreement:
    """Two assessors who worked together. `difference` is first minus second, as a share of the maximum."""

    first: str
    second: str
    cases: int
    ratings: int
    equal: Fraction
    kappa: Estimate | None
    difference: Estimate | None


@dataclass(frozen=True)
class Severity:
    """One assessor beside what was agreed in the end: below zero is severe, above is lenient."""

    name: str
    cases: int
    ratings: int
    difference: Estimate | None


@dataclass(frozen=True)
class Summary:
    """The agreement of one scheme in one year."""

    cases: int
    overall: PairAgreement | None
    indicators: list[IndicatorAgreement]
    pairs: list[PairAgreement]
    assessors: list[Severity]


def summarise(ratings: Ratings, scheme: Scheme) -> Summary:
    """All figures; indicators in the scheme's order, pairs and assessors by name."""
    by_indicator = _grouped(ratings.rows, lambda row: row.indicator)
    by_pair = _grouped(ratings.rows, lambda row: frozenset((row.lead.assessor, row.co.assessor)))
    own = [(given, row) for row in ratings.rows for given in (row.lead, row.co)]
    by_assessor = _grouped(own, lambda item: item[0].assessor)
    return Summary(
        cases=ratings.cases,
        overall=_pair("", "", [(row.lead, row.co, row.review) for row in ratings.rows]),
        indicators=[
            _indicator(code, indicator.name, by_indicator[code])
            for code, indicator in scheme.indicators.items()
            if code in by_indicator
        ],
        pairs=sorted(
            (_of_pair(sorted(pair, key=lambda one: (ratings.names[one], one)), rows, ratings.names)
             for pair, rows in by_pair.items()),
            key=lambda found: (found.first, found.second),
        ),
        assessors=sorted(
            (_severity(ratings.names[one], rows) for one, rows in by_assessor.items()), key=lambda found: found.name
        ),
    )  # fmt: skip


Item = TypeVar("Item")


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _indicator(code: str, name: str, rows: list[Rating]) -> IndicatorAgreement:
    distances = [abs(row.lead.share - row.co.share) for row in rows]
    return IndicatorAgreement(
        code=code,
        name=name,
        cases=len(rows),
        equal=Fraction(sum(not distance for distance in distances), len(rows)),
        kappa=_kappa([(row.lead, row.co) for row in rows]),
        distance=_mean_of_cases([(row.review, distance) for row, distance in zip(rows, distances, strict=True)]),
    )  # fmt: skip


def _of_pair(pair: list[int], rows: list[Rating], names: dict[int, str]) -> PairAgreement:
    first, second = pair
    sides = [(row.lead, row.co) if row.lead.assessor == first else (row.co, row.lead) for row in rows]
    both = [(one, other, row.review) for (one, other), row in zip(sides, rows, strict=True)]
    found = _pair(names[first], names[second], both)
    assert found is not None
    return found


def _pair(first: str, second: str, given: list[tuple[Given, Given, int]]) -> PairAgreement | None:
    if not given:
        return None
    return PairAgreement(
        first=first,
        second=second,
        cases=len({review for _one, _other, review in given}),
        ratings=len(given),
        equal=Fraction(sum(one.share == other.share for one, other, _review in given), len(given)),
        kappa=_kappa([(one, other) for one, other, _review in given]),
        difference=_mean_of_cases([(review, one.share - other.share) for one, other, review in given]),
    )


def _severity(name: str, given: list[tuple[Given, Rating]]) -> Severity:
    return Severity(
        name=name,
        cases=len({row.review for _own, row in given}),
        ratings=len(given),
        difference=_mean_of_cases([(row.review, own.share - row.agreed) for own, row in given]),
    )


def _kappa(pairs: list[tuple[Given, Given]]) -> Estimate | None:
    if len(pairs) < KAPPA_FROM:
        return None
    return weighted_kappa(
        [float(one.share) for one, _other in pairs], [float(other.share) for _one, other in pairs]
    )


def _mean_of_cases(differences: list[tuple[int, Fraction]]) -> Estimate | None:
    """The mean over cases of each case's mean, so that a case counts once however many indicators it has."""
    by_case = _grouped(differences, lambda item: item[0])
    if len(by_case) < MEAN_FROM:
        return None
    return mean([float(sum(value for _case, value in case) / len(case)) for case in by_case.values()])
