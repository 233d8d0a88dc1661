"""From the path to the label to an improvement with an owner and a date, among the owner's tasks."""

from playwright.sync_api import expect

from tests.e2e.drafts import COLLEAGUE, Draft
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors


def test_an_improvement_is_adopted_given_to_a_colleague_and_found_there(
    visitors: Visitors, draft: Draft
) -> None:
    page = visitors.sign_in(draft.manager)
    page.goto(draft.first.replace("/indicators/1.3", "/path"))
    visitors.look(page)
    with page.expect_navigation():
        page.locator("button[name=indicator][value='2.8']").first.click()
    page.locator("#plan a[href^='/plan/']").click()
    page.locator("[name=owner]").select_option(label=COLLEAGUE)
    page.locator("[name=due_on]").fill("2030-06-30")
    page.locator("[name=note]").fill("Rencontrer chaque participant.")
    press_button(page, "main form")
    expect(page.locator("main")).to_contain_text("Rencontrer chaque participant.")
    visitors.look(page)
    theirs = visitors.sign_in(draft.contributor)
    expect(theirs.locator("main")).to_contain_text("Améliorer 2.8")
