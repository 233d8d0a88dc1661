"""The legal forms of cluster organisations, as far as they matter for a comparison."""

from typing import Any

from flask_babel import lazy_gettext as _l

LEGAL_FORMS: dict[str, Any] = {
    "association": _l("Association"),
    "foundation": _l("Foundation"),
    "company": _l("Limited company"),
    "cooperative": _l("Cooperative"),
    "public": _l("Public body"),
    "part": _l("Part of another organisation"),
    "none": _l("No legal form of its own"),
}


def legal_form_name(code: str) -> str:
    """The name of a legal form in the reader's language; the code itself for one that is no longer offered."""
    return str(LEGAL_FORMS.get(code, code))
