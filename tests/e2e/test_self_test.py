"""The self-test in a browser: kept there and nowhere else, and forgotten on demand."""

from playwright.sync_api import expect

from tests.e2e.visitors import Visitors


def test_answers_stay_in_the_browser_until_they_are_forgotten(visitors: Visitors) -> None:
    page = visitors.arrive()
    page.goto("/self-test/cme-gold")
    page.locator("[name='q-1.3']").fill("84")
    page.locator("[name='q-2.8'][value='4']").check()
    page.reload()
    expect(page.locator("[name='q-1.3']")).to_have_value("84")
    expect(page.locator("[name='q-2.8'][value='4']")).to_be_checked()
    visitors.look(page)
    with page.expect_navigation():
        page.locator("form[data-self-test] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("84")
    assert page.context.cookies() == []
    visitors.look(page)
    page.locator("[data-self-test-forget]").click()
    assert page.evaluate("localStorage.length") == 0
    page.goto("/self-test/cme-gold")
    expect(page.locator("[name='q-1.3']")).to_have_value("")


def test_self_test_works_without_javascript(visitors: Visitors) -> None:
    page = visitors.arrive(java_script_enabled=False)
    page.goto("/self-test/cme-bronze")
    page.locator("[name='q-B3.4']").fill("18")
    with page.expect_navigation():
        page.locator("form[data-self-test] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("18")
    with page.expect_navigation():
        page.locator("button[name=edit]").click()
    expect(page.locator("[name='q-B3.4']")).to_have_value("18")
