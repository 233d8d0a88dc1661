"""The labelling body as documents name it: its own words, in the language of the document where it gave them."""

from dataclasses import dataclass

from labelapp.extensions import settings


@dataclass(frozen=True)
class Issuer:
    """Name, subtitle, and up to two signatories as name and function."""

    name: str
    subtitle: str
    signatories: list[tuple[str, str]]


def own_word(text: str, language: str) -> str:
    """A text from the settings in `language`, as given when `LABELAPP_OWN_WORDS` has no translation of it."""
    return settings().own_words.get(language, {}).get(text, text)


def issuer_in(language: str) -> Issuer:
    """The labelling body in a language."""
    found = settings()
    return Issuer(
        own_word(found.issuer_name, language),
        own_word(found.issuer_subtitle, language),
        [(name, own_word(function, language)) for name, function in found.signatories],
    )
