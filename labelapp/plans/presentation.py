"""Plans as their pages show them: what an indicator is today, what it has to become, what that brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _

from labelapp.assessments.live_score import amount_needed, measure_text
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
from labelapp.plans.models import ItemState, PlanItem
from labelapp.plans.standing import Standing
from labelapp.schemes.definition import Indicator, Level, Scheme
from labelapp.schemes.improvement import Effort, Plan, Step
from labelapp.schemes.loading import UnknownScheme
from labelapp.schemes.minimums import level_is_inside
from labelapp.schemes.results import IndicatorResult, Result
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text

# Measures whose value says more than the level that it reaches.
_MEASURED = frozenset({"ratio", "share", "value", "years_since"})


@dataclass(frozen=True)
class Line:
    """One improvement of a plan. `adopted`: it stands in the team's plan with at least this aim."""

    step: Step
    indicator: Indicator
    now: str
    needed: str
    effort: Effort
    answered: bool
    adopted: bool


@dataclass(frozen=True)
class ItemLine:
    """An improvement in the team's plan. `reached` is None where nothing can be said about it."""

    item: PlanItem
    name: str
    needed: str
    owner: str
    in_team: bool
    reached: bool | None
    overdue: bool


def lines_of(standing: Standing, plan: Plan, items: Mapping[str, PlanItem]) -> list[Line]:
    """The improvements of a plan: what meets a minimum requirement first, then what brings most."""
    lines = [_line(standing, step, items.get(step.code)) for step in plan.steps]
    return sorted(lines, key=lambda line: (not line.step.meets, -line.step.gained))


def _line(standing: Standing, step: Step, item: PlanItem | None) -> Line:
    indicator = standing.whole.scheme.indicators[step.code]
    result = standing.result.indicators[step.code]
    return Line(
        step=step,
        indicator=indicator,
        now=now_text(indicator, result),
        needed=needed_text(indicator, result, step.points, step.meets),
        effort=standing.efforts[step.code],
        answered=result.status != "open",
        adopted=item is not None and item.target >= step.points and (item.meets or not step.meets),
    )


def now_text(indicator: Indicator, result: IndicatorResult) -> str:
    """Where an indicator stands: its level and what was measured."""
    if result.points is None and result.measure is None:
        return str(_("not answered yet"))
    kind = indicator.measure.kind if indicator.measure else ""
    measured = measure_text(indicator, result.measure) if kind in _MEASURED and not result.judged else ""
    level = scheme_text(result.level.text).rstrip(".") if result.level else ""
    return measured or level or points_text(result.points)


def needed_text(indicator: Indicator, result: IndicatorResult, target: Fraction, meets: bool) -> str:
    """What has to be reached: the level in its words, as an amount where that is known, and the minimum."""
    levels = [one for one in reversed(indicator.levels) if one.points * indicator.weight >= target]
    reached = result.points is not None and result.points >= target
    texts = []
    if levels and indicator.scored and not reached:
        amount = "" if result.judged else amount_needed(indicator, result, levels[0].at_least)
        text = scheme_text(levels[0].text).rstrip(".")
        texts.append(_("%(level)s, that is %(amount)s", level=text, amount=amount) if amount else text)
    if meets and indicator.minimum and (not texts or not says_all(indicator, levels[0])):
        texts.append(scheme_text(indicator.minimum.text).rstrip("."))
    return "; ".join(str(text) for text in texts)


def says_all(indicator: Indicator, level: Level) -> bool:
    """Whether whoever is on a level has met the minimum requirement, so that it need not be said besides."""
    minimum = indicator.minimum
    if minimum is None:
        return True
    if minimum.points_at_least is not None:
        return level.points >= minimum.points_at_least
    if minimum.items:
        # On the highest level of a list nothing is left out.
        return (
            indicator.measure is not None
            and indicator.measure.kind == "checklist"
            and level == indicator.levels[0]
        )
    return level_is_inside(level.at_least, level.at_most, minimum)


def planned_for(scheme: Scheme, items: Iterable[PlanItem]) -> dict[str, PlanItem]:
    """The improvements that concern a scheme, by indicator: its own, and those of another that asks the same."""
    found: dict[str, PlanItem] = {}
    for item in items:
        own = item.scheme_code == scheme.code
        if own or (item.indicator not in found and _asks_alike(item, scheme)):
            found[item.indicator] = item
    return {code: item for code, item in found.items() if code in scheme.indicators}


def _asks_alike(item: PlanItem, scheme: Scheme) -> bool:
    other = scheme_of(item)
    asked = [one.indicators.get(item.indicator) for one in (other, scheme) if one]
    return len(asked) == 2 and None not in asked and len({one.name for one in asked if one}) == 1


def scheme_of(item: PlanItem) -> Scheme | None:
    """The latest version of the scheme that an improvement was planned for, None when it is there no more."""
    try:
        return schemes().get(item.scheme_code)
    except UnknownScheme:
        return None


def item_line(item: PlanItem, cluster: Cluster, today: date, result: Result | None = None) -> ItemLine:
    """An improvement of the plan; `result` tells whether it is reached."""
    scheme = scheme_of(item)
    indicator = scheme.indicators.get(item.indicator) if scheme else None
    found = result.indicators.get(item.indicator) if result else None
    return ItemLine(
        item=item,
        name=scheme_text(indicator.name) if indicator else "",
        needed=_aim(indicator, item, found) if indicator else str(_("no longer asked")),
        owner=item.owner.name if item.owner else "",
        in_team=any(member.user_id == item.owner_id for member in cluster.team),
        reached=_is_reached(item, found) if found else None,
        overdue=item.is_overdue(today),
    )


def _aim(indicator: Indicator, item: PlanItem, found: IndicatorResult | None) -> str:
    unknown = IndicatorResult(
        indicator.code, None, indicator.max_points, None, indicator.scored, None, "open"
    )
    counted = found if found and not _is_reached(item, found) else unknown
    return needed_text(indicator, counted, item.target, item.meets) or points_text(item.target)


def _is_reached(item: PlanItem, found: IndicatorResult) -> bool:
    points = found.points if found.points is not None else Fraction(0)
    return points >= item.target and (found.minimum_met is True or not item.meets)


def state_name(state: ItemState) -> str:
    """The state in words."""
    return {
        ItemState.OPEN: str(_("Open")),
        ItemState.IN_PROGRESS: str(_("In progress")),
        ItemState.DONE: str(_("Done")),
    }[state]


def effort_name(effort: Effort) -> str:
    """The effort in words."""
    return {
        Effort.SMALL: str(_("small")),
        Effort.MEDIUM: str(_("medium")),
        Effort.LARGE: str(_("large")),
        Effort.IMPOSSIBLE: str(_("not possible")),
    }[effort]
