"""Two phrases on a circle, set letter by letter as outlines."""

from math import cos, sin, sqrt

from labelapp.documents.curves import TURN, filled
from labelapp.documents.fonts import SERIF, Face, face

SIZE, SIZE_AT = 372, 2735  # the em in hundredths of a millimetre (10.5 pt) on a ring of this radius
TIGHTEST = 0.05  # of the em; longer phrases are set smaller rather than closer
WORD_SPACE = 0.2  # of the em; the even spacing between letters adds to it twice
CAP_HEIGHT = 0.67


def ring_text(first: str, second: str, radius: float, colour: str, language: str = "") -> str:
    """PDF operators that fill both phrases, parted by dots, clockwise round the origin.

    The middle of the capitals runs on `radius` (hundredths of a millimetre). What letters, kerning and word
    spaces leave of the circumference is shared out evenly; the first phrase is centred at the top.
    """
    letters = face(SERIF, "SemiBold", language)
    text = f"{first} · {second} · "
    gaps = [_kern(letters, left, right) for left, right in zip(text, text[1:] + text[0], strict=True)]
    advances = [_advance(letters, letter) for letter in text]
    natural = sum(advances) + sum(gaps)
    size = min(SIZE * sqrt(radius / SIZE_AT), TURN * radius / (natural + TIGHTEST * len(text)))
    # The letters stand on the baseline but fan out: they are spaced on the circle through their middle.
    spacing = (TURN * radius / size - natural) / len(text)
    extent = sum(advances[: len(first)]) + sum(gaps[: len(first) - 1]) + spacing * (len(first) - 1)
    along = -extent / 2
    paths = []
    for letter, advance, gap in zip(text, advances, gaps, strict=True):
        angle = (along + advance / 2) * size / radius
        paths.append(_placed(letters, letter, size, radius, angle))
        along += advance + gap + spacing
    return filled((path for path in paths if path), colour)


def _advance(letters: Face, letter: str) -> float:
    return WORD_SPACE if letter == " " else letters.glyph(letter).advance


def _kern(letters: Face, left: str, right: str) -> float:
    return 0.0 if " " in (left, right) else letters.kerning(left, right)


def _placed(letters: Face, letter: str, size: float, radius: float, angle: float) -> str:
    """One letter with its middle at `angle` from the top, the middle of a capital on `radius`."""
    if letter == " ":
        return ""
    advance, outline = letters.glyph(letter)
    baseline = radius - CAP_HEIGHT * size / 2
    s, c = sin(angle), cos(angle)

    def put(point: tuple[float, float]) -> str:
        x, y = (point[0] - advance / 2) * size, -(baseline + point[1] * size)
        return f"{x * c - y * s:.1f} {x * s + y * c:.1f}"

    return " ".join(" ".join([*map(put, points), operator]) for operator, points in outline)
