"""Finding English on a French page: every text of it is compared with the English side of the catalogues."""

import re
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from labelapp.web.locale import TRANSLATIONS

PLACEHOLDER = re.compile(r"%\(\w+\)s")
WORD = re.compile(r"[A-Za-z]{2,}")
TEXTS_OF_PAGE = """() => {
  const texts = [document.title.replace(/ – labelapp$/, "")];
  const french = (element) => element.closest("[lang]").lang === "fr";
  const theirs = "textarea, script, noscript, [translate=no]";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (french(parent) && !parent.closest(theirs)) texts.push(walker.currentNode.textContent);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (french(element)) texts.push(element.getAttribute(name));
  return texts.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


@dataclass(frozen=True)
class Sentences:
    """One side of the catalogues: whole texts, and those with values put in."""

    plain: frozenset[str]
    filled: re.Pattern[str]

    def has(self, text: str) -> bool:
        """Whether a text is one of these sentences."""
        return text in self.plain or self.filled.fullmatch(text) is not None


def english_texts(page: Page) -> list[str]:
    """The texts of a French page that are English sentences of the catalogues and no French ones."""
    english, french = _sides()
    return sorted(
        {text for text in page.evaluate(TEXTS_OF_PAGE) if english.has(text) and not french.has(text)}
    )


@cache
def _sides() -> tuple[Sentences, Sentences]:
    messages = [message for domain in ("messages", "assessments") for message in _catalogue(domain)]
    english = {text for message in messages for text in _texts(message.id)}
    french = {text for message in messages for text in _texts(message.string)}
    return _sentences(english), _sentences(french)


def _catalogue(domain: str) -> list[Message]:
    with (TRANSLATIONS / "fr" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def _texts(side: object) -> list[str]:
    texts = side if isinstance(side, list | tuple) else [side]
    return [" ".join(str(text).split()) for text in texts if text]


def _sentences(texts: set[str]) -> Sentences:
    """A text with links inside reaches the page in pieces: those of three words and more count too."""
    plain, filled = set(), []
    for text in texts:
        pieces = PLACEHOLDER.split(text)
        if len(pieces) == 1:
            plain.add(text)
            continue
        if len(WORD.findall(" ".join(pieces))) > 1:
            filled.append(".+?".join(re.escape(piece) for piece in pieces))
        plain.update(piece.strip() for piece in pieces if len(WORD.findall(piece)) > 2)
    return Sentences(frozenset(plain), re.compile("|".join(filled)))
