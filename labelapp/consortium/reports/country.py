"""The report of a year about a country: facts of the register, and figures that tell of nobody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.remembering import memory_of
from labelapp.consortium.reports.facts import Fact, YearFacts, certificates_of, facts_of
from labelapp.consortium.results import Results, read_by_all, results_until, smallest_group
from labelapp.extensions import db


@dataclass(frozen=True)
class Holder:
    """A line of the register."""

    name: str
    language: str
    place: str
    level: str
    code: str


@dataclass(frozen=True)
class CountryFacts:
    """What everybody may know about a country in a year. `minimum` is the smallest group that is spoken of."""

    country: str
    facts: YearFacts
    holders: tuple[Holder, ...]
    results: Results
    minimum: int


def country_facts(country: str, year: int, day: date) -> CountryFacts:
    """The report as it is today: a consent that was withdrawn since counts. Counted once for each state."""
    return memory_of(day).recall(("country", country, year), lambda: _country_facts(country, year))


def _country_facts(country: str, year: int) -> CountryFacts:
    here = Certificate.country == country
    clusters = frozenset(db.session.scalars(select(Cluster.id).where(Cluster.country == country)))
    return CountryFacts(
        country=country,
        facts=facts_of(here, year),
        holders=tuple(
            Holder(one.holder, one.holder_language, one.place, one.level, one.code)
            for one in certificates_of(here, year, Fact.HOLDERS)
        ),
        results=results_until(clusters, read_by_all(), year),
        minimum=smallest_group(),
    )
