"""The drawings of the house: icons, the five-lobed marks, and the woven art.

Everything is pure geometry. Icons are printed inline by one macro. Marks and woven pictures are static
files, written by `python -m labelapp.web.drawings` and compared with this module by a test: marks as symbols
that `<use>` shows in the colour of the text, woven pictures as masks over `currentColor`.
"""

import math
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

IMAGES = Path(__file__).parent / "static" / "img"

_RING = '<circle cx="8" cy="8" r="5.5"/>'
_STOP = '<path d="M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"/>'

# 16 x 16, stroked with 1.5 by the style sheet; "solid" parts are filled instead.
ICONS = {
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "clock": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.8"/>',
    "ring": _RING,
    "again": '<path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.6h-2.6"/>',
    "half": _RING + '<path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>',
    "stop": _STOP,
    "flag": '<path d="M3.5 14V2.5h8.2L9.8 5.2l1.9 2.8H3.5"/>',
    "talk": '<path d="M2 2.75h12v8H7.5L4.5 13.5v-2.75H2z"/>',
    "lock": '<path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"/>',
    "warning": '<path d="M8 2 1.8 13.2h12.4z"/><path d="M8 6.4v3.2M8 11v1"/>',
    "information": '<circle cx="8" cy="8" r="6"/><path d="M8 7.2v4M8 4.6v1.2"/>',
    "left": '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
    "right": '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
    "down": '<path d="m3.5 6 4.5 4.5L12.5 6"/>',
    "up": '<path d="M3.5 10 8 5.5l4.5 4.5"/>',
    "document": '<path d="M3.5 1.75h6l3 3v9.5h-9zM9.5 1.75v3h3M5.5 8h5M5.5 10.75h5"/>',
    "link": '<path d="M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5"/>',
    "upload": '<path d="M8 10.5V2.5M4.8 5.5 8 2.4l3.2 3.1M2.5 10.5v3h11v-3"/>',
    "download": '<path d="M8 2.5v8M4.8 7.5 8 10.6l3.2-3.1M2.5 13.5h11"/>',
    "blind": '<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM2.5 13.5l11-11"/>',
    "filter": '<path d="M2 4h12M4.5 8h7M6.5 12h3"/>',
    "globe": '<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12"/>',
    "contrast": '<circle cx="8" cy="8" r="6"/><path class="solid" d="M8 2a6 6 0 0 1 0 12z"/>',
    "person": '<circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 14c.4-3.2 2.4-4.8 5.2-4.8s4.8 1.6 5.2 4.8"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "cross": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "verified": '<path d="M8 1.8 9.8 3.1 12 3.3 12.5 5.5 14 7.2 13 9.2 13 11.4 10.9 12.2 9.3 13.9 '
    '7.2 13.2 5 13.5 3.9 11.6 2 10.4 2.5 8.2 2 6 3.7 4.6 4.6 2.6 6.8 2.7z"/>'
    '<path d="m5.3 8 1.9 1.9 3.5-3.6"/>',
}
_DIRECTIONAL = {"left", "right"}

Radius = Callable[[float], float]


def icon_shapes(name: str) -> Markup:
    """The shapes of an icon, to be set inside its `<svg>`. Raises KeyError for an unknown name."""
    return Markup(ICONS[name])  # noqa: S704 - constants of this module


def icon_mirrors(name: str) -> bool:
    """Whether the icon points along the text and so turns with the direction of writing."""
    return name in _DIRECTIONAL


def polar_path(radius: Radius, segments: int, turn: float = math.tau, places: int = 2) -> str:
    """A curve given as radius over angle, clockwise from the top, as cubic segments with exact tangents.

    `turn` is the angle covered, in radians; a whole turn is closed.
    """
    step = turn / segments
    points = [_point(radius, index * step) for index in range(segments + 1)]
    slopes = [_slope(radius, index * step) for index in range(segments + 1)]
    path = [f"M{_pair(points[0], places)}"]
    for index in range(segments):
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        (u0, v0), (u1, v1) = slopes[index], slopes[index + 1]
        first = (x0 + u0 * step / 3, y0 + v0 * step / 3)
        second = (x1 - u1 * step / 3, y1 - v1 * step / 3)
        path.append(f"C{_pair(first, places)} {_pair(second, places)} {_pair((x1, y1), places)}")
    if math.isclose(turn, math.tau):
        path.append("Z")
    return "".join(path)


def _point(radius: Radius, angle: float) -> tuple[float, float]:
    return radius(angle) * math.sin(angle), -radius(angle) * math.cos(angle)


def _slope(radius: Radius, angle: float, delta: float = 1e-5) -> tuple[float, float]:
    (x0, y0), (x1, y1) = _point(radius, angle - delta), _point(radius, angle + delta)
    return (x1 - x0) / (2 * delta), (y1 - y0) / (2 * delta)


def _pair(point: tuple[float, float], places: int) -> str:
    return " ".join(f"{round(value, places) + 0.0:g}" for value in point)


def lobed(mean: float, depth: float = 0.045) -> Radius:
    """The one motif: a ring with five lobes, the radius R(1 + depth cos 5t)."""
    return lambda angle: mean * (1 + depth * math.cos(5 * angle))


def _ring(outer: float) -> str:
    return polar_path(lobed(outer / 1.045), 20)


# Rings from outside in, then the filled heart, by the radius at the lobes (unit: 1/24 of the mark).
_MARK_RINGS = {
    "bronze": ((10.76,), 7.49),
    "silver": ((10.76, 7.6), 4.43),
    "gold": ((10.76, 7.6, 4.54), 2.11),
}


def mark_shapes(name: str) -> str:
    """The mark of a level, or the brand, in the colour of the text; 24 wide round 0, 0. Raises KeyError."""
    if name == "brand":
        return _brand("currentColor")
    outlines, heart = _MARK_RINGS[name]
    rings = "".join(f'<path d="{_ring(radius)}"/>' for radius in outlines)
    return (
        f'<g fill="none" stroke="currentColor" stroke-width="1.6">{rings}</g>'
        f'<path fill="currentColor" d="{_ring(heart)}"/>'
    )


def _mark(name: str) -> str:
    return f'<symbol id="{name}" viewBox="-12 -12 24 24">{mark_shapes(name)}</symbol>'


def _brand(color: str) -> str:
    dots = "".join(
        f'<circle r="1.35" cy="-3.7" fill="{color}" transform="rotate({72 * index})"/>' for index in range(5)
    )
    rings = f'<path d="{_ring(10.97)}"/><path d="{_ring(7.6)}"/>'
    return f'<g fill="none" stroke="{color}" stroke-width="1.5">{rings}</g>{dots}'


def marks() -> str:
    """The level marks and the brand as symbols of one file."""
    levels = "".join(_mark(name) for name in _MARK_RINGS)
    brand = f'<symbol id="brand" viewBox="-12 -12 24 24">{_brand("currentColor")}</symbol>'
    return f'<svg xmlns="http://www.w3.org/2000/svg">{levels}{brand}</svg>\n'


def favicon() -> str:
    """The brand on its own, in the accent of the light scheme."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 24 24">{_brand("#0b5868")}</svg>\n'


# Bands from outside in: mean radius, amplitude and number of waves; unit: 1/104 of half the picture.
_BANDS = ((93.0, 5.4, 45), (79.5, 5.4, 40), (66.0, 5.4, 30))
_HEART_TURNS = 14


def _band(mean: float, amplitude: float, waves: int, phases: int) -> str:
    """A woven band. One fifth is drawn and turned four times, since the waves divide by five."""
    base = lobed(mean)

    def wave(phase: float) -> Radius:
        return lambda angle: base(angle) + amplitude * math.cos(waves * angle + phase)

    fifth = "".join(
        polar_path(wave(math.tau * index / phases), waves * 4 // 5, math.tau / 5, places=1)
        for index in range(phases)
    )
    return _turned(f'<path id="b{mean:.0f}" d="{fifth}"/>', f"b{mean:.0f}", 72, 5)


def _heart() -> str:
    curve = polar_path(lambda angle: 36 + 15 * math.cos(5 * angle), 80, places=1)
    return _turned(f'<path id="h" d="{curve}"/>', "h", 72 / _HEART_TURNS, _HEART_TURNS)


def _turned(shape: str, name: str, degrees: float, times: int) -> str:
    copies = "".join(
        f'<use href="#{name}" transform="rotate({round(degrees * index, 3):g})"/>'
        for index in range(1, times)
    )
    return shape + copies


def woven(stroke: float, phases: int) -> str:
    """The woven picture: three five-lobed bands round a heart. Black, to be used as a mask.

    `stroke` in units of 1/208 of the width; `phases` is how many waves cross in a band.
    """
    bands = "".join(_band(*band, phases) for band in _BANDS)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-104 -104 208 208">'
        f'<g fill="none" stroke="#000" stroke-width="{stroke}">{bands}{_heart()}</g></svg>\n'
    )


STATIC_IMAGES: dict[str, Callable[[], str]] = {
    "marks.svg": marks,
    "favicon.svg": favicon,
    "woven.svg": lambda: woven(0.3, 5),
    "seal.svg": lambda: woven(0.5, 4),
}

TEMPLATE_GLOBALS: dict[str, Callable[..., object]] = {
    "icon_shapes": icon_shapes,
    "icon_mirrors": icon_mirrors,
}


def main() -> None:
    """Write the static pictures."""
    IMAGES.mkdir(exist_ok=True)
    for name, draw in STATIC_IMAGES.items():
        (IMAGES / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
