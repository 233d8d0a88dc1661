"""A drawing stands alone: the colours of the theme, text that fits, and nothing that a program must fetch."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.benchmarks.exporting import canvas
from labelapp.benchmarks.exporting.canvas import PLAIN, STRONG, TITLE, Canvas, Type, lines_of
from labelapp.web import drawings

STYLES = Path(drawings.__file__).parent / "static" / "css"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["page", "ink", "ink-2", "control", "line", "accent"])
def test_colours_are_those_of_the_light_theme(name: str) -> None:
    tokens = (STYLES / "tokens.css").read_text(encoding="utf-8")
    (light,) = re.findall(rf"--{name}: light-dark\((#[0-9a-f]{{6}}),", tokens)
    assert getattr(canvas, name.upper().replace("-", "_")) == light


def test_tones_are_those_of_the_charts_on_the_page() -> None:
    charts = (STYLES / "charts.css").read_text(encoding="utf-8")
    tones = re.findall(r"\.seg([2-5]) \{ fill: light-dark\((#[0-9a-f]{6}),", charts)
    assert (canvas.ACCENT, *(tone for _number, tone in sorted(tones))) == canvas.TONES


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200), st.integers(60, 400)
)
def test_lines_keep_every_word_and_fit_unless_one_word_does_not(text: str, room: int) -> None:
    lines = lines_of(text, PLAIN, room)
    assert " ".join(lines).split() == text.replace("\N{SOFT HYPHEN}", "").split()
    assert all(" " not in line or PLAIN.width(line) <= room for line in lines)


@pytest.mark.parametrize("outlines", [False, True])
def test_drawing_is_xml_whatever_a_name_holds_and_names_what_it_shows(outlines: bool) -> None:
    drawn = Canvas(720, 32, outlines=outlines)
    drawn.paragraph('<b>"Klynge" & Ко</b> Κλάστερ', TITLE)
    root = ET.fromstring(drawn.svg("Title & all", "Where from", "en"))
    assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == ["Title & all", "Where from"]  # type: ignore[union-attr]
    assert (root.find(f"{SVG}text") is None) is outlines
    assert "href" not in ET.tostring(root, encoding="unicode")


@pytest.mark.parametrize(("anchor", "edge"), [("start", 100.0), ("end", 100 - STRONG.width("Training"))])
def test_outlined_text_begins_where_its_anchor_says(anchor: str, edge: float) -> None:
    drawn = Canvas(200, 0, outlines=True)
    drawn.text("Training", 100, 20, STRONG, anchor)
    path = ET.fromstring(drawn.svg("", "", "en")).find(f"{SVG}path")
    assert path is not None
    first = min(float(x) for x, _y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.attrib["d"]))
    assert first == pytest.approx(edge, abs=2)


def test_text_is_as_long_in_a_program_that_has_other_fonts() -> None:
    drawn = Canvas(200, 0)
    drawn.text("Training", 0, 20, STRONG)
    text = ET.fromstring(drawn.svg("", "", "en")).find(f"{SVG}text")
    assert text is not None
    assert float(text.attrib["textLength"]) == pytest.approx(STRONG.width("Training"), abs=0.01)


@pytest.mark.parametrize("type_", [PLAIN, TITLE])
def test_font_families_are_names_that_every_program_can_read(type_: Type) -> None:
    drawn = Canvas(200, 0)
    drawn.text("a", 0, 0, type_)
    (families,) = re.findall(r'font-family="([^"]+)"', drawn.svg("", "", "en"))
    for family in families.split(", "):
        assert family.startswith("'") or not any(word[0].isdigit() for word in family.split())
