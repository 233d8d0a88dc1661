"""The traits by which cluster organisations are grouped, as classes with stable codes."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.clusters.regions import region_of

SIZE_TOPIC = "committed-participants"
AGES = ("0-4", "5-9", "10")
SIZES = ("0-49", "50-99", "100")
LEVELS = ("bronze", "silver", "gold")
KINDS = ("portfolio", "country", "region", "excellence", "level", "age", "size", "legal_form")


def age_class(founded_on: date, day: date) -> str:
    """The class of the age in whole years: below 5, below 10, or more."""
    years = day.year - founded_on.year - ((day.month, day.day) < (founded_on.month, founded_on.day))
    return AGES[0] if years < 5 else AGES[1] if years < 10 else AGES[2]


def size_class(participants: Fraction) -> str:
    """The class by committed participants: below 50, below 100, or more."""
    return SIZES[0] if participants < 50 else SIZES[1] if participants < 100 else SIZES[2]


def traits_of(
    *,
    country: str,
    portfolios: Iterable[str],
    level: str | None,
    founded_on: date | None,
    legal_form: str | None,
    participants: Fraction | None,
    day: date,
) -> frozenset[Trait]:
    """All traits of a cluster on a day. What is not known gives no trait; `level` is the highest that it holds."""
    found = {Trait("country", country), Trait("region", region_of(country))}
    found |= {Trait("portfolio", code) for code in portfolios}
    if level is not None:
        found.add(Trait("level", level))
    if level == "gold":
        found.add(Trait("excellence", "gold"))
    if founded_on is not None:
        found.add(Trait("age", age_class(founded_on, day)))
    if legal_form is not None:
        found.add(Trait("legal_form", legal_form))
    if participants is not None:
        found.add(Trait("size", size_class(participants)))
    return frozenset(found)
