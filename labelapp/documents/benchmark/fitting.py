"""How much of an edition is set on its two pages, so that they hold whatever there is to say: the annex has all of it.

The first guess is reckoned from usual heights. A page that runs over all the same is set again with less on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from labelapp.documents.benchmark.data import Edition

# Heights in millimetres: what a page has below its head, and what things on it usually take.
FRONT, BACK = 172, 248
HEAD, SUBHEAD, NOTE = 10.5, 8, 9
DRAWN, WRITTEN = 14, 10.2
COMPOSITION, PROFILE, TREND, PERCENTILE = 48, 68, 38, 6.8
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
            return replace(self, breakdowns=max(0, self.breakdowns - 2))
        return replace(self, percentiles=0) if self.percentiles else None


def usual_front(edition: Edition) -> Front:
    """All statements, and as many strips as have room below them."""
    room = FRONT - sum(
        SUBHEAD + sum(DRAWN if line.strip else WRITTEN for line in section.lines) for section in edition.said
    )
    strips = max(0, int((room - SUBHEAD) // DRAWN))
    return Front(
        max((len(section.lines) for section in edition.said), default=0), min(strips, len(edition.strips))
    )


def usual_back(edition: Edition) -> Back:
    """All charts of parts, a row of trends, percentiles, and another row of trends where there is room."""
    figures = [COMPOSITION] * len(edition.compositions) + [PROFILE] * len(edition.profiles)
    room = BACK - (HEAD if figures else 0) - sum(max(row) for row in _rows(figures, 2))
    trends, rows = 0, -(-len(edition.trends) // SIDE_BY_SIDE)
    if rows and room >= HEAD + TREND:
        trends, room = SIDE_BY_SIDE, room - HEAD - TREND
    percentiles = max(
        0, min(MOST_PERCENTILES, len(edition.percentiles), int((room - HEAD - NOTE) // PERCENTILE))
    )
    room -= HEAD + NOTE + percentiles * PERCENTILE if percentiles else 0
    if trends and rows > 1 and room >= TREND:
        trends += SIDE_BY_SIDE
    return Back(len(figures), trends, percentiles)


def _rows(figures: Sequence[float], wide: int) -> Iterator[Sequence[float]]:
    for start in range(0, len(figures), wide):
        yield figures[start : start + wide]


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
