"""The countries of Europe as a map of tiles, one a country, coloured by the number of labels in force.

The places are our own: neighbours stand beside each other as far as tiles allow. No borders, so no geodata.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from labelapp.clusters.places import sort_key
from labelapp.web.formats import country_name

_TILES = """
    IS .. .. .. NO SE FI .. ..
    .. .. .. .. DK .. .. EE ..
    IE GB .. NL DE PL LT LV ..
    .. .. BE LU CZ SK BY UA ..
    .. FR CH LI AT HU RO MD ..
    PT ES .. IT SI HR RS BG ..
    .. .. .. .. .. BA XK MK ..
    .. .. .. MT .. ME AL GR TR
    .. .. .. .. .. .. .. .. CY
"""
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """A country on the map. `row` and `column` count from 1; `shade` is 0 for no label, else 1 to 4."""

    code: str
    name: str
    row: int
    column: int
    count: int
    shade: int


@dataclass(frozen=True)
class CountryMap:
    """The tiles, the countries with labels for which there is none, and what the shades mean (from, to)."""

    tiles: tuple[Tile, ...]
    elsewhere: tuple[tuple[str, str, int], ...]
    shades: tuple[tuple[int, int], ...]
    total: int

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """Name, code and number of each country with labels, by name."""
        found = [(tile.name, tile.code, tile.count) for tile in self.tiles if tile.count]
        return sorted(
            [*found, *((name, code, count) for code, name, count in self.elsewhere)],
            key=lambda row: sort_key(row[0]),
        )


def country_map(counts: Mapping[str, int]) -> CountryMap:
    """Draw the numbers of labels by country code."""
    shades = shades_up_to(max(counts.values(), default=0))
    places = {
        code: (row, column)
        for row, line in enumerate(_TILES.split("\n")[1:-1], 1)
        for column, code in enumerate(line.split(), 1)
        if code != ".."
    }
    tiles = tuple(
        Tile(code, country_name(code), row, column, counts.get(code, 0), _shade(shades, counts.get(code, 0)))
        for code, (row, column) in places.items()
    )
    elsewhere = [(code, country_name(code), count) for code, count in counts.items() if code not in places]
    return CountryMap(tiles, tuple(sorted(elsewhere)), shades, sum(counts.values()))


def shades_up_to(most: int) -> tuple[tuple[int, int], ...]:
    """At most four ranges of whole numbers from 1 to `most`, each about twice as wide as the one before.

    Few countries have many labels and many have few, so equal steps would show nearly all of them alike.
    """
    ends: list[int] = []
    for part in (8, 4, 2, 1):
        end = -(-most // part)
        if end and (not ends or end > ends[-1]):
            ends.append(end)
    return tuple((start + 1, end) for start, end in zip([0, *ends], ends, strict=False))


def _shade(shades: tuple[tuple[int, int], ...], count: int) -> int:
    """The darkest shade is always that of the most labels, however few ranges there are."""
    within = [number for number, (start, end) in enumerate(shades) if start <= count <= end]
    return SHADES - len(shades) + within[0] + 1 if within else 0
