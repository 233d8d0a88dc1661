"""The picture of a badge: one SVG that needs nothing from anywhere, its words drawn as outlines of our type."""

from enum import StrEnum

from markupsafe import escape

from labelapp.certificates.badge.words import BadgeWords
from labelapp.documents.fonts import SANS, SERIF, face
from labelapp.documents.outlines import fitting, outlined
from labelapp.web.drawings import mark_shapes

HEIGHT = 76
_TEXT_X, _END = 72, 20
_NARROWEST, _WIDEST = 200, 380


class Theme(StrEnum):
    """The ground for which a badge is drawn; AUTO follows what the reader's device prefers."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


# The colours of `tokens.css`, section 2 of the look; over: a label that does not hold has no metal.
_COLOURS = {
    Theme.LIGHT: {
        "ground": "#ffffff", "edge": "#74868e", "ink": "#14232b", "muted": "#47585f",
        "good": "#0b5868", "over": "#47585f", "attention": "#6b5000", "alert": "#a3241d",
        "bronze": "#b06f3a", "silver": "#7d8a93", "gold": "#ad8519",
    },
    Theme.DARK: {
        "ground": "#0e191e", "edge": "#748890", "ink": "#e7eef0", "muted": "#b2c1c7",
        "good": "#74c8d6", "over": "#b2c1c7", "attention": "#f0d78f", "alert": "#ff9f94",
        "bronze": "#b87a45", "silver": "#93a1aa", "gold": "#c79e32",
    },
}  # fmt: skip


def badge(words: BadgeWords, language: str, theme: Theme) -> str:
    """The badge of a certificate."""
    lines = (
        (face(SERIF, "SemiBold"), words.label, 19, 30, "ink"),
        (face(SANS, "SemiBold"), words.status, 15, 49, words.tone.value),
        (face(SANS, "Regular"), words.holder, 12.5, 65, "muted"),
    )
    room = _WIDEST - _TEXT_X - _END
    fitted = [(font, fitting(font, text, size, room), size, y, name) for font, text, size, y, name in lines]
    longest = max(font.width(text) * size for font, text, size, _y, _name in fitted)
    width = max(_NARROWEST, round(_TEXT_X + longest + _END))
    paths = "".join(
        f'<path class="{name}" d="{outlined(font, text, size, _TEXT_X, y)}"/>'
        for font, text, size, y, name in fitted
    )
    return _picture(words.title, language, theme, width, _mark(words.level) + paths)


def unknown_badge(title: str, language: str, theme: Theme) -> str:
    """What stands in place of a badge whose code no certificate has: nothing that could be taken for a label."""
    font = face(SANS, "Regular")
    text = fitting(font, title, 15, _WIDEST - 2 * _END)
    width = max(_NARROWEST, round(font.width(text) * 15 + 2 * _END))
    path = f'<path class="muted" d="{outlined(font, text, 15, _END, 43)}"/>'
    return _picture(title, language, theme, width, path)


def _mark(level: str) -> str:
    colour = level if level in _COLOURS[Theme.LIGHT] else "good" if level else "over"
    shapes = mark_shapes(level if level in ("bronze", "silver", "gold") else "brand")
    return f'<g class="{colour} drawn" transform="translate(38 38) scale(1.95)">{shapes}</g>'


def _picture(title: str, language: str, theme: Theme, width: int, content: str) -> str:
    frame = f'<rect class="frame" x=".5" y=".5" width="{width - 1}" height="{HEIGHT - 1}" rx="6"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" '
        f'viewBox="0 0 {width} {HEIGHT}" role="img" aria-labelledby="t" lang="{escape(language)}">'
        f'<title id="t">{escape(title)}</title><style>{_style(theme)}</style>{frame}{content}</svg>\n'
    )


def _style(theme: Theme) -> str:
    if theme is not Theme.AUTO:
        return _rules(theme)
    return f"{_rules(Theme.LIGHT)}@media (prefers-color-scheme:dark){{{_rules(Theme.DARK)}}}"


def _rules(theme: Theme) -> str:
    colours = dict(_COLOURS[theme])
    ground, edge = colours.pop("ground"), colours.pop("edge")
    rules = "".join(f".{name}{{fill:{colour};color:{colour}}}" for name, colour in colours.items())
    return f".frame{{fill:{ground};stroke:{edge}}}{rules}"
