"""Which language a page speaks, and how to speak another one for a moment (mails, documents)."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel import Locale
from flask import Flask, has_request_context, request
from flask_babel import Domain, force_locale, get_locale
from flask_login import current_user

from labelapp.extensions import babel
from labelapp.settings import PROJECT

TRANSLATIONS = PROJECT / "translations"
COOKIE = "language"
scheme_domain = Domain(str(TRANSLATIONS), "assessments")


@cache
def shipped_languages() -> tuple[str, ...]:
    """English and each language that has catalogues; `scripts/i18n check` keeps out incomplete ones."""
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
    return ("en", *(Path(catalogue).parts[-3] for catalogue in catalogues))


@cache
def document_languages() -> tuple[str, ...]:
    """The languages of the interface, and those in which documents are complete although the interface is not."""
    catalogues = TRANSLATIONS.glob("*/LC_MESSAGES/documents.po")
    further = {Path(catalogue).parts[-3] for catalogue in catalogues} - set(shipped_languages())
    return (*shipped_languages(), *sorted(further))


def interface_language(code: str) -> str:
    """The language itself when every text of interface and schemes exists in it, else English."""
    return code if code in shipped_languages() else "en"


def select_locale() -> str:
    """The language that the reader chose, with the conventions for dates and numbers that go with it."""
    return conventions(select_language())


def conventions(language: str) -> str:
    """European English writes 23 November 2026 and 14:32; the other languages need no region."""
    return "en_GB" if language == "en" else language


def select_language() -> str:
    """The reader's choice: this browser's cookie, then the account, then what the browser asks for."""
    if not has_request_context():
        return "en"
    languages = shipped_languages()
    chosen = request.cookies.get(COOKIE)
    if chosen in languages:
        return chosen
    if current_user and current_user.is_authenticated and current_user.locale in languages:
        return str(current_user.locale)
    return request.accept_languages.best_match(languages) or "en"


def language_name(code: str) -> str:
    """The name of a language in that language, as it stands in the menu."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[0].upper() + name[1:]


def scheme_text(text: str) -> str:
    """A text of a scheme definition in the reader's language."""
    return str(scheme_domain.gettext(text)) if text else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts, dates and numbers in `language` within the block, e.g. for a mail to its recipient."""
    with force_locale(conventions(interface_language(language))):
        yield


@contextmanager
def speaking_on_certificate(language: str) -> Iterator[None]:
    """The scheme's texts that stand on a certificate, in a language of documents; other texts may be English."""
    with force_locale(conventions(language if language in document_languages() else "en")):
        yield


def init_locale(app: Flask) -> None:
    """Bind Flask-Babel to the reader's language."""
    babel.init_app(app, locale_selector=select_locale)
    app.add_template_filter(scheme_text)
    app.add_template_global(get_locale)
