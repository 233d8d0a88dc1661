"""A line of text as an outline, for drawings that are shown where our fonts are not."""

from itertools import pairwise

from labelapp.documents.fonts import Face

_COMMANDS = {"m": "M", "l": "L", "c": "C", "h": "Z"}


def outlined(letters: Face, text: str, size: float, x: float, y: float) -> str:
    """The path (attribute `d`) of a line that begins at `x` on the base line `y`.

    A letter for which there is no glyph is left out.
    """
    parts: list[str] = []
    kerns = [0.0, *(letters.kerning(left, right) for left, right in pairwise(text))]
    for letter, kern in zip(text, kerns, strict=False):
        if not letters.has(letter):
            continue
        x += kern * size
        advance, outline = letters.glyph(letter)
        for operator, points in outline:
            places = " ".join(f"{x + px * size:.2f} {y - py * size:.2f}" for px, py in points)
            parts.append(_COMMANDS[operator] + places)
        x += advance * size
    return "".join(parts)


def fitting(letters: Face, text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it would be longer than `width`."""
    if letters.width(text) * size <= width:
        return text
    while text and letters.width(text + "…") * size > width:
        text = text[:-1].rstrip()
    return text + "…"
