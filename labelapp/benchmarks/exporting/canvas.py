"""A drawing that stands alone: SVG without style sheet, so that every program shows it as the page does.

Units are CSS pixels, text is measured with the bundled fonts. Colours are those of the light theme.
"""

from typing import NamedTuple
from xml.etree import ElementTree as ET

from labelapp.documents.fonts import SANS, SERIF, face, sans_families, serif_families
from labelapp.documents.outlines import outlined

PAGE, INK, INK_2, CONTROL, LINE, ACCENT = "#ffffff", "#14232b", "#47585f", "#74868e", "#d6dfe2", "#0b5868"
TRACK, BOX = "#e6ecee", "#cfd9dd"
TONES = (ACCENT, "#5d99a5", "#a9cfd6", "#c6d0d4", "#8a99a1")
SHAPES: dict[str, dict[str, str]] = {
    "page": {"fill": PAGE},
    "track": {"fill": TRACK},
    "share": {"fill": CONTROL},
    "doubt": {"fill": "none", "stroke": CONTROL, "stroke-dasharray": "3 2"},
    "box": {"fill": BOX, "stroke": CONTROL},
    "outline": {"fill": "none", "stroke": CONTROL},
    "axis": {"fill": "none", "stroke": LINE},
    "range": {"stroke": CONTROL, "stroke-width": "1.5"},
    "median": {"stroke": INK, "stroke-width": "2"},
    "gap": {"stroke": PAGE, "stroke-width": "2"},
    "own": {"fill": ACCENT, "stroke": PAGE, "stroke-width": "2"},
    "own-line": {"stroke": ACCENT, "stroke-width": "2"},
    "own-area": {
        "fill": ACCENT, "fill-opacity": "0.14", "stroke": ACCENT, "stroke-width": "2", "stroke-linejoin": "round",
    },
    "ref-area": {
        "fill": "none", "stroke": INK_2, "stroke-width": "1.5", "stroke-dasharray": "5 4", "stroke-linejoin": "round",
    },
    "ref-dot": {"fill": PAGE, "stroke": INK_2, "stroke-width": "1.5"},
    **{f"seg{number}": {"fill": tone} for number, tone in enumerate(TONES, start=1)},
}  # fmt: skip


class Type(NamedTuple):
    """How text is set: family, weight, size in px, colour."""

    family: str
    style: str
    size: float
    colour: str

    @property
    def leading(self) -> float:
        """From base line to base line."""
        return round(self.size * 1.4)

    def width(self, text: str) -> float:
        """The length of a line."""
        return face(self.family, self.style).width(text) * self.size


TITLE = Type(SERIF, "SemiBold", 22, INK)
PLAIN = Type(SANS, "Regular", 14, INK)
STRONG = Type(SANS, "SemiBold", 14, INK)
MINE = Type(SANS, "SemiBold", 14, ACCENT)
QUIET = Type(SANS, "Regular", 13, INK_2)
_WEIGHTS = {"Regular": "400", "SemiBold": "600"}
_FAMILIES = {
    SANS: (sans_families, "'Source Sans 3'", "sans-serif"),
    SERIF: (serif_families, "'Source Serif 4'", "serif"),
}
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # which part of a line stands before its place


def lines_of(text: str, type_: Type, room: float) -> list[str]:
    """Text broken at its spaces into lines that fit into `room`; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.replace("\N{SOFT HYPHEN}", "").split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and type_.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Canvas:
    """A drawing of a width that grows downwards; `y` is the height used so far.

    Text stays text, so that it can be read and changed; with `outlines` its letters are shapes, for what has no fonts.
    """

    def __init__(self, width: int, margin: int, *, outlines: bool = False) -> None:
        self._outlines = outlines
        self.width = width
        self.margin = margin
        self.y: float = margin
        self.room = width - 2 * margin
        self._root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})

    @property
    def height(self) -> int:
        """The height of all that was drawn, with its margin."""
        return round(self.y + self.margin)

    def x(self, percent: float) -> float:
        """A place along the width between the margins."""
        return self.margin + self.room * percent / 100

    def rect(self, style: str, x: float, y: float, width: float, height: float) -> None:
        """A rectangle."""
        self._add("rect", style, x=x, y=y, width=width, height=height)

    def line(self, style: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line."""
        self._add("line", style, x1=x1, y1=y1, x2=x2, y2=y2)

    def circle(self, style: str, x: float, y: float, radius: float) -> None:
        """A circle."""
        self._add("circle", style, cx=x, cy=y, r=radius)

    def polygon(self, style: str, points: list[tuple[float, float]]) -> None:
        """A closed line through points."""
        place = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        ET.SubElement(self._root, "polygon", {"points": place, **SHAPES[style]})

    def diamond(self, x: float, y: float, half: float = 9, beyond: str = "") -> None:
        """The mark of the own value; half of it where the value lies `beyond` the "start" or "end" of an axis."""
        left = [] if beyond == "start" else [(x - half, y)]
        right = [] if beyond == "end" else [(x + half, y)]
        self.polygon("own", [(x, y - half - 1), *right, (x, y + half + 1), *left])

    def text(self, text: str, x: float, y: float, type_: Type = PLAIN, anchor: str = "start") -> None:
        """One line of text on its base line, or its letters as outlines; as long where another font is used."""
        if self._outlines:
            left = x - type_.width(text) * _BEFORE[anchor]
            path = outlined(face(type_.family, type_.style), text, type_.size, left, y)
            ET.SubElement(self._root, "path", {"d": path, "fill": type_.colour})
            return
        families, named, generic = _FAMILIES[type_.family]
        look = {
            "font-family": f"{families()}, {named}, {generic}",
            "font-size": f"{type_.size:g}",
            "font-weight": _WEIGHTS[type_.style],
            "fill": type_.colour,
            "text-anchor": anchor,
            "textLength": f"{type_.width(text):.2f}",
            "lengthAdjust": "spacingAndGlyphs",
        }
        ET.SubElement(self._root, "text", {"x": f"{x:.2f}", "y": f"{y:.2f}", **look}).text = text

    def paragraph(
        self, text: str, type_: Type = PLAIN, x: float | None = None, room: float | None = None
    ) -> None:
        """Text over as many lines as it needs, below what is there."""
        left = self.margin if x is None else x
        for line in lines_of(text, type_, room or self.room):
            self.y += type_.leading
            self.text(line, left, self.y - type_.leading * 0.25, type_)

    def svg(self, title: str, description: str, language: str) -> str:
        """The finished drawing."""
        height = self.height
        size = {"width": f"{self.width}", "height": f"{height}", "viewBox": f"0 0 {self.width} {height}"}
        self._root.attrib |= {**size, "xml:lang": language, "lang": language}
        ground = {"width": f"{self.width}", "height": f"{height}", **SHAPES["page"]}
        for place, (tag, attributes, text) in enumerate(
            [("title", {}, title), ("desc", {}, description), ("rect", ground, None)]
        ):
            element = ET.Element(tag, dict(attributes))
            element.text = text
            self._root.insert(place, element)
        return ET.tostring(self._root, encoding="unicode")

    def _add(self, tag: str, style: str, **place: float) -> None:
        ET.SubElement(self._root, tag, {**{name: f"{at:.2f}" for name, at in place.items()}, **SHAPES[style]})
