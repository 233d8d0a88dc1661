"""Scores beside a reference: by scorer, by indicator, for the exercise. Pure: knows neither database nor web.

All differences are own minus reference, as shares of the indicator's maximum. An exercise is one case: the interval of
a scorer is over the indicators of this case, that of an indicator and of the exercise over those who scored.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from labelapp.reviews.reliability.statistics import Estimate, mean, weighted_kappa

# Below these numbers an estimate says more about chance than about people (as in `reliability.summary`).
KAPPA_FROM = 10
MEAN_FROM = 5
# From these on an indicator needs better guidance: half a point, and one point, of five.
BIASED_FROM = Fraction(1, 10)
FAR_FROM = Fraction(1, 5)


@dataclass(frozen=True)
class Mark:
    """What one scorer gave for one indicator, and the reference, both as shares of the maximum."""

    scorer: int
    indicator: str
    share: Fraction
    reference: Fraction

    @property
    def difference(self) -> Fraction:
        """Own minus reference: below zero is severe, above is lenient."""
        return self.share - self.reference


@dataclass(frozen=True)
class Verdict:
    """A yes or no of one scorer, about a minimum requirement or the answers, and the reference's."""

    scorer: int
    indicator: str
    said: bool
    reference: bool


@dataclass(frozen=True)
class ScorerFigures:
    """One scorer beside the reference; `alike` of `verdicts` yes-or-no questions were answered as in the reference."""

    scorer: int
    marks: int
    equal: Fraction | None
    kappa: Estimate | None
    difference: Estimate | None
    alike: int
    verdicts: int


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator over all who scored it. `reference`, `low`, `median` and `high` are shares of the maximum.

    `distance` is the mean difference without its sign.
    """

    code: str
    scorers: int
    reference: Fraction
    low: Fraction
    median: Fraction
    high: Fraction
    equal: Fraction
    distance: Fraction
    difference: Estimate | None

    @property
    def biased(self) -> bool:
        """Whether all together stand apart from the reference, by more than chance."""
        one = self.difference
        if one is None or one.low is None or one.high is None:
            return False
        return abs(one.value) >= BIASED_FROM and not one.low <= 0 <= one.high

    @property
    def needs_guidance(self) -> bool:
        """Whether many stand far from the reference, in one direction or in both."""
        return self.scorers >= MEAN_FROM and (self.biased or self.distance >= FAR_FROM)


@dataclass(frozen=True)
class Figures:
    """All figures of an exercise. `kappa` and `difference` are means over those who scored."""

    scorers: list[ScorerFigures]
    indicators: list[IndicatorFigures]
    kappa: Estimate | None
    difference: Estimate | None


def figures_of(
    scorers: Sequence[int], indicators: Sequence[str], marks: Iterable[Mark], verdicts: Iterable[Verdict]
) -> Figures:
    """The figures, scorers and indicators in the order in which they are given."""
    marks, verdicts = list(marks), list(verdicts)
    people = [
        _scorer(
            one,
            [mark for mark in marks if mark.scorer == one],
            [said for said in verdicts if said.scorer == one],
        )
        for one in scorers
    ]
    by_indicator = {code: [mark for mark in marks if mark.indicator == code] for code in indicators}
    return Figures(
        scorers=people,
        indicators=[_indicator(code, given) for code, given in by_indicator.items() if given],
        kappa=_over(people, lambda one: one.kappa),
        difference=_over(people, lambda one: one.difference),
    )


def _scorer(scorer: int, marks: list[Mark], verdicts: list[Verdict]) -> ScorerFigures:
    differences = [float(mark.difference) for mark in marks]
    return ScorerFigures(
        scorer=scorer,
        marks=len(marks),
        equal=_share_equal(marks) if marks else None,
        kappa=_kappa(marks),
        difference=mean(differences) if len(differences) >= MEAN_FROM else None,
        alike=sum(one.said == one.reference for one in verdicts),
        verdicts=len(verdicts),
    )


def _kappa(marks: list[Mark]) -> Estimate | None:
    if len(marks) < KAPPA_FROM:
        return None
    return weighted_kappa([float(mark.share) for mark in marks], [float(mark.reference) for mark in marks])


def _share_equal(marks: list[Mark]) -> Fraction:
    return Fraction(sum(not mark.difference for mark in marks), len(marks))


def _indicator(code: str, marks: list[Mark]) -> IndicatorFigures:
    shares = [mark.share for mark in marks]
    differences = [mark.difference for mark in marks]
    return IndicatorFigures(
        code=code,
        scorers=len(marks),
        reference=marks[0].reference,
        low=min(shares),
        median=Fraction(median(shares)),
        high=max(shares),
        equal=_share_equal(marks),
        distance=sum((abs(one) for one in differences), Fraction(0)) / len(marks),
        difference=mean([float(one) for one in differences]) if len(marks) >= MEAN_FROM else None,
    )


def _over(people: list[ScorerFigures], figure: Callable[[ScorerFigures], Estimate | None]) -> Estimate | None:
    """The mean over scorers, each counted once: the scores of one person are not independent."""
    found = [one.value for one in map(figure, people) if one is not None]
    return mean(found) if len(found) >= MEAN_FROM else None
