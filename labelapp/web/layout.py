"""What the layout of every page knows."""

from dataclasses import dataclass
from typing import Any

from flask import has_request_context, url_for
from flask_babel import get_locale

from labelapp.extensions import settings
from labelapp.web.locale import language_name, shipped_languages
from labelapp.web.navigation import navigation


@dataclass(frozen=True)
class Language:
    """An entry of the language menu."""

    code: str
    name: str
    url: str
    current: bool


def _languages() -> list[Language]:
    here = get_locale().language
    return [
        Language(code, language_name(code), url_for("web.language", code=code), code == here)
        for code in shipped_languages()
    ]


def layout_context() -> dict[str, Any]:
    """Template variables of every page; nothing for a mail or document that is written outside of a request."""
    if not has_request_context():
        return {}
    return {
        "navigation": navigation(),
        "languages": _languages(),
        "demo_mode": settings().demo,
        "issuer_name": settings().issuer_name,
        "upload_limit": settings().upload_limit,
    }
