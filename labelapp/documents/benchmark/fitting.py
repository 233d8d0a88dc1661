"""How much of an edition is set on its two pages, so that they hold whatever there is to say: the annex has all of it.

The first guess is reckoned from usual heights. A page that runs over all the same is set again with less on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from labelapp.documents.benchmark.data import Edition, Said, SaidSection

# Heights in millimetres: what a page has below its first heading, and what things on it usually take.
FRONT, BACK = 206, 248
HEAD, SUBHEAD, NOTE = 10.5, 8.5, 9
DRAWN, COMPOSITION, PROFILE, TREND, PERCENTILE = 13.9, 51, 69, 38, 6.9
LINE, GAP, FACTS = 4.2, 1.4, 4.8
BESIDE, WHOLE = 54, 112  # letters in a line of text, beside a strip and over the whole width
SIDE_BY_SIDE = 3
MOST_PERCENTILES = 8


class Telling(Protocol):
    """Of several, those with the smallest number are kept."""

    @property
    def telling(self) -> int: ...


T = TypeVar("T", bound=Telling)


@dataclass(frozen=True)
class Front:
    """How much stands on the first page: statements in each section, and strips of positions of which none speaks."""

    statements: int
    strips: int

    def less(self) -> "Front | None":
        """The next smaller amount; None when nothing is left to leave out."""
        if self.strips:
            return replace(self, strips=self.strips // 2)
        return replace(self, statements=self.statements - 1) if self.statements else None


@dataclass(frozen=True)
class Back:
    """How much stands on the second page."""

    breakdowns: int
    trends: int
    percentiles: int

    def less(self) -> "Back | None":
        """The next smaller amount; None when nothing is left to leave out."""
        if self.trends > SIDE_BY_SIDE:
            return replace(self, trends=SIDE_BY_SIDE)
        if self.percentiles > SIDE_BY_SIDE:
            return replace(self, percentiles=SIDE_BY_SIDE)
        if self.trends:
            return replace(self, trends=0)
        if self.breakdowns:
            return replace(self, breakdowns=self.breakdowns // 2)
        return replace(self, percentiles=0) if self.percentiles else None


def usual_front(edition: Edition) -> Front:
    """As many statements as have room, and strips below them."""
    room = FRONT - FACTS * (3 + len(edition.group + edition.asked) // WHOLE)
    statements = max((len(section.lines) for section in edition.said), default=0)
    while statements and _said(edition.said, statements) > room:
        statements -= 1
    strips = int((room - _said(edition.said, statements) - SUBHEAD) // DRAWN)
    return Front(statements, max(0, min(strips, len(edition.strips))))


def _said(sections: Iterable[SaidSection], most: int) -> float:
    """The height of so many statements of each section."""
    return sum(SUBHEAD + sum(_line(line) for line in section.lines[:most]) for section in sections if most)


def _line(line: Said) -> float:
    wide = BESIDE if line.strip else WHOLE
    lines = _lines(f"{line.name} ({line.unit})", wide) + _lines(line.text, wide)
    return max(DRAWN if line.strip else 0, GAP + LINE * lines)


def _lines(text: str, wide: int) -> int:
    return -(-len(text) // wide)


def usual_back(edition: Edition) -> Back:
    """The charts of parts that have room, a row of trends, percentiles, and if it has room another row of trends."""
    room, shown = BACK - HEAD, 0
    for row in _rows([COMPOSITION] * len(edition.compositions) + [PROFILE] * len(edition.profiles)):
        if room < max(row):
            break
        room, shown = room - max(row), shown + len(row)
    trends, rows = 0, -(-len(edition.trends) // SIDE_BY_SIDE)
    if rows and room >= HEAD + TREND:
        trends, room = SIDE_BY_SIDE, room - HEAD - TREND
    percentiles = max(
        0, min(MOST_PERCENTILES, len(edition.percentiles), int((room - HEAD - NOTE) // PERCENTILE))
    )
    room -= HEAD + NOTE + percentiles * PERCENTILE if percentiles else 0
    if trends and rows > 1 and room >= TREND:
        trends += SIDE_BY_SIDE
    return Back(shown, trends, percentiles)


def _rows(heights: Sequence[float]) -> Iterator[Sequence[float]]:
    """Two side by side."""
    for start in range(0, len(heights), 2):
        yield heights[start : start + 2]


def fitted(edition: Edition, front: Front, back: Back) -> Edition:
    """The edition with so much on its pages."""
    said = [replace(section, lines=section.lines[: front.statements]) for section in edition.said]
    compositions = edition.compositions[: back.breakdowns]
    return replace(
        edition,
        said=[section for section in said if section.lines],
        strips=_most_telling(edition.strips, front.strips),
        compositions=compositions,
        profiles=edition.profiles[: back.breakdowns - len(compositions)],
        trends=_most_telling(edition.trends, back.trends),
        percentiles=_most_telling(edition.percentiles, back.percentiles),
    )


def _most_telling(some: Iterable[T], count: int) -> list[T]:
    """So many, in the order in which they came."""
    every = list(some)
    kept = sorted(every, key=lambda one: one.telling)[:count]
    return [one for one in every if one in kept]
