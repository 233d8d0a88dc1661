"""The style sheets keep the promises of the look: contrast, logical properties, layers, licences."""

import re
from pathlib import Path

import pytest

from labelapp.web import drawings

STATIC = Path(drawings.__file__).parent / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
TEMPLATES = Path(drawings.__file__).parents[2] / "templates"
PAGES = sorted(page for page in TEMPLATES.rglob("*.html") if "documents" not in page.parts)

COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
}
TEXT = ("ink", "ink-2", "ink-3", "accent", "accent-strong", "alert", "attention", "bronze", "silver", "gold")
GRAPHICS = ("control", "accent", "bronze-mid", "silver-mid", "gold-mid")
GROUNDS = ("page", "sunken", "raised")
WASHES = (
    ("accent", "accent-wash"),
    ("accent-strong", "accent-wash"),
    ("ink", "accent-wash"),
    ("alert", "alert-wash"),
    ("ink", "alert-wash"),
    ("attention", "attention-wash"),
    ("ink", "attention-wash"),
    ("bronze", "bronze-wash"),
    ("silver", "silver-wash"),
    ("gold", "gold-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
)


def luminance(colour: str) -> float:
    """Relative luminance of an #rrggbb colour (WCAG 2.2)."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    """Contrast ratio of two colour tokens in a scheme."""
    low, high = sorted(luminance(COLOURS[name][scheme]) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_token_on_every_ground_is_readable(text: str, ground: str, scheme: str) -> None:
    assert contrast(text, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("graphic", GRAPHICS)
def test_control_and_mark_on_every_ground_can_be_seen(graphic: str, ground: str, scheme: str) -> None:
    assert contrast(graphic, ground, scheme) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), WASHES)
def test_text_on_its_wash_is_readable(text: str, ground: str, scheme: str) -> None:
    assert contrast(text, ground, scheme) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_uses_logical_properties_only(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    physical = re.findall(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|"
        r"(?:min-|max-)?(?:width|height)|float: (?:left|right))(?=\s*:)|text-align: (?:left|right)",
        re.sub(r"@media[^{]*|@page[^}]*}[^}]*}", "", css),
    )
    assert physical == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_wins_without_important(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "!important" not in rules


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_has_every_rule_in_a_layer(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    outside, depth = "", 0
    for letter in css:
        depth += (letter == "{") - (letter == "}")
        outside += letter if depth == 0 else ""
    heads = {head.strip() for head in re.split(r"[};]", outside) if head.strip()}
    assert {head.split()[0] for head in heads} <= {"@layer", "@font-face"}


def test_bootstrap_sits_in_the_weakest_layer() -> None:
    css = (STATIC / "vendor" / "bootstrap" / "bootstrap.layer.min.css").read_text(encoding="utf-8")
    assert re.match(r"/\*!.*?\*/\n@layer bootstrap {", css, re.DOTALL)
    assert css.count("{") == css.count("}")
    assert re.search(
        r"^@layer bootstrap, tokens, base, layout, components, charts, print, motion;", TOKENS, re.MULTILINE
    )


def test_fonts_named_in_the_sheet_exist() -> None:
    files = re.findall(r'url\("\.\./vendor/fonts/([^"]+)"\)', TOKENS)
    assert len(files) == 9
    assert [name for name in files if not (STATIC / "vendor" / "fonts" / name).is_file()] == []


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda folder: folder.name)
def test_vendored_files_carry_version_and_licence(folder: Path) -> None:
    assert (folder / "VERSION").read_text(encoding="utf-8").strip()
    assert len((folder / "LICENSE").read_text(encoding="utf-8")) > 500


@pytest.mark.parametrize("name", drawings.STATIC_IMAGES)
def test_static_picture_is_the_one_that_the_module_draws(name: str) -> None:
    assert (STATIC / "img" / name).read_text(encoding="utf-8") == drawings.STATIC_IMAGES[name]()


def test_level_marks_differ_by_their_rings() -> None:
    rings = {
        name: drawings.marks().split(f'id="{name}"')[1].split("</g>")[0].count("<path")
        for name in ("bronze", "silver", "gold")
    }
    assert rings == {"bronze": 1, "silver": 2, "gold": 3}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_template_has_no_inline_style_or_script(page: Path) -> None:
    html = re.sub(r"{#.*?#}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)", html) == []
