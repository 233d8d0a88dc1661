"""Curves as PDF path operators: cubic segments with exact tangents, on a grid of a hundredth of a millimetre."""

from collections.abc import Callable, Iterable
from math import cos, pi, sin

Point = tuple[float, float]
Curve = Callable[[float], tuple[Point, Point]]
"""From a parameter to the position and its derivative."""

TURN = 2 * pi


def traced(curve: Curve, start: float, end: float, segments: int) -> str:
    """The piece of `curve` from `start` to `end` as one path of `segments` cubic segments, not yet painted."""
    step = (end - start) / segments
    (position, tangent) = curve(start)
    parts = [f"{_pair(position)} m"]
    for index in range(1, segments + 1):
        following, tangent_there = curve(start + step * index)
        first = (position[0] + tangent[0] * step / 3, position[1] + tangent[1] * step / 3)
        second = (following[0] - tangent_there[0] * step / 3, following[1] - tangent_there[1] * step / 3)
        parts.append(f"{_pair(first)} {_pair(second)} {_pair(following)} c")
        position, tangent = following, tangent_there
    return " ".join(parts)


def around(radius: Callable[[float], tuple[float, float]]) -> Curve:
    """A curve round the origin, clockwise from the top, y pointing down: `radius` gives r and dr/dt at angle t."""

    def curve(t: float) -> tuple[Point, Point]:
        r, change = radius(t)
        s, c = sin(t), cos(t)
        return (r * s, -r * c), (change * s + r * c, -change * c + r * s)

    return curve


def quarter_of_rounded_rectangle(width: float, height: float, corner: float) -> Curve:
    """From the middle of the top edge to the middle of the right edge, by arc length; origin in the middle."""
    across, down, bend = width / 2 - corner, height / 2 - corner, corner * pi / 2

    def curve(s: float) -> tuple[Point, Point]:
        if s <= across:
            return (s, -height / 2), (1.0, 0.0)
        if s <= across + bend:
            angle = (s - across) / corner
            centre = (across, -down)
            return (centre[0] + corner * sin(angle), centre[1] - corner * cos(angle)), (
                cos(angle),
                sin(angle),
            )
        return (width / 2, s - across - bend - down), (0.0, 1.0)

    return curve


def quarter_length(width: float, height: float, corner: float) -> float:
    """Arc length of a quarter of a rounded rectangle."""
    return width / 2 + height / 2 - 2 * corner + corner * pi / 2


def waved(
    line: Curve, corner: float, bend: tuple[float, float], *, height: float, waves: float, phase: float
) -> Curve:
    """A wave of amplitude `height` across `line`, `waves` radians a unit of arc length.

    `bend` is the stretch of arc length where the line turns with radius `corner`, elsewhere it is straight.
    """

    def curve(s: float) -> tuple[Point, Point]:
        (x, y), (tx, ty) = line(s)
        offset = height * cos(waves * s + phase)
        change = -height * waves * sin(waves * s + phase)
        stretch = 1 + offset / corner if bend[0] < s <= bend[1] else 1.0
        nx, ny = ty, -tx
        return (x + offset * nx, y + offset * ny), (tx * stretch + change * nx, ty * stretch + change * ny)

    return curve


def painted(paths: Iterable[str], colour: str, width: float) -> str:
    """The paths stroked in a colour `#rrggbb`, `width` in hundredths of a millimetre, with round ends."""
    return f"{_rgb(colour)} RG {width:g} w 1 J 1 j {' '.join(paths)} S"


def filled(paths: Iterable[str], colour: str) -> str:
    """The paths filled in a colour `#rrggbb`."""
    return f"{_rgb(colour)} rg {' '.join(paths)} f"


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[index : index + 2], 16) / 255:.4g}" for index in (1, 3, 5))


def _pair(point: Point) -> str:
    return f"{round(point[0])} {round(point[1])}"
