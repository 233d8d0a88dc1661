"""Examining a page as it stands: accessibility, layout at two widths and in two themes, language."""

from collections.abc import Iterator, Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.french import english_texts

WIDE, NARROW = 1280, 360
HEIGHT = 900
# The frames of our pages hold documents of the cluster organisations.
OPTIONS = {
    "resultTypes": ["violations"],
    "iframes": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
TOO_WIDE = "document.scrollingElement.scrollWidth - innerWidth"


def look(page: Page, widths: Sequence[int] = (WIDE, NARROW)) -> list[str]:
    """What is wrong with the page in French, wide and light, narrow and dark. It is left 1280 wide and light.

    The page is not loaded again: only window and colour scheme change. Colours come from the same tokens at every
    width and sizes do not depend on them, so each width and each theme is examined once.
    """
    found = [*_language(page), *_headings(page)]
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found.extend(_overflow(page, width))
        theme = _theme(width)
        page.emulate_media(color_scheme=theme)
        found.extend(f"{page.url} ({width}, {theme}): {text}" for text in _violations(page))
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.emulate_media(color_scheme="light")
    return found


def _theme(width: int) -> Literal["light", "dark"]:
    return "light" if width > 2 * NARROW else "dark"


def _language(page: Page) -> Iterator[str]:
    language = page.locator("html").get_attribute("lang")
    if language != "fr":
        yield f"{page.url}: lang is {language}"
        return
    for text in english_texts(page):
        yield f"{page.url}: not French: {text}"


def _headings(page: Page) -> Iterator[str]:
    count = page.locator("h1").count()
    if count != 1:
        yield f"{page.url}: {count} h1"


def _overflow(page: Page, width: int) -> Iterator[str]:
    excess = page.evaluate(TOO_WIDE)
    if excess > 0:
        yield f"{page.url}: {excess} px too wide for {width}: {_widest(page)}"


def _widest(page: Page) -> str:
    """The innermost elements that stick out, to find the culprit."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .slice(-3).map((one) => one.outerHTML.slice(0, 120))"""
        )
    )


def _violations(page: Page) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    result = page.evaluate(
        "(options) => axe.run(document, options).then((result) => result.violations)", OPTIONS
    )
    for found in result:
        places = "; ".join(node["html"][:140] for node in found["nodes"][:3])
        yield f"{found['id']}: {places}"
