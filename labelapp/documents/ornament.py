"""The certificate's frame and seal, computed once a level and ring text and kept as compressed PDF operators.

The motif is a five-lobed ring; Bronze has one, Silver two, Gold three, so the level reads without colour. Both
drawings are symmetric: of the frame a quarter is drawn, of the seal a fifth, and placed as often as needed. They
are decoration and marked as such; every fact they hint at also stands in the text.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from zlib import compress

from labelapp.documents.curves import (
    TURN,
    around,
    painted,
    quarter_length,
    quarter_of_rounded_rectangle,
    traced,
    waved,
)
from labelapp.documents.ringtext import ring_text

Matrix = tuple[float, float, float, float, float, float]

SEAL_SCALE = 98 / 21  # hundredths of a millimetre in the seal's own unit: 2100 units are 98 mm
LOBES = 5


@dataclass(frozen=True)
class Sheet:
    """A paper and where things stand on it, in hundredths of a millimetre; `seal_size` 1 is a seal of 98 mm."""

    width: int
    height: int
    seal: tuple[int, int]
    seal_size: float
    mark: tuple[int, int]


SHEETS = {
    "landscape": Sheet(29700, 21000, seal=(7300, 8200), seal_size=1.0, mark=(13750, 3150)),
    "portrait": Sheet(21000, 29700, seal=(10500, 9400), seal_size=0.82, mark=(10500, 3150)),
}


@dataclass(frozen=True)
class Metal:
    """Three inks of one metal, from dark to light, and how many rings the seal has."""

    deep: str
    middle: str
    light: str
    rings: int


METALS = {
    "gold": Metal("#6f5300", "#ad8626", "#dcc684", 3),
    "silver": Metal("#4c5963", "#7e8b94", "#c3ccd2", 2),
    "bronze": Metal("#7c4a1e", "#a9683a", "#ddb999", 1),
    "none": Metal("#0b5868", "#3f8795", "#b3d3d9", 1),
}
BANDS = ((940, 46, 55), (824, 42, 50), (716, 38, 45))
"""Radius, amplitude and number of waves of each ring, from the outside, in the seal's unit."""
RING_GAP = 106
EDGE = 9
MARK_COLOUR = "#0b5868"
MARK_UNIT = 1100 / 24  # the mark is drawn on a grid of 24 units, which are 11 mm


@dataclass(frozen=True)
class Drawing:
    """Vector art in hundredths of a millimetre, y pointing down, placed on the first page behind the text.

    `content` holds deflated PDF operators, `box` the area they may touch, `placements` a matrix for each time it
    is drawn, from the drawing's units to those of a page whose origin is its top left corner.
    """

    content: bytes
    box: tuple[int, int, int, int]
    placements: tuple[Matrix, ...]


@lru_cache(maxsize=64)
def certificate_art(
    level: str, first_phrase: str, second_phrase: str, orientation: str = "landscape", language: str = ""
) -> tuple[Drawing, ...]:
    """Frame, seal and ring text of a certificate in the metal of `level` (gold, silver, bronze or none)."""
    metal, sheet = METALS[level], SHEETS[orientation]
    ring = ring_text(first_phrase, second_phrase, _text_radius(metal) * SEAL_SCALE, metal.deep, language)
    centre = (sheet.seal_size, 0.0, 0.0, sheet.seal_size, float(sheet.seal[0]), float(sheet.seal[1]))
    reach = round(1050 * SEAL_SCALE)
    art = _drawing(ring, (-reach, -reach, reach, reach), (centre,))
    return (_frame(metal, sheet), _seal(metal, sheet), art, issuer_mark(*sheet.mark))


@lru_cache(maxsize=8)
def issuer_mark(x: int, y: int) -> Drawing:
    """The issuer's mark, 11 mm wide, its middle at `x`, `y` (hundredths of a millimetre from the top left)."""
    rings = (_lobed(radius, scale=MARK_UNIT) for radius in (10.5, 7.3))
    dot = f"0 {round(-3.7 * MARK_UNIT)} m 0 {round(-3.7 * MARK_UNIT)} l"
    content = (
        painted(rings, MARK_COLOUR, 1.4 * MARK_UNIT) + "\n" + painted((dot,), MARK_COLOUR, 2.7 * MARK_UNIT)
    )
    return _drawing(content, (-600, -600, 600, 100), _fivefold(x, y))


def heart_width(level: str, orientation: str = "landscape") -> float:
    """The room for the level's word in the heart of the seal, in millimetres."""
    size = SHEETS[orientation].seal_size
    return size * 2 * _core_radii(METALS[level])[1] * SEAL_SCALE / 100 * 0.86


def _drawing(content: str, box: tuple[int, int, int, int], placements: tuple[Matrix, ...]) -> Drawing:
    return Drawing(compress(content.encode("ascii"), 9), box, placements)


def _frame(metal: Metal, sheet: Sheet) -> Drawing:
    """A woven band 11 mm inside the paper's edge between two lines, and one hairline inside.

    124 waves, so that a quarter holds 31 whole ones and all four corners are mirror images of each other.
    """
    width, height, corner = sheet.width - 2200, sheet.height - 2200, 620
    line = quarter_of_rounded_rectangle(width, height, corner)
    length = quarter_length(width, height, corner)
    bend = (width / 2 - corner, width / 2 - corner + corner * pi / 2)
    waves = 31 * TURN / length

    def woven(amplitude: float, phase: float) -> str:
        return traced(
            waved(line, corner, bend, height=amplitude, waves=waves, phase=phase), 0, length, 31 * 4
        )

    def border(inset: int, radius: int) -> str:
        half_width, half_height = sheet.width // 2 - inset, sheet.height // 2 - inset
        bend = quarter_of_rounded_rectangle(2 * half_width, 2 * half_height, radius)
        start = half_width - radius
        arc = traced(bend, start, start + radius * pi / 2, 2).replace(" m ", " l ", 1)
        return f"0 {-half_height} m {arc} {half_width} 0 l"

    content = "\n".join(
        (
            painted((woven(300, TURN * k / 5) for k in range(5)), metal.middle, 13),
            painted((woven(100, phase) for phase in (0, pi)), metal.deep, 18),
            painted((border(700, 1020), border(1500, 220)), metal.deep, 30),
            painted((border(1620, 100),), metal.middle, 15),
        )
    )
    x, y = sheet.width / 2, sheet.height / 2
    placements = tuple((right, 0.0, 0.0, down, x, y) for right in (1.0, -1.0) for down in (1.0, -1.0))
    return _drawing(content, (-100, -sheet.height // 2, sheet.width // 2, 100), placements)


def _lobed(
    radius: float, wave: float = 0.0, count: int = 0, phase: float = 0.0, *, scale: float = SEAL_SCALE
) -> str:
    """A fifth of the lobed curve, centred on the lobe at the top, with a wave added to its radius."""

    def at(t: float) -> tuple[float, float]:
        r = radius * (1 + 0.045 * cos(LOBES * t)) + wave * cos(count * t + phase)
        change = -radius * 0.045 * LOBES * sin(LOBES * t) - wave * count * sin(count * t + phase)
        return r * scale, change * scale

    segments = 4 * max(count // LOBES, 1)
    return traced(around(at), -pi / LOBES, pi / LOBES, max(segments, 8))


def _core_radii(metal: Metal) -> tuple[float, float]:
    """Outer and inner radius of the rosette inside the ring of text."""
    radius, amplitude, _waves = BANDS[metal.rings - 1]
    outer = (radius - amplitude - EDGE) * (1 - 0.045) - RING_GAP
    return outer, outer * 0.62


def _text_radius(metal: Metal) -> float:
    """Radius of the middle of the ring of text."""
    return _core_radii(metal)[0] + RING_GAP / 2


def _rosette(metal: Metal) -> list[str]:
    """The fifth that shows of thirty turns of one five-lobed curve."""
    outer, inner = _core_radii(metal)
    middle, reach = (outer + inner) / 2, (outer - inner) / 2 - 14
    paths = []
    for turn in range(30):
        shift = TURN / LOBES * turn / 30

        def at(t: float, shift: float = shift) -> tuple[float, float]:
            r = middle + reach * cos(LOBES * (t - shift))
            return r * SEAL_SCALE, -reach * LOBES * sin(LOBES * (t - shift)) * SEAL_SCALE

        paths.append(traced(around(at), -pi / LOBES, pi / LOBES, 6))
    return paths


def _seal(metal: Metal, sheet: Sheet) -> Drawing:
    waves, edges = [], []
    for radius, amplitude, count in BANDS[: metal.rings]:
        waves += [_lobed(radius, amplitude, count, TURN * k / 5) for k in range(5)]
        edges += [_lobed(radius + side * (amplitude + EDGE)) for side in (1, -1)]
    arcs = [_arc(radius) for radius in _core_radii(metal)]
    content = "\n".join(
        (
            painted(waves, metal.middle, 12),
            painted(_rosette(metal), metal.light, 11),
            painted((*edges, *arcs), metal.deep, 18.5),
        )
    )
    reach = round(1050 * SEAL_SCALE)
    return _drawing(content, (-reach, -reach, reach, 0), _fivefold(*sheet.seal, sheet.seal_size))


def _fivefold(x: int, y: int, size: float = 1.0) -> tuple[Matrix, ...]:
    """Five turns about a point of the page."""
    turns = [TURN * k / LOBES for k in range(LOBES)]
    pairs = [(size * cos(turn), size * sin(turn)) for turn in turns]
    return tuple((across, down, -down, across, float(x), float(y)) for across, down in pairs)


def _arc(radius: float) -> str:
    """A fifth of a circle."""
    return traced(around(lambda _t: (radius * SEAL_SCALE, 0.0)), -pi / LOBES, pi / LOBES, 4)
