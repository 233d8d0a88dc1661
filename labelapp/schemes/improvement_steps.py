"""What an indicator can become: as it is, or each higher level, with points, effort and minimum requirement."""

from dataclasses import dataclass
from fractions import Fraction

from labelapp.schemes.definition import Indicator, Level, Minimum
from labelapp.schemes.minimums import holds
from labelapp.schemes.results import IndicatorResult


@dataclass(frozen=True)
class Step:
    """An indicator as it could be. Points include the weight.

    `level` is the level to reach, None to stay on the same or where there are no levels. `levels` counts how
    many levels it is away, `weight` is that times the effort. `meets` says that a minimum requirement which is
    not met today has to be met for it. `standard`: the indicator counts as a standard that is met.
    """

    code: str
    points: Fraction
    now: Fraction
    level: Level | None = None
    levels: int = 0
    weight: int = 0
    meets: bool = False
    minimum_met: bool = True
    standard: bool = False

    @property
    def gained(self) -> Fraction:
        """Points that it brings."""
        return self.points - self.now

    @property
    def is_improvement(self) -> bool:
        """Whether anything has to change."""
        return self.levels > 0


def steps_of(
    indicator: Indicator, result: IndicatorResult, effort: int, ticked: Fraction | None = None
) -> tuple[Step, ...]:
    """The choices of an indicator that applies: first to stay, then what can be reached, from low to high.

    `effort` weighs one level; `ticked` are the points once all items of the minimum requirement are fulfilled.
    """
    now = result.points if result.points is not None else Fraction(0)
    code = indicator.code
    minimum = indicator.minimum
    met = minimum is None or result.minimum_met is True
    stay = Step(
        code,
        now if indicator.scored else Fraction(0),
        now,
        minimum_met=met,
        standard=_is_standard(indicator, result, now, met),
    )
    above = [level for level in reversed(indicator.levels) if level.points * indicator.weight > now]
    if not indicator.scored:
        above = []
    steps = [stay]
    if minimum is not None and not met:
        steps.append(_meeting(indicator, now, _points_of(indicator, minimum, ticked), effort))
    elif minimum is None and not indicator.scored and not stay.standard:
        steps.append(Step(code, now, now, levels=1, weight=effort, standard=True))
    for count, level in enumerate(above, start=1):
        points = level.points * indicator.weight
        reaches = met or any(one.meets and one.points <= points for one in steps)
        steps.append(
            Step(
                code,
                points,
                now,
                level,
                count,
                count * effort,
                meets=reaches and not met,
                minimum_met=reaches,
                standard=reaches if minimum is not None else points == indicator.max_points,
            )
        )
    return tuple(_without_doubles(steps))


def _is_standard(indicator: Indicator, result: IndicatorResult, now: Fraction, met: bool) -> bool:
    if indicator.minimum is not None:
        return met
    return now == indicator.max_points if indicator.scored else result.status == "answered"


def _meeting(indicator: Indicator, now: Fraction, with_minimum: Fraction, effort: int) -> Step:
    """The smallest step that meets a minimum requirement which is not met: one level at least."""
    points = max(now, with_minimum)
    passed = [one for one in reversed(indicator.levels) if now < one.points * indicator.weight <= points]
    levels = max(1, len(passed))
    return Step(
        indicator.code,
        points if indicator.scored else Fraction(0),
        now,
        passed[-1] if passed else None,
        levels,
        levels * effort,
        meets=True,
        standard=True,
    )


def _points_of(indicator: Indicator, minimum: Minimum, ticked: Fraction | None) -> Fraction:
    """The points that come with the minimum requirement, weight included."""
    if not indicator.scored:
        return Fraction(0)
    if minimum.items:
        return ticked or Fraction(0)
    if minimum.points_at_least is not None:
        reached = [one.points for one in indicator.levels if one.points >= minimum.points_at_least]
    elif indicator.has_bands:
        bound = minimum.at_least if minimum.at_least is not None else minimum.at_most
        # The level that the bound lies in; above it every level meets the requirement.
        reached = [one.points for one in indicator.levels if bound is not None and one.holds(bound)][:1]
    else:
        reached = [one.points for one in indicator.levels if holds(minimum, one.points)]
    return min(reached, default=Fraction(0)) * indicator.weight


def _without_doubles(steps: list[Step]) -> list[Step]:
    """Each points and minimum once, the fewest levels first: meeting the minimum may be a level itself."""
    kept: list[Step] = []
    for step in sorted(steps[1:], key=lambda one: (one.points, one.levels)):
        if not any(
            (one.points, one.minimum_met, one.standard) == (step.points, step.minimum_met, step.standard)
            for one in kept
        ):
            kept.append(step)
    return [steps[0], *kept]
