"""The bundled type: one static file a family, style and script, and what must be measured or drawn from it.

The renderer walks a list of families letter by letter, so each script is a family of its own and the style
sheets name them in a row (`var(--serif)`, `var(--sans)`).
"""

from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"
SERIF = "SourceSerif4"
SANS = "SourceSans3"
FAMILIES = {SERIF: "Label Serif", SANS: "Label Sans"}
SCRIPTS = {"latin": "", "latin-ext": " Ext", "greek": " Greek", "cyrillic": " Cyrillic"}
WEIGHTS = {"Light": 300, "Regular": 400, "Italic": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
LANGUAGE_SYSTEMS = {
    "bg": "BGR "
}  # languages with letter forms of their own, by the tag that OpenType gives them
PAIR_ADJUSTMENT = 2  # lookup type of the OpenType GPOS table

Segment = tuple[str, tuple[tuple[float, float], ...]]


class Glyph(NamedTuple):
    """A letter in units of the em: how far it advances, and its outline as moves, lines and cubic curves."""

    advance: float
    outline: tuple[Segment, ...]


def font_files() -> dict[str, Path]:
    """File name to path of every bundled font: the only files a document may fetch as a font."""
    return {path.name: path for path in sorted(FOLDER.glob("*.ttf"))}


def font_css(prefix: str) -> str:
    """The `@font-face` rules of all files, their addresses starting with `prefix`, and the two family lists."""
    rules = []
    for name in font_files():
        family, style, script = name.removesuffix(".ttf").split("-", 2)
        rules.append(
            f'@font-face {{ font-family: "{FAMILIES[family]}{SCRIPTS[script]}"; font-weight: {WEIGHTS[style]}; '
            f'font-style: {"italic" if style == "Italic" else "normal"}; src: url("{prefix}{name}"); }}'
        )
    return "\n".join([*rules, f":root {{ --serif: {_families(SERIF)}; --sans: {_families(SANS)}; }}"])


def sans_families() -> str:
    """The sans families as the attribute `font-family` of inline SVG, which style sheets do not reach."""
    return _families(SANS).replace('"', "")


def serif_families() -> str:
    """The same of the serif families."""
    return _families(SERIF).replace('"', "")


def _families(family: str) -> str:
    return ", ".join(f'"{FAMILIES[family]}{script}"' for script in SCRIPTS.values())


class _OutlinePen(BasePen):
    """Collects an outline; BasePen turns the quadratic curves of TrueType into cubic ones."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.segments: list[Segment] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.segments.append(("m", (pt,)))

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.segments.append(("l", (pt,)))

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.segments.append(("c", points))

    def _closePath(self) -> None:  # noqa: N802
        self.segments.append(("h", ()))


@cache
def _opened(name: str) -> tuple[TTFont, list[Any]]:
    """A file with its kerning, which is large and the same in every language: opened once a process."""
    font = TTFont(FOLDER / name)
    return font, _pair_tables(font)


class Face:
    """One style of one family over all scripts, for measuring text and drawing letters in a language."""

    def __init__(self, family: str, style: str, language: str = "") -> None:
        files = [_opened(f"{family}-{style}-{script}.ttf") for script in SCRIPTS]
        self._fonts = [font for font, _tables in files]
        self._cmaps = [_letters(font, LANGUAGE_SYSTEMS.get(language)) for font in self._fonts]
        self._pairs = [tables for _font, tables in files]
        self.glyph = lru_cache(maxsize=None)(self._read_glyph)
        self._advance = lru_cache(maxsize=None)(self._read_advance)
        self.kerning = lru_cache(maxsize=None)(self._read_kerning)

    def width(self, text: str) -> float:
        """Length of a line of `text` in units of the em; a letter without a glyph counts as one em."""
        return sum(map(self._advance, text)) + sum(
            self.kerning(left, right) for left, right in pairwise(text)
        )

    def has(self, letter: str) -> bool:
        """Whether some script of the family has the letter."""
        return any(ord(letter) in cmap for cmap in self._cmaps)

    def _read_advance(self, letter: str) -> float:
        return self.glyph(letter).advance if self.has(letter) else 1.0

    def _read_kerning(self, left: str, right: str) -> float:
        """How much the pair moves together (negative) or apart, in units of the em; 0 across scripts."""
        for font, cmap, tables in zip(self._fonts, self._cmaps, self._pairs, strict=True):
            if ord(left) in cmap and ord(right) in cmap:
                values = (_pair_value(table, cmap[ord(left)], cmap[ord(right)]) for table in tables)
                return next((value for value in values if value is not None), 0) / float(
                    font["head"].unitsPerEm
                )
        return 0.0

    def _read_glyph(self, letter: str) -> Glyph:
        """The letter's advance and outline. Raises KeyError when no script of the family has it."""
        for font, cmap in zip(self._fonts, self._cmaps, strict=True):
            if name := cmap.get(ord(letter)):
                scale = font["head"].unitsPerEm
                glyphs = font.getGlyphSet()
                pen = _OutlinePen(glyphs)
                glyphs[name].draw(pen)
                outline = tuple(
                    (operator, tuple((x / scale, y / scale) for x, y in points))
                    for operator, points in pen.segments
                )
                return Glyph(glyphs[name].width / scale, outline)
        raise KeyError(letter)


@cache
def face(family: str, style: str, language: str = "") -> Face:
    """The style of a family with the letter forms of a language, opened once a process."""
    return Face(family, style, language if language in LANGUAGE_SYSTEMS else "")


@cache
def printable() -> frozenset[str]:
    """Every letter that both families can set in their regular style."""
    families = []
    for family in FAMILIES:
        cmaps = [TTFont(FOLDER / f"{family}-Regular-{script}.ttf").getBestCmap() for script in SCRIPTS]
        families.append({chr(code) for cmap in cmaps for code in cmap})
    return frozenset.intersection(*map(frozenset, families))


def _letters(font: Any, system: str | None) -> dict[int, str]:
    """The glyph of each character; in a language system its local forms, which may be wider."""
    forms = _local_forms(font["GSUB"].table, system) if system and "GSUB" in font else {}
    return {code: forms.get(name, name) for code, name in font.getBestCmap().items()}


def _local_forms(table: Any, system: str) -> dict[str, str]:
    """Which glyph stands for which in a language system: the `locl` feature of the GSUB table."""
    features = [
        table.FeatureList.FeatureRecord[number]
        for script in table.ScriptList.ScriptRecord
        for record in script.Script.LangSysRecord
        if record.LangSysTag == system
        for number in record.LangSys.FeatureIndex
    ]
    wanted = {
        index
        for record in features
        if record.FeatureTag == "locl"
        for index in record.Feature.LookupListIndex
    }
    subtables = (part for index in sorted(wanted) for part in table.LookupList.Lookup[index].SubTable)
    forms: dict[str, str] = {}
    for subtable in subtables:
        forms |= getattr(subtable, "ExtSubTable", subtable).mapping
    return forms


def _pair_tables(font: Any) -> list[Any]:
    """The pair adjustment subtables of the kerning feature in the GPOS table, in the order of their use."""
    table = font["GPOS"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    subtables = (
        getattr(subtable, "ExtSubTable", subtable)
        for index in sorted(wanted)
        for subtable in table.LookupList.Lookup[index].SubTable
    )
    return [subtable for subtable in subtables if subtable.LookupType == PAIR_ADJUSTMENT]


def _pair_value(pairs: Any, left: str, right: str) -> int | None:
    """The kerning of two glyphs in font units, None when the subtable says nothing about them."""
    if left not in pairs.Coverage.glyphs:
        return None
    if pairs.Format == 1:
        records = pairs.PairSet[pairs.Coverage.glyphs.index(left)].PairValueRecord
        value = next((record.Value1 for record in records if record.SecondGlyph == right), None)
        return getattr(value, "XAdvance", 0) if value else None
    first = pairs.Class1Record[pairs.ClassDef1.classDefs.get(left, 0)]
    value = first.Class2Record[pairs.ClassDef2.classDefs.get(right, 0)].Value1
    return getattr(value, "XAdvance", 0)
