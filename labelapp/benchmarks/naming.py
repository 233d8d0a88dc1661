"""Groups, and what they are made of, in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.disclosure.asking import Selection
from labelapp.benchmarks.traits import KINDS
from labelapp.clusters.legal_forms import LEGAL_FORMS
from labelapp.clusters.places import sort_key
from labelapp.clusters.portfolios import portfolio_name
from labelapp.web.formats import country_name

_KINDS: dict[str, Any] = {
    "portfolio": _l("Field"),
    "country": _l("Country"),
    "region": _l("Part of Europe"),
    "excellence": _l("Excellence group"),
    "level": _l("Label held"),
    "age": _l("Age"),
    "size": _l("Size"),
    "legal_form": _l("Legal form"),
}
_CODES: dict[str, Any] = {
    "region:northern": _l("Northern Europe"),
    "region:western": _l("Western Europe"),
    "region:southern": _l("Southern Europe"),
    "region:central-eastern": _l("Central and eastern Europe"),
    "region:elsewhere": _l("Outside Europe"),
    "excellence:gold": _l("Holders of the Gold label"),
    "level:bronze": _l("Holders of Bronze"),
    "level:silver": _l("Holders of Silver"),
    "level:gold": _l("Holders of Gold"),
    "age:0-4": _l("Founded less than 5 years ago"),
    "age:5-9": _l("Founded 5 to 9 years ago"),
    "age:10": _l("Founded 10 or more years ago"),
    "size:0-49": _l("Fewer than 50 committed participants"),
    "size:50-99": _l("50 to 99 committed participants"),
    "size:100": _l("100 or more committed participants"),
    **{f"legal_form:{code}": name for code, name in LEGAL_FORMS.items()},
}


def kind_name(kind: str) -> str:
    """The name of a kind of group in the reader's language."""
    return str(_KINDS[kind])


def code_name(kind: str, code: str) -> str:
    """The name of a group of one kind in the reader's language."""
    if kind == "portfolio":
        return portfolio_name(code)
    return country_name(code) if kind == "country" else str(_CODES.get(f"{kind}:{code}", code))


def choices(comparison: Comparison) -> dict[str, list[tuple[str, str]]]:
    """The codes and names of which an own selection is made, by kind: places by name, classes from low to high.

    The excellence group is left out, since the label held says the same.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, codes in comparison.codes.items():
        if kind in ("portfolio", "country"):
            named = [(code, code_name(kind, code)) for code in codes]
            found[kind] = sorted(named, key=lambda one: sort_key(one[1]))
        elif kind != "excellence":
            found[kind] = [(code, name) for code, name in _classes(kind) if code in codes]
    return found


def _classes(kind: str) -> list[tuple[str, str]]:
    named = (trait.partition(":") for trait in _CODES)
    return [(code, code_name(kind, code)) for of, _colon, code in named if of == kind]


def group_name(selection: Selection) -> str:
    """The name of a group in the reader's language."""
    kinds = (
        sorted(code_name(kind, c) for c in selection.wanted[kind])
        for kind in KINDS
        if kind in selection.wanted
    )
    return ", ".join(str(_(" or ")).join(names) for names in kinds) or str(_("All clusters"))


def file_part(selection: Selection) -> str:
    """The kinds of a group in the name of a file: `portfolio-country`."""
    return "-".join(kind for kind in KINDS if kind in selection.wanted) or "all"
