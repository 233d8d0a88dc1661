"""Which cluster organisation a line means: by name and country; where several could be meant, somebody is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from labelapp.certificates.imports.lines import Line
from labelapp.clusters.models import Cluster
from labelapp.dataroom.columns import simplify
from labelapp.extensions import db

NEW = 0


@dataclass(frozen=True)
class Holder:
    """A cluster organisation that lines name, in whatever spelling.

    `found` is the one that is meant, None for a new one; `asked` are those of which somebody has to choose.
    """

    key: str
    name: str
    country: str
    line: int
    found: Cluster | None = None
    asked: tuple[Cluster, ...] = ()


@dataclass
class Holders:
    """The cluster organisations of a table by key."""

    by_key: dict[str, Holder] = field(default_factory=dict)

    def of(self, line: Line) -> Holder:
        """The one that a line means."""
        return self.by_key[holder_key(line.organisation, line.country)]

    @property
    def questions(self) -> list[Holder]:
        """Those that are still to be chosen, in the order of the file."""
        return sorted((one for one in self.by_key.values() if one.asked), key=lambda one: one.line)

    @property
    def new(self) -> list[Holder]:
        """Those that would be entered."""
        return [one for one in self.by_key.values() if one.found is None and not one.asked]


def holder_key(name: str, country: str) -> str:
    """The same for all spellings that differ in case, accents, punctuation and space only."""
    return f"{country} {simplify(name) or _spelled(name)}"


def match_holders(lines: Iterable[Line], choices: Mapping[str, int]) -> Holders:
    """Find the cluster organisations of lines, the newest certificate giving the name. One statement.

    One that has the very name is meant. One whose name differs a little, or several of the same name, is a question,
    unless `choices` has the answer.
    """
    newest: dict[str, Line] = {}
    for line in sorted(lines, key=lambda one: one.valid_from):
        newest[holder_key(line.organisation, line.country)] = line
    known = _known({line.country for line in newest.values()}) if newest else {}
    return Holders({key: _match(key, line, known.get(key, []), choices) for key, line in newest.items()})


def _known(countries: set[str]) -> dict[str, list[Cluster]]:
    query = select(Cluster).where(Cluster.country.in_(countries)).order_by(Cluster.id)
    found: dict[str, list[Cluster]] = {}
    for cluster in db.session.scalars(query.options(lazyload(Cluster.portfolios))):
        found.setdefault(holder_key(cluster.name, cluster.country), []).append(cluster)
    return found


def _match(key: str, line: Line, near: list[Cluster], choices: Mapping[str, int]) -> Holder:
    holder = Holder(key, line.organisation, line.country, line.number)
    same = [cluster for cluster in near if _spelled(cluster.name) == _spelled(line.organisation)]
    if choices.get(key) == NEW or not near:
        return holder
    chosen = [cluster for cluster in near if cluster.id == choices.get(key)]
    sure = chosen or (same if len(same) == 1 and len(near) == 1 else [])
    if sure:
        return Holder(key, line.organisation, line.country, line.number, found=sure[0])
    return Holder(key, line.organisation, line.country, line.number, asked=tuple(near))


def _spelled(name: str) -> str:
    return " ".join(name.casefold().split())
