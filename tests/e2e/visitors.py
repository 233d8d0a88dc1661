"""People at their browsers, each with cookies of their own."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.e2e.looking import look
from tests.factories.accounts import PASSWORD

PATIENCE = 30_000  # milliseconds, for a machine with much else to do
DESKTOP = {"width": 1280, "height": 900}


def sign_in_at(page: Page, email: str) -> None:
    """Fill in the form that the page shows."""
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


@dataclass
class Visitors:
    """Opens browsers on one server and collects what was wrong on their pages."""

    browser: Browser
    url: str
    examine: bool = True
    contexts: list[BrowserContext] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def arrive(self, **options: Any) -> Page:
        """Somebody who is not signed in, with a French browser unless `options` of the context say otherwise."""
        settings = {"locale": "fr-FR", "viewport": DESKTOP, "reduced_motion": "reduce"} | options
        context = self.browser.new_context(base_url=self.url, **settings)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._listen(page, message))
        return page

    def _listen(self, page: Page, message: ConsoleMessage) -> None:
        """Answers of 400 and above are errors on the console too, and often what a test is about."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"{page.url}: {message.text}")

    def sign_in(self, email: str, **options: Any) -> Page:
        """Somebody who signed in through the form."""
        page = self.arrive(**options)
        page.goto("/login")
        sign_in_at(page, email)
        page.wait_for_url("**/tasks")
        return page

    def look(self, page: Page) -> None:
        """Examine the page as it stands, wide and narrow, light and dark; `problems` keeps what is found."""
        if self.examine:
            self.problems.extend(look(page))

    def leave(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()
