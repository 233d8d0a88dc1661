"""How many days the steps of a case take, in exact arithmetic. Pure: knows neither database nor web.

Days are those of the calendar: applicants wait on Sundays too, and the people of one case work in several countries
whose holidays differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from labelapp.benchmarks.statistics import quantile
from labelapp.steering.periods import Period


class Step(StrEnum):
    """The steps of a case in their order; each ends where the next one begins."""

    APPLYING = "applying"
    STAFFING = "staffing"
    SCORING = "scoring"
    AGREEING = "agreeing"
    REPORTING = "reporting"
    DECIDING = "deciding"
    ISSUING = "issuing"


STEPS = tuple(Step)


@dataclass(frozen=True)
class Lap:
    """One step of one case. `ended_on` is None while it runs."""

    step: Step
    began_on: date
    ended_on: date | None

    def days(self, today: date) -> int:
        """How long it took, or has taken by today; dates out of order count as the same day."""
        return max(((self.ended_on or today) - self.began_on).days, 0)


@dataclass(frozen=True)
class StepFigures:
    """One step: how many ended in the period and the days that they took, how many run today, the longest of them.

    Median and quartiles are None when none ended. `longest` is a position in the laps that were given, None when
    none runs.
    """

    step: Step
    ended: int
    median: Fraction | None
    q1: Fraction | None
    q3: Fraction | None
    running: int
    longest: int | None


def laps(reached: Sequence[date | None]) -> list[Lap]:
    """The steps between the days on which a case reached the beginning of each step, and the end of the last one.

    A case that has no later steps gives fewer days, one that began in the middle gives None before. A step runs when
    nothing after its beginning is reached; between two days with a gap no step is known.
    """
    found = []
    for place, step in enumerate(STEPS[: max(len(reached) - 1, 0)]):
        began, rest = reached[place], reached[place + 1 :]
        if began is not None and (rest[0] is not None or not any(rest)):
            found.append(Lap(step, began, rest[0]))
    return found


def step_figures(given: Sequence[Lap], period: Period, today: date) -> list[StepFigures]:
    """The figures of each step, of the laps that ended in the period and of those that run."""
    return [_figures(step, given, period, today) for step in STEPS]


def _figures(step: Step, given: Sequence[Lap], period: Period, today: date) -> StepFigures:
    ended = [lap.days(today) for lap in given if lap.step is step and lap.ended_on in period]
    running = [place for place, lap in enumerate(given) if lap.step is step and lap.ended_on is None]
    q1, median, q3 = quartiles(ended)
    longest = max(running, key=lambda place: (given[place].days(today), -place), default=None)
    return StepFigures(step, len(ended), median, q1, q3, len(running), longest)


def quartiles(days: Iterable[int]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Lower quartile, median and upper quartile, as the benchmark has them; None without days."""
    values = [Fraction(number) for number in days]
    if not values:
        return None, None, None
    lower, middle, upper = (quantile(values, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    return lower, middle, upper
