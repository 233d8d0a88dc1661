"""Each chart of the benchmark page as a drawing that stands alone, from the same geometry as on the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _

from labelapp.benchmarks.distributions import ChoiceChart, OptionRow, TrendRow
from labelapp.benchmarks.exporting.canvas import MINE, PLAIN, QUIET, STRONG, TITLE, Canvas, Type
from labelapp.benchmarks.presentation import Bar, CompositionChart, ProfileChart, Strip
from labelapp.web.formats import points
from labelapp.web.portfolio_charts import Segment
from labelapp.web.trend_charts import ENDS, HEIGHT, STARTS, TrendPoint

Chart = Strip | CompositionChart | ProfileChart | ChoiceChart | TrendRow
WIDTH, MARGIN = 720, 32
_RADAR_SCALE = 1.5
Mark = Callable[[Canvas, float, float], None]


@dataclass(frozen=True)
class Caption:
    """What stands around a chart: title, a line below it, and where the figures come from; the name of the cluster."""

    title: str
    note: str
    source: str
    own_name: str
    language: str


class Drawn(NamedTuple):
    """A finished drawing with its size in CSS pixels."""

    svg: str
    width: int
    height: int


def drawing(chart: Chart, caption: Caption, *, outlines: bool = False) -> Drawn:
    """The chart as SVG with its title, legend and source; see `Canvas` for `outlines`."""
    canvas = Canvas(WIDTH, MARGIN, outlines=outlines)
    canvas.paragraph(caption.title, TITLE)
    if caption.note:
        canvas.paragraph(caption.note, QUIET)
    canvas.y += 16
    if isinstance(chart, Strip):
        _strip(canvas, chart, caption.own_name)
    elif isinstance(chart, CompositionChart):
        _composition(canvas, chart)
    elif isinstance(chart, ProfileChart):
        _profile(canvas, chart, caption.own_name)
    elif isinstance(chart, ChoiceChart):
        _choice(canvas, chart, caption.own_name)
    else:
        _trend(canvas, chart, caption.own_name)
    canvas.y += 16
    canvas.paragraph(caption.source, QUIET)
    svg = canvas.svg(caption.title, caption.source, caption.language)
    return Drawn(svg, canvas.width, canvas.height)


def _strip(canvas: Canvas, row: Strip, own_name: str) -> None:
    strip, top = row.strip, canvas.y
    middle = top + 14
    canvas.line("axis", canvas.x(0), middle, canvas.x(100), middle)
    if strip.whiskers:
        start, end = map(canvas.x, strip.whiskers)
        canvas.line("range", start, middle, end, middle)
        for x in (start, end):
            canvas.line("range", x, middle - 5, x, middle + 5)
    if strip.box:
        canvas.rect("box", canvas.x(strip.box[0]), top + 5, canvas.room * strip.box[1] / 100, 18)
    if strip.median is not None:
        canvas.line("median", canvas.x(strip.median), top + 3, canvas.x(strip.median), top + 25)
    if strip.own is not None:
        canvas.diamond(canvas.x(strip.own), middle, beyond=strip.beyond)
    for tick in strip.ticks:
        canvas.text(points(tick.value), canvas.x(tick.at), top + 44, QUIET, tick.anchor)
    canvas.y = top + 56
    legend: list[tuple[Mark, str, Type]] = []
    if strip.own is not None:
        legend.append((_diamond, _("%(label)s: %(value)s", label=own_name, value=row.own), MINE))
    words = _("median %(median)s, n = %(n)s", median=row.median, n=row.n)
    legend.append((_median, words, PLAIN))
    if strip.box:
        legend.append((_box, _("middle half: %(low)s to %(high)s", low=row.q1, high=row.q3), PLAIN))
    if strip.whiskers:
        words = _("10th to 90th percentile: %(low)s to %(high)s", low=row.p10, high=row.p90)
        legend.append((_range, words, PLAIN))
    _legend(canvas, legend)


def _composition(canvas: Canvas, chart: CompositionChart) -> None:
    for bar in chart.bars:
        canvas.paragraph(bar.title, STRONG)
        if bar.note:
            canvas.paragraph(bar.note, QUIET)
        _segments(canvas, bar)
    values = [[bar.segments[place].percent for bar in chart.bars] for place in range(len(chart.names))]
    _legend(
        canvas,
        [
            (
                _tone(place + 1),
                _("%(label)s: %(value)s", label=name, value=" / ".join(map(whole, values[place]))),
                PLAIN,
            )
            for place, name in enumerate(chart.names)
        ],
    )


def _segments(canvas: Canvas, bar: Bar) -> None:
    top = canvas.y + 6
    canvas.rect("track", canvas.x(0), top, canvas.room, 22)
    for place, segment in enumerate(bar.segments):
        canvas.rect(f"seg{segment.tone}", canvas.x(segment.x), top, canvas.room * segment.width / 100, 22)
        if place:
            canvas.line("gap", canvas.x(segment.x), top, canvas.x(segment.x), top + 22)
        _number(canvas, segment, top + 40)
    canvas.rect("outline", canvas.x(0), top, canvas.room, 22)
    canvas.y = top + 56


def _number(canvas: Canvas, segment: Segment, y: float) -> None:
    if segment.labelled:
        canvas.text(whole(segment.percent), canvas.x(segment.x) + 2, y, QUIET)


def whole(percent: int) -> str:
    """50 %"""
    return str(_("%(number)s %%", number=percent)).replace(" ", "\N{NO-BREAK SPACE}")


def _profile(canvas: Canvas, chart: ProfileChart, own_name: str) -> None:
    found = chart.radar
    x0, y0 = canvas.width / 2, canvas.y + 134 * _RADAR_SCALE

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return x0 + point[0] * _RADAR_SCALE, y0 + point[1] * _RADAR_SCALE

    def area(text: str) -> list[tuple[float, float]]:
        pairs = (pair.split(",") for pair in text.split())
        return [at((float(x), float(y))) for x, y in pairs]

    for ring in found.rings:
        canvas.polygon("axis", area(ring))
    for axis in found.axes:
        canvas.line("axis", x0, y0, *at(axis.end))
    for style, outline in (("ref-area", found.reference_area), ("own-area", found.own_area)):
        if outline:
            canvas.polygon(style, area(outline))
    for axis in found.axes:
        if axis.own_at is not None:
            canvas.circle("own", *at(axis.own_at), 5)
        for y, line in axis.lines:
            canvas.text(line, *at((axis.label_x, y)), STRONG, axis.anchor)
    canvas.y = y0 + 144 * _RADAR_SCALE
    reference = _("median of the group") if chart.withheld else _("median of the group, n = %(n)s", n=chart.n)
    _legend(canvas, [(_area, own_name, MINE), (_dashes, reference, PLAIN)])


def _choice(canvas: Canvas, chart: ChoiceChart, own_name: str) -> None:
    for row in chart.rows:
        _option(canvas, row)
    legend: list[tuple[Mark, str, Type]] = []
    if any(row.own for row in chart.rows):
        legend.append((_diamond, own_name, MINE))
    if chart.n:
        legend.append((_share, _("share of the group, n = %(n)s", n=chart.n), PLAIN))
    if chart.in_doubt:
        legend.append((_doubt, _("left open"), PLAIN))
    _legend(canvas, legend)
    if chart.reason:
        canvas.paragraph(chart.reason, QUIET)


def _option(canvas: Canvas, row: OptionRow) -> None:
    value_room = 110
    if row.own:
        canvas.diamond(canvas.margin + 7, canvas.y + PLAIN.leading * 0.5, 6)
    canvas.text(row.share, canvas.x(100), canvas.y + PLAIN.leading * 0.75, STRONG, "end")
    left = canvas.margin + (20 if row.own else 0)
    label = f"{row.label} ({_('middle level')})" if row.middle else row.label
    canvas.paragraph(label, MINE if row.own else PLAIN, left, canvas.room - value_room - 20)
    canvas.y += 4
    if row.sure is not None:
        canvas.rect("track", canvas.x(0), canvas.y, canvas.room, 10)
        canvas.rect("share", canvas.x(0), canvas.y, canvas.room * row.sure / 100, 10)
        if row.doubt:
            canvas.rect("doubt", canvas.x(row.sure), canvas.y + 0.5, canvas.room * row.doubt / 100, 9)
        canvas.y += 10
    canvas.y += 12


def _trend(canvas: Canvas, row: TrendRow, own_name: str) -> None:
    chart, top = row.chart, canvas.y
    ends = (canvas.x(STARTS), canvas.x(ENDS))
    for x in ends:
        canvas.line("axis", x, top + 4, x, top + HEIGHT - 20)
    canvas.line("ref-area", ends[0], top + chart.group[0].y, ends[1], top + chart.group[1].y)
    before, now = chart.own
    if before is not None and now is not None:
        canvas.line("own-line", ends[0], top + before.y, ends[1], top + now.y)
    texts = ((row.before, row.own_before), (row.now, row.own_now))
    for place, x in enumerate(ends):
        anchor, shift = ("end", -14) if place == 0 else ("start", 14)
        _ends(canvas, (x, top), (chart.group[place], chart.own[place]), texts[place], (anchor, shift))
        words = _("now") if place else _("one cycle before")
        canvas.text(words, x, top + HEIGHT, QUIET, "middle")
    canvas.y = top + HEIGHT + 16
    words = _("median of the same clusters, n = %(n)s", n=row.n)
    _legend(canvas, [(_diamond, own_name, MINE), (_dashes, words, PLAIN)])


def _ends(
    canvas: Canvas,
    place: tuple[float, float],
    found: tuple[TrendPoint, TrendPoint | None],
    texts: tuple[str, str],
    side: tuple[str, int],
) -> None:
    (x, top), (group, own), (anchor, shift) = place, found, side
    canvas.circle("ref-dot", x, top + group.y, 4)
    canvas.text(texts[0], x + shift, top + group.text_y, PLAIN, anchor)
    if own is not None:
        canvas.diamond(x, top + own.y, 8)
        canvas.text(texts[1], x + shift, top + own.text_y, MINE, anchor)


def _legend(canvas: Canvas, entries: Sequence[tuple[Mark, str, Type]]) -> None:
    for mark, words, type_ in entries:
        mark(canvas, canvas.margin, canvas.y + type_.leading * 0.5)
        canvas.paragraph(words, type_, canvas.margin + 30, canvas.room - 30)


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    canvas.diamond(x + 10, y, 6)


def _median(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("median", x + 10, y - 7, x + 10, y + 7)


def _box(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect("box", x, y - 6, 20, 12)


def _range(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("range", x, y, x + 20, y)


def _area(canvas: Canvas, x: float, y: float) -> None:
    canvas.polygon("own-area", [(x + 1, y - 5), (x + 19, y - 5), (x + 19, y + 5), (x + 1, y + 5)])


def _dashes(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("ref-area", x, y, x + 20, y)


def _share(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect("share", x, y - 6, 20, 12)


def _doubt(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect("doubt", x, y - 6, 20, 12)


def _tone(number: int) -> Mark:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.rect(f"seg{number}", x, y - 6, 20, 12)
        canvas.rect("outline", x, y - 6, 20, 12)

    return draw
