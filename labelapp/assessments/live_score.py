"""What an answer is worth while it is being given: points, one sentence to the next level, the ladder."""

import math
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.schemes.definition import Indicator, Level, Minimum
from labelapp.schemes.measure_types import Ratio, Share, Value
from labelapp.schemes.results import IndicatorResult
from labelapp.web.formats import percent_cut
from labelapp.web.formats import points as number_text
from labelapp.web.locale import scheme_text

# Measures whose value stands in no single answer, so that it has to be said.
_DERIVED = frozenset({"ratio", "sum", "years_since", "mean", "cap"})
_LONGEST_MARK = 18


@dataclass(frozen=True)
class LadderRow:
    """A level: `state` is here, reached, out, or open while there are no points yet."""

    points: str
    text: str
    state: str
    own: str
    minimum: str


@dataclass(frozen=True)
class LiveScore:
    """What stands beside an indicator: points and maximum, a sentence, the ladder, the minimum requirement."""

    scored: bool
    points: Fraction | None
    maximum: Fraction
    sentence: str
    ladder: list[LadderRow]
    has_minimum: bool
    minimum_met: bool | None
    minimum: str


def live_score(indicator: Indicator, result: IndicatorResult) -> LiveScore:
    """The live score of one indicator from its result."""
    minimum = indicator.minimum
    return LiveScore(
        scored=indicator.scored,
        points=result.points,
        maximum=indicator.max_points,
        sentence=_sentence(indicator, result),
        ladder=_ladder(indicator, result) if indicator.scored and not _is_rubric(indicator) else [],
        has_minimum=minimum is not None,
        minimum_met=result.minimum_met,
        minimum=scheme_text(minimum.text) if minimum else "",
    )


def _is_rubric(indicator: Indicator) -> bool:
    """Whether the levels are the answers themselves: then they stand among the questions."""
    return indicator.measure is not None and indicator.measure.kind == "rubric"


def measure_text(indicator: Indicator, measure: Fraction | None) -> str:
    """A measure as people read it: a percentage, cut, or a number; empty for a rubric or when not known."""
    if measure is None or _is_rubric(indicator):
        return ""
    if _is_percent(indicator):
        return percent_cut(measure)
    return number_text(_cut(measure))


def _cut(number: Fraction) -> Fraction:
    """A number with at most two decimal places, never rounded up."""
    return Fraction(math.floor(number * 100), 100)


def _is_percent(indicator: Indicator) -> bool:
    measure = indicator.measure
    return isinstance(measure, Share) or (isinstance(measure, Ratio) and measure.as_ == "percent")


def _sentence(indicator: Indicator, result: IndicatorResult) -> str:
    if result.status == "not_applicable":
        return str(_("This indicator does not apply. It does not count for the total."))
    if result.measure is None:
        return str(_("Answer the questions to see what they are worth."))
    sentences = [_finding(indicator, result), _outlook(indicator, result)]
    return " ".join(sentence for sentence in sentences if sentence)


def _finding(indicator: Indicator, result: IndicatorResult) -> str:
    if _is_percent(indicator) and result.numerator is not None and result.denominator is not None:
        return str(
            _(
                "%(part)s of %(whole)s is %(percent)s.",
                part=number_text(_cut(result.numerator)),
                whole=number_text(_cut(result.denominator)),
                percent=measure_text(indicator, result.measure),
            )
        )
    kind = indicator.measure.kind if indicator.measure else ""
    if kind not in _DERIVED or not indicator.has_bands:
        return ""
    return str(_("Your answer gives %(value)s.", value=measure_text(indicator, result.measure)))


def _outlook(indicator: Indicator, result: IndicatorResult) -> str:
    if not indicator.scored or not indicator.levels:
        return ""
    following = result.next_level
    if following is None:
        return str(_("This is the highest level."))
    points = number_text(following.points * indicator.weight)
    more = _more_needed(indicator, result, following)
    if more is None or more < 1:
        return str(
            _("The next level gives %(points)s points: %(text)s.", points=points, text=_as_part(following))
        )
    if isinstance(indicator.measure, Ratio) and result.numerator is not None and result.denominator:
        percent = percent_cut((result.numerator + more) * 100 / result.denominator)
        return str(
            ngettext(
                "%(num)s more makes it %(percent)s and %(points)s points.",
                "%(num)s more make it %(percent)s and %(points)s points.",
                more,
                percent=percent,
                points=points,
            )
        )
    return str(
        ngettext(
            "%(num)s more gives %(points)s points.",
            "%(num)s more give %(points)s points.",
            more,
            points=points,
        )
    )


def _as_part(level: Level) -> str:
    return scheme_text(level.text).rstrip(".")


def _more_needed(indicator: Indicator, result: IndicatorResult, following: Level) -> int | None:
    """How many more in the one whole number that is asked reach the next level; None for other measures."""
    measure = indicator.measure
    if following.at_least is None or result.measure is None:
        return None
    if isinstance(measure, Value) and _is_whole(indicator, measure.of):
        return math.ceil(following.at_least - result.measure)
    if not isinstance(measure, Ratio) or result.numerator is None or not result.denominator:
        return None
    if measure.as_ != "percent" or not isinstance(measure.of, str) or not _is_whole(indicator, measure.of):
        return None
    return math.ceil(following.at_least * result.denominator / 100 - result.numerator)


def _is_whole(indicator: Indicator, reference: str) -> bool:
    code, _dot, part = reference.partition(".")
    return not part and indicator.field(code).type == "integer"


def _ladder(indicator: Indicator, result: IndicatorResult) -> list[LadderRow]:
    marked = _minimum_level(indicator, indicator.minimum) if indicator.minimum else None
    rows = []
    passed = False
    for level in indicator.levels:
        here = result.level is not None and level == result.level and not passed
        passed = passed or here
        state = "open" if result.level is None else "here" if here else "reached" if passed else "out"
        rows.append(
            LadderRow(
                points=number_text(level.points * indicator.weight),
                text=scheme_text(level.text),
                state=state,
                own=measure_text(indicator, result.measure) if here and indicator.has_bands else "",
                minimum=_mark(indicator.minimum) if indicator.minimum and level is marked else "",
            )
        )
    return rows


def _mark(minimum: Minimum) -> str:
    """The minimum requirement on its level: its own words when they are few."""
    words = scheme_text(minimum.text)
    return words if len(words) <= _LONGEST_MARK else str(_("minimum"))


def _minimum_level(indicator: Indicator, minimum: Minimum) -> Level | None:
    """The level in which the minimum requirement lies; None when it is about something else."""
    if minimum.points_at_least is not None:
        return next((one for one in indicator.levels if one.points == minimum.points_at_least), None)
    bound = minimum.at_least if minimum.at_least is not None else minimum.at_most
    if bound is None or not indicator.has_bands:
        return None
    return next((one for one in indicator.levels if one.holds(bound)), None)


def amount_needed(indicator: Indicator, result: IndicatorResult, at_least: Fraction | None) -> str:
    """What a bound of a ratio means for what is counted today ("56 of 87"); empty for other measures."""
    measure = indicator.measure
    if not isinstance(measure, Ratio) or measure.as_ != "percent" or not isinstance(measure.of, str):
        return ""
    if at_least is None or not result.denominator or not _is_whole(indicator, measure.of):
        return ""
    part = Fraction(math.ceil(at_least * result.denominator / 100))
    return str(
        _("%(part)s of %(whole)s", part=number_text(part), whole=number_text(_cut(result.denominator)))
    )
