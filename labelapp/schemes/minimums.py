"""Minimum requirements: judged apart from the points, and met only when nothing speaks against it."""

from collections.abc import Set
from fractions import Fraction

from labelapp.schemes.definition import Indicator, Minimum


def is_minimum_met(
    indicator: Indicator,
    measure: Fraction | None,
    points: Fraction | None,
    judged: bool,
    ticked: Set[str] | None,
) -> bool | None:
    """Whether the minimum requirement is met; None while that is not known.

    `points` are points of the indicator's own scale, `judged` when an assessor gave them. For a bound of the
    measure both count: it is not met when the answers fall short, nor when the assessor's points belong to a
    level below it. Without answers the assessor's points decide as far as the levels allow.
    """
    minimum = indicator.minimum
    if minimum is None:
        return None
    if minimum.points_at_least is not None:
        return points >= minimum.points_at_least if points is not None else None
    if minimum.items:
        return set(minimum.items) <= ticked if ticked is not None else None
    answered = holds(minimum, measure) if measure is not None else None
    implied = _implied(indicator, minimum, points) if judged and points is not None else None
    if answered is False or implied is False:
        return False
    return answered if answered is not None else implied


def holds(minimum: Minimum, measure: Fraction) -> bool:
    """Whether a measure lies within the bound of a minimum requirement."""
    if minimum.at_least is not None:
        return measure >= minimum.at_least
    return minimum.at_most is not None and measure <= minimum.at_most


def _implied(indicator: Indicator, minimum: Minimum, points: Fraction) -> bool | None:
    """What an assessor's points say about a bound of the measure; None when the levels leave it open."""
    if not indicator.has_bands:
        return holds(minimum, points)
    surely = [
        level.points for level in indicator.levels if level_is_inside(level.at_least, level.at_most, minimum)
    ]
    if surely and points >= min(surely):
        return True
    bound = minimum.at_least if minimum.at_least is not None else minimum.at_most
    holding = next(
        (level.points for level in indicator.levels if bound is not None and level.holds(bound)), None
    )
    return False if holding is not None and points < holding else None


def level_is_inside(at_least: Fraction | None, at_most: Fraction | None, minimum: Minimum) -> bool:
    """Whether every measure of a band meets the minimum."""
    if minimum.at_least is not None:
        return at_least is not None and at_least >= minimum.at_least
    return at_most is not None and minimum.at_most is not None and at_most <= minimum.at_most
