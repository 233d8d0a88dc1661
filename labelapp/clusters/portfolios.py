"""The technology fields in which cluster organisations are compared with each other."""

from typing import Any

from flask_babel import lazy_gettext as _l

PORTFOLIOS: dict[str, Any] = {
    "aerospace": _l("Aviation and space"),
    "biotechnology": _l("Biotechnology"),
    "construction": _l("Building and construction"),
    "creative": _l("Creative industries"),
    "energy": _l("Energy and environment"),
    "food": _l("Food"),
    "health": _l("Health and medicine"),
    "digital": _l("Information and communication"),
    "maritime": _l("Maritime technologies and water"),
    "microtech": _l("Micro, nano and optical technologies"),
    "mobility": _l("Mobility and transport"),
    "materials": _l("New materials and chemistry"),
    "production": _l("Production and engineering"),
    "leisure": _l("Sports, leisure and tourism"),
    "other": _l("Other fields"),
}


def portfolio_name(code: str) -> str:
    """The name of a portfolio in the reader's language; the code itself for one that is no longer offered."""
    return str(PORTFOLIOS.get(code, code))
