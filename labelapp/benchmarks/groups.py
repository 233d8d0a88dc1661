"""The groups that a reader can choose, how they are written in addresses, and how they widen. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from labelapp.benchmarks.disclosure.asking import Selection
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.traits import KINDS
from labelapp.clusters.regions import region_of

ALL = "all"
SINGLE = ("level", "age", "size", "legal_form")
LONGEST = 2000


def key_of(selection: Selection) -> str:
    """A selection in an address: `portfolio:food,maritime+country:DK`, or `all`."""
    kinds = (kind for kind in KINDS if kind in selection.wanted)
    return "+".join(f"{kind}:{','.join(sorted(selection.wanted[kind]))}" for kind in kinds) or ALL


def selection_of(key: str) -> Selection | None:
    """The selection of an address, None for what is none."""
    if key == ALL:
        return Selection()
    wanted: dict[str, frozenset[str]] = {}
    for part in key[:LONGEST].split("+"):
        kind, _colon, codes = part.partition(":")
        if kind not in KINDS or kind in wanted or not codes:
            return None
        wanted[kind] = frozenset(code for code in codes.split(",") if code)
    return Selection(wanted)


def chosen_from(arguments: Mapping[str, Iterable[str]], known: frozenset[Trait]) -> Selection:
    """The selection of a form, by kind; codes that nobody in a block has are dropped."""
    wanted = {
        kind: codes
        for kind in KINDS
        if (codes := frozenset(code for code in arguments.get(kind, ()) if Trait(kind, code) in known))
    }
    return Selection(wanted)


def offered(traits: frozenset[Trait]) -> list[Selection]:
    """The groups of a cluster by its own traits, narrow ones first, then the excellence group and all clusters."""
    by_kind = {kind: sorted(trait.code for trait in traits if trait.kind == kind) for kind in KINDS}
    fields = [frozenset({code}) for code in by_kind["portfolio"]]
    here = frozenset(by_kind["country"])
    wanted: list[Mapping[str, frozenset[str]]] = [{"portfolio": field, "country": here} for field in fields]
    wanted += [{"portfolio": field} for field in fields]
    wanted += [
        {"country": here},
        {"region": frozenset(by_kind["region"])},
        {"excellence": frozenset({"gold"})},
    ]
    wanted += [{kind: frozenset({code})} for kind in SINGLE for code in by_kind[kind]]
    return [Selection(one) for one in (*wanted, {})]


def widened(selection: Selection, steps: Iterable[Iterable[str]]) -> Iterator[Selection]:
    """Ever wider selections, in the order of the scheme; each keeps fewer kinds than the selection itself.

    A step that keeps the region, but not the country, takes the regions in the place of the countries selected.
    """
    for step in steps:
        kept = {kind: codes for kind, codes in selection.wanted.items() if kind in step}
        if "region" in step and "country" in selection.wanted and "country" not in step:
            around = frozenset(region_of(country) for country in selection.wanted["country"])
            yield Selection({**kept, "region": kept.get("region", around) | around})
        elif len(kept) < len(selection.wanted):
            yield Selection(kept)
