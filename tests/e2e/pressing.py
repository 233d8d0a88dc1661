"""Small things that hands do on a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Response, expect


def press_button(page: Page, form: str) -> None:
    """Press the one submit button of a form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(f"{form} button[type=submit]").click()


def number_in_address(page: Page, pattern: str) -> int:
    """The first group of `pattern` in the address of the page."""
    found = re.search(pattern, page.url)
    assert found, f"{pattern} is not in {page.url}"
    return int(found[1])


@contextmanager
def autosaved(page: Page, field: str, value: Any) -> Iterator[None]:
    """What happens within the block makes the page save `value` for a field; waits until the page says so."""

    def is_it(answer: Response) -> bool:
        if not answer.url.partition("?")[0].endswith("/autosave"):
            return False
        sent: Any = answer.request.post_data_json
        return bool((sent["field"], sent["value"]) == (field, value))

    with page.expect_response(is_it) as answer:
        yield
    assert answer.value.status == 200
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()


def type_into(page: Page, field: str, text: str) -> None:
    """Type the answer to a question, key by key."""
    with autosaved(page, field, text):
        page.locator(f"[name='{field}']").press_sequentially(text)


def pick_date(page: Page, field: str, day: str) -> None:
    """Answer with a day, an ISO date. The browser writes it in the order of its language."""
    with autosaved(page, field, day):
        page.locator(f"[name='{field}']").fill(day)


def tick(page: Page, field: str, *codes: str) -> None:
    """Tick boxes of a list in their order."""
    with autosaved(page, field, list(codes)):
        for code in codes:
            page.locator(f"[name='{field}'][value='{code}']").check()


def choose(page: Page, field: str, value: str) -> None:
    """Choose one of several."""
    with autosaved(page, field, value):
        page.locator(f"[name='{field}'][value='{value}']").check()


def fill_parts(page: Page, field: str, amounts: dict[str, str]) -> None:
    """Type an amount for each part of a question."""
    with autosaved(page, field, amounts):
        for part, amount in amounts.items():
            page.locator(f"[name='{field}.{part}']").press_sequentially(amount)
