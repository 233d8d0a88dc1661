"""How large a holder's name, a sentence and a level's word may be set so that a certificate stays one page."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import ceil
from typing import NamedTuple

from labelapp.documents.fonts import SANS, SERIF, Face, face

POINT = 25.4 / 72  # mm

NAME_SIZES = ((37, 26), (30, 44), (24, 84), (20, 110), (17, 1000))
"""Size in points and the longest name, in letters, that is set in it."""
SENTENCE_SIZES = (13.5, 12.5, 11.5, 10.5)
WORD_SIZES = (27, 25, 22, 19, 16, 13)
SEMIBOLD_ROOM = 4.0  # mm by which a name in semibold may be longer than in regular
HANGING = 3.0  # ems by which a line may be longer to avoid a short word at its end
NAME_LEADING, SENTENCE_LEADING = 1.1, 1.42
NARROWEST, USUAL, WIDEST = 4, 7, 14  # tenths of GAPS


class Column(NamedTuple):
    """The room for the text of a certificate, in millimetres.

    `width` of the column, `measure` of the sentence in it; `height` down to the last line of the dates, of which
    `fixed` never changes (opening line, place, dates) and `gaps` is white space at its usual width.
    """

    width: float
    measure: float
    height: float
    fixed: float
    gaps: float


LANDSCAPE = Column(width=136, measure=128, height=123, fixed=38.6, gaps=33)
PORTRAIT = Column(width=158, measure=146, height=95, fixed=27.6, gaps=22)


class NameFit(NamedTuple):
    """The holder's name broken into lines, its size in points, and its language."""

    lines: tuple[str, ...]
    size: int
    language: str = ""


class ColumnFit(NamedTuple):
    """Size of the sentence in points, the gaps between the parts in tenths of their usual width, and the width of the
    sentence in millimetres at which its lines are about equally long."""

    sentence_size: float
    gap: int
    measure: float


def fit_name(name: str, language: str, column: Column = LANDSCAPE) -> NameFit:
    """The largest size in which the name stands in at most three lines, broken as evenly as its spaces allow.

    A name that holds a word too long for any size is returned in one piece: the page breaks the word.
    """
    light = face(SERIF, "Light", language)
    for size, longest in NAME_SIZES:
        if len(name) > longest:
            continue
        for lines in _broken(name.split(), light):
            if max(map(light.width, lines)) * size * POINT <= column.width:
                return NameFit(lines, size, language)
    return NameFit((name,), NAME_SIZES[-1][0], language)


def _broken(words: list[str], style: Face) -> Iterator[tuple[str, ...]]:
    """The most even way to set the words in one, two and three lines."""
    for count in range(1, min(3, len(words)) + 1):
        ways = (
            tuple(
                " ".join(words[start:end]) for start, end in zip((0, *cuts), (*cuts, len(words)), strict=True)
            )
            for cuts in combinations(range(1, len(words)), count - 1)
        )
        yield min(ways, key=lambda lines: max(map(style.width, lines)) + HANGING * _hanging(lines))


def _hanging(lines: tuple[str, ...]) -> int:
    """How many lines but the last end with a short word (an article, "and"), which belongs to the next line."""
    return sum(len(line.split()[-1]) <= 3 for line in lines[:-1])


def fit_column(
    name: NameFit, place: str, sentence: str, language: str, column: Column = LANDSCAPE
) -> ColumnFit:
    """The largest sentence, then the widest gaps, that leave the dates above the microprint."""
    light, regular = face(SERIF, "Light", name.language), face(SERIF, "Regular", language)
    name_lines = sum(ceil(light.width(line) * name.size * POINT / column.width) for line in name.lines)
    taken = column.fixed + name_lines * name.size * NAME_LEADING * POINT
    taken += (_lines(place, face(SANS, "Regular", language), 11, column.width) - 1) * 11 * 1.4 * POINT
    for size in SENTENCE_SIZES:
        lines = _lines(sentence, regular, size, column.measure)
        room = column.height - taken - lines * size * SENTENCE_LEADING * POINT
        gap = min(int(10 * room / column.gaps), WIDEST)
        if gap >= USUAL or (size == SENTENCE_SIZES[-1] and gap >= NARROWEST):
            return ColumnFit(size, gap, _balanced(sentence, regular, size, column.measure))
    return ColumnFit(SENTENCE_SIZES[-1], NARROWEST, column.measure)


@lru_cache(maxsize=256)
def _balanced(sentence: str, regular: Face, size: float, most: float) -> float:
    """The narrowest measure that takes no line more, with room for the label's name in semibold."""
    lines = _lines(sentence, regular, size, most)
    narrowest = next(
        width
        for width in range(int(most / 2), ceil(most) + 1)
        if _lines(sentence, regular, size, width) <= lines
    )
    return min(narrowest + SEMIBOLD_ROOM, most)


def fit_word(word: str, room: float, language: str = "") -> int:
    """The largest size in points in which the level's word fits `room` millimetres."""
    width = face(SERIF, "Regular", language).width(word) * POINT
    return next((size for size in WORD_SIZES if width * size <= room), WORD_SIZES[-1])


def microprint(unit: str, size: float, room: float) -> str:
    """As many repetitions of `unit` as fit `room` millimetres at `size` points; the page spreads them out."""
    width = face(SANS, "Regular").width(f"{unit} · ") * size * POINT
    return " · ".join([unit] * max(1, int(room / width)))


@lru_cache(maxsize=1024)
def _lines(text: str, style: Face, size: float, room: float) -> int:
    """How many lines the words take when each line is filled in turn.

    All certificates of a label say the same sentence, so it is measured once for many.
    """
    count, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and style.width(longer) * size * POINT > room:
            count, line = count + 1, word
        else:
            line = longer
    return count
