"""What a board member does with a case."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.pressing import number_in_address, press_button
from tests.e2e.visitors import Visitors


def open_as_board(visitors: Visitors, page: Page, review_id: int, hidden: str) -> None:
    """Find the case on the list, declare to have no interest, and only then read it. `hidden` is of the report."""
    visitors.look(page)
    page.goto("/board")
    visitors.look(page)
    page.locator(f"main a[href$='/board/cases/{review_id}']").click()
    assert hidden not in page.content()
    visitors.look(page)
    page.locator("[name=none]").check()
    press_button(page, "form[action$='/interests']")
    expect(page.locator("main")).to_contain_text(hidden)
    visitors.look(page)


def write_decision(page: Page, outcome: str, reasons: str) -> None:
    """Fill the form and ask for the check; the page that answers is a confirmation or names what is wrong."""
    page.locator(f"[name=outcome][value={outcome}]").check()
    page.locator("[name=reasons]").fill(reasons)
    with page.expect_navigation():
        page.locator("button[name=step][value=check]").click()


def record_decision(visitors: Visitors, page: Page) -> int:
    """Confirm what the page repeats; return the number of the decision."""
    visitors.look(page)
    with page.expect_navigation():
        page.locator("button[name=step][value=record]").click()
    page.wait_for_url(re.compile(r"/decisions/\d+$"))
    visitors.look(page)
    return number_in_address(page, r"/decisions/(\d+)$")
