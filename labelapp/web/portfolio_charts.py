"""Geometry of the charts that set a cluster beside its portfolio: box strip, composition, radar.

What may be drawn at all depends on how many clusters answered; see `detail_for`. Extremes are never drawn.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

_NICE = (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5, 2), Fraction(5))
_INTERVALS = 4
_LABELLED_FROM = Fraction(7, 100)
_TONES = 5
_UNIT = 25.2  # one ring of the radar
_LABELS_AT = 4.45
_LINE = 15.0


class Detail(IntEnum):
    """How much of a distribution may be shown."""

    NOTHING = 0
    MEDIAN = 1
    BOX = 2
    ALL = 3


def detail_for(n: int) -> Detail:
    """Disclosure by group size: below 5 nothing, below 10 the median, below 20 the quartiles, else all."""
    if n < 5:
        return Detail.NOTHING
    if n < 10:
        return Detail.MEDIAN
    return Detail.BOX if n < 20 else Detail.ALL


@dataclass(frozen=True)
class Spread:
    """The figures of a portfolio for one indicator, without the own cluster. None: withheld or unknown."""

    n: int
    median: Fraction | None = None
    q1: Fraction | None = None
    q3: Fraction | None = None
    p10: Fraction | None = None
    p90: Fraction | None = None


@dataclass(frozen=True)
class AxisTick:
    """A round number on the axis of a strip."""

    at: float
    value: Fraction
    anchor: str


@dataclass(frozen=True)
class BoxStrip:
    """One row: positions in percent, None for what is not drawn. `beyond`: "", "start" or "end"."""

    detail: Detail
    ticks: tuple[AxisTick, ...] = ()
    own: float | None = None
    beyond: str = ""
    median: float | None = None
    box: tuple[float, float] | None = None  # start and width
    whiskers: tuple[float, float] | None = None  # both ends


def box_strip(
    spread: Spread, own: Fraction | None, axis: tuple[Fraction, Fraction] | None = None
) -> BoxStrip:
    """`axis` fixes both ends, e.g. 0 and 100 for a percentage; else round numbers enclose the figures."""
    detail = detail_for(spread.n)
    if detail is Detail.NOTHING or spread.median is None:
        return BoxStrip(Detail.NOTHING)
    low, high, step = _fixed(axis) if axis else _axis(_shown(spread, detail), own)

    def at(value: Fraction) -> float:
        return round(float(max(Fraction(0), min(Fraction(1), (value - low) / (high - low))) * 100), 2)

    box = whiskers = None
    if detail >= Detail.BOX and spread.q1 is not None and spread.q3 is not None:
        box = (at(spread.q1), round(at(spread.q3) - at(spread.q1), 2))
    if detail >= Detail.ALL and spread.p10 is not None and spread.p90 is not None:
        whiskers = (at(spread.p10), at(spread.p90))
    return BoxStrip(
        detail=detail,
        ticks=tuple(_ticks(low, high, step, at)),
        own=None if own is None else at(own),
        beyond=_beyond(own, low, high),
        median=at(spread.median),
        box=box,
        whiskers=whiskers,
    )


def _shown(spread: Spread, detail: Detail) -> list[Fraction]:
    """Only figures that are drawn may shape the axis, or it would give away what is withheld."""
    by_detail = {
        Detail.MEDIAN: (spread.median,),
        Detail.BOX: (spread.median, spread.q1, spread.q3),
        Detail.ALL: (spread.median, spread.q1, spread.q3, spread.p10, spread.p90),
    }
    return [value for value in by_detail[detail] if value is not None]


def _fixed(axis: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    return axis[0], axis[1], (axis[1] - axis[0]) / _INTERVALS


def _axis(shown: list[Fraction], own: Fraction | None) -> tuple[Fraction, Fraction, Fraction]:
    top = max(Fraction(0), *shown)
    bottom = min(Fraction(0), *shown)
    if own is not None and bottom - (top - bottom) / 2 <= own <= top + (top - bottom) / 2:
        top, bottom = max(top, own), min(bottom, own)
    if top == bottom:
        top = bottom + 1
    power = Fraction(10) ** (math.floor(math.log10(float(top - bottom))) - 1)
    steps = [nice * power * scale for scale in (1, 10) for nice in _NICE]
    for step in steps:
        low, high = math.floor(bottom / step), math.ceil(top / step)
        if high - low <= _INTERVALS:
            return low * step, high * step, step
    return bottom, top, (top - bottom) / _INTERVALS


def common_axis(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Both ends of one axis for several strips, so that they can be compared: 0 is on it, and its ticks are round."""
    low, _high, step = _axis([Fraction(0), *values], None)
    return low, low + _INTERVALS * step


def _ticks(low: Fraction, high: Fraction, step: Fraction, at: Callable[[Fraction], float]) -> list[AxisTick]:
    count = int((high - low) / step)
    anchors = {0: "start", count: "end"}
    return [
        AxisTick(at(low + step * index), low + step * index, anchors.get(index, "middle"))
        for index in range(count + 1)
    ]


def _beyond(own: Fraction | None, low: Fraction, high: Fraction) -> str:
    if own is None or low <= own <= high:
        return ""
    return "start" if own < low else "end"


@dataclass(frozen=True)
class Segment:
    """One part of a whole; `tone` from 1, `percent` cut to whole numbers, `labelled` when there is room."""

    tone: int
    x: float
    width: float
    percent: int
    labelled: bool


def composition(shares: Sequence[Fraction]) -> tuple[Segment, ...]:
    """Up to five shares of 1 in a fixed order, laid end to end. Cut percentages need not give 100."""
    if len(shares) > _TONES:
        raise ValueError("a composition has five parts at most; sum up the rest")
    segments = []
    start = Fraction(0)
    for tone, share in enumerate(shares, start=1):
        segments.append(
            Segment(
                tone=tone,
                x=round(float(start * 100), 2),
                width=round(float(share * 100), 2),
                percent=int(share * 100),
                labelled=share >= _LABELLED_FROM,
            )
        )
        start += share
    return tuple(segments)


@dataclass(frozen=True)
class RadarAxis:
    """One axis: its end, its label in one or two lines, and the places of own value and reference."""

    end: tuple[float, float]
    label_x: float
    anchor: str
    lines: tuple[tuple[float, str], ...]  # y and text
    name: str
    own: Fraction | None
    reference: Fraction | None
    own_at: tuple[float, float] | None
    own_share: float | None
    reference_share: float | None


@dataclass(frozen=True)
class Radar:
    """A radar over `rings` rings. Areas are drawn only when every axis has a value, else they are empty."""

    rings: tuple[str, ...]
    axes: tuple[RadarAxis, ...]
    own_area: str
    reference_area: str


def radar(
    names: Sequence[str],
    own: Sequence[Fraction | None],
    reference: Sequence[Fraction | None],
    rings: int = 4,
) -> Radar:
    """Axes clockwise from the top, values from 0 to `rings`. Raises ValueError unless 3 to 10 axes."""
    count = len(names)
    if not 3 <= count <= 10 or len(own) != count or len(reference) != count:
        raise ValueError("a radar has 3 to 10 axes with a value or None each")
    axes = tuple(
        _radar_axis(index, count, name, mine, theirs, rings=rings)
        for index, (name, mine, theirs) in enumerate(zip(names, own, reference, strict=True))
    )
    return Radar(
        rings=tuple(_polygon([Fraction(ring)] * count, rings) for ring in range(1, rings + 1)),
        axes=axes,
        own_area=_polygon(own, rings),
        reference_area=_polygon(reference, rings),
    )


def _radar_axis(
    index: int, count: int, name: str, own: Fraction | None, reference: Fraction | None, *, rings: int
) -> RadarAxis:
    x, y = _spoke(index, count, _LABELS_AT)
    side = "middle" if abs(x) < 12 else "start" if x > 0 else "end"
    lines = two_lines(name)
    above = 1.0 if side == "middle" and y < 0 else 0.0 if side == "middle" else 0.5
    top = y + 4 - _LINE * above * (len(lines) - 1) + (4 if above == 0 else 0)
    return RadarAxis(
        end=_spoke(index, count, 4),
        label_x=x,
        anchor=side,
        lines=tuple((round(top + _LINE * number, 1), line) for number, line in enumerate(lines)),
        name=name.replace("\N{SOFT HYPHEN}", ""),
        own=own,
        reference=reference,
        own_at=None if own is None else _spoke(index, count, float(own) * 4 / rings),
        own_share=None if own is None else round(float(own * 100 / rings), 2),
        reference_share=None if reference is None else round(float(reference * 100 / rings), 2),
    )


def _spoke(index: int, count: int, distance: float) -> tuple[float, float]:
    angle = math.tau * index / count
    x, y = _UNIT * distance * math.sin(angle), -_UNIT * distance * math.cos(angle)
    return round(x, 1) + 0.0, round(y, 1) + 0.0


def _polygon(values: Sequence[Fraction | None], rings: int) -> str:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return ""
    points = [_spoke(index, len(known), float(value) * 4 / rings) for index, value in enumerate(known)]
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def two_lines(text: str, room: int = 14) -> tuple[str, ...]:
    """Break a label longer than `room` letters at the space or soft hyphen nearest to its middle."""
    plain = text.replace("\N{SOFT HYPHEN}", "")
    breaks = [index for index, letter in enumerate(text) if letter in " \N{SOFT HYPHEN}"]
    if len(plain) <= room or not breaks:
        return (plain,)
    middle = min(breaks, key=lambda index: abs(index - len(text) / 2))
    first, second = text[:middle], text[middle + 1 :]
    if text[middle] == "\N{SOFT HYPHEN}":
        first += "-"
    return first.replace("\N{SOFT HYPHEN}", ""), second.replace("\N{SOFT HYPHEN}", "")


TEMPLATE_GLOBALS: dict[str, Callable[..., object]] = {
    "box_strip_geometry": box_strip,
    "spread": Spread,
    "composition_geometry": composition,
    "radar_geometry": radar,
}
