"""The self-assessment in a browser that runs no script."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.drafts import COLLEAGUE, Draft
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors


def _sign_in(visitors: Visitors, email: str) -> Page:
    return visitors.sign_in(email, java_script_enabled=False)


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("noscript button, button[name=go][value='']").click()


def test_an_indicator_is_answered_and_saved_without_javascript(visitors: Visitors, draft: Draft) -> None:
    page = _sign_in(visitors, draft.manager)
    page.goto(draft.first)
    page.locator("[name=committed]").fill("84")
    page.locator("[name=cutoff]").fill("2026-06-30")
    _save(page)
    page.goto(draft.indicator)
    page.locator("[name=met]").fill("54")
    page.locator("[name=how]").fill("Chaque visite est notée le jour même.")
    _save(page)
    expect(page.locator("[name=met]")).to_have_value("54")
    expect(page.locator("[name=how]")).to_have_value("Chaque visite est notée le jour même.")
    expect(page.locator("#score .big")).to_have_text("3")


def test_a_value_that_cannot_be_read_is_kept_and_named_without_javascript(
    visitors: Visitors, draft: Draft
) -> None:
    page = _sign_in(visitors, draft.manager)
    page.goto(draft.indicator)
    page.locator("[name=met]").fill("une cinquantaine")
    _save(page)
    expect(page.locator(".error-summary a[href='#f-met']")).to_be_visible()
    expect(page.locator("[name=met]")).to_have_value("une cinquantaine")


@pytest.mark.parametrize(("choice", "kept"), [(0, "54"), (1, "56")])
def test_a_conflict_is_solved_without_javascript(
    visitors: Visitors, draft: Draft, choice: int, kept: str
) -> None:
    mine, theirs = _sign_in(visitors, draft.manager), _sign_in(visitors, draft.contributor)
    for page, value in ((mine, "54"), (theirs, "56")):
        page.goto(draft.indicator)
        page.locator("[name=met]").fill(value)
    mine.locator("[name=how]").fill("Chaque visite est notée.")
    _save(theirs)
    _save(mine)
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text(COLLEAGUE)
    expect(conflict).to_contain_text("54")
    expect(conflict).to_contain_text("56")
    conflict.locator("[name=choice]").nth(choice).check()
    press_button(mine, "#conflicts form")
    expect(mine.locator(".conflict")).to_have_count(0)
    expect(mine.locator("[name=met]")).to_have_value(kept)
    expect(mine.locator("[name=how]")).to_have_value("Chaque visite est notée.")
