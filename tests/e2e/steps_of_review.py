"""What secretariat and assessors do, from the nomination to the final report."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.pressing import autosaved, number_in_address, press_button
from tests.e2e.visitors import Visitors

SUMMARY = "L’organisation connaît ses participants et tient son plan d’action à jour."
MOST_TABS = 90


@dataclass(frozen=True)
class Mark:
    """What an assessor says about an indicator; `points` is None where it carries none."""

    points: str | None
    justification: str


def declare_as_officer(visitors: Visitors, page: Page, cluster: str) -> None:
    """An officer finds among the tasks that a case waits, sees whose it is, and declares to have no interest."""
    page.goto("/cases")
    expect(page.locator("main")).not_to_contain_text(cluster)
    page.goto("/tasks")
    page.locator("main a[href$='/cases/interests']").click()
    visitors.look(page)
    page.locator(f"tr:has-text('{cluster}') [name=case]").check()
    press_button(page, "form[action$='/cases/interests']")


def agree_to_experts(visitors: Visitors, page: Page, review_id: int, names: list[str]) -> None:
    """The applicant reads who is nominated and has no objection, so that the review need not wait."""
    page.goto("/tasks")
    page.locator(f"main a[href$='/reviews/{review_id}/experts']").first.click()
    for name in names:
        expect(page.locator("main")).to_contain_text(name)
    visitors.look(page)
    press_button(page, "form[action$='/experts/agree']")
    expect(page.locator("form[action$='/experts/agree']")).to_have_count(0)
    visitors.look(page)


def open_case(visitors: Visitors, page: Page, cluster: str) -> int:
    """The secretariat finds the submission and opens its case; return the number of the review."""
    visitors.look(page)
    page.goto("/cases")
    page.locator("[name=q]").fill(cluster)
    press_button(page, "form[role=search]")
    visitors.look(page)
    press_button(page, "form[action$='/open']")
    page.wait_for_url("**/assignment")
    visitors.look(page)
    return number_in_address(page, r"/reviews/(\d+)/")


def nominate(visitors: Visitors, page: Page, lead: int, co: int, compatriot: int) -> None:
    """Ask two assessors; once the lead is of the cluster's country, a compatriot cannot be chosen any more."""
    expect(page.locator(_nomination(compatriot, "co_assessor"))).to_have_count(1)
    press_button(page, _nomination(lead, "lead"))
    expect(page.locator(_nomination(compatriot, "co_assessor"))).to_have_count(0)
    press_button(page, _nomination(co, "co_assessor"))
    expect(page.locator("form[action$='/nominate'] [name=role][value=co_assessor]")).to_have_count(0)
    visitors.look(page)


def _nomination(person: int, role: str) -> str:
    return f"form[action$='/nominate']:has([name=person][value='{person}']):has([name=role][value={role}])"


def declare_no_interest(visitors: Visitors, page: Page, review_id: int) -> None:
    """A nominee reads whose case it is and declares."""
    page.goto("/reviews")
    page.locator(f"main a[href$='/reviews/{review_id}/interests']").click()
    visitors.look(page)
    page.locator("[name=none]").check()
    press_button(page, "form:has([name=none])")
    page.wait_for_url("**/reviews")
    visitors.look(page)


def start_review(visitors: Visitors, page: Page, review_id: int) -> None:
    """The secretariat finds on its list that the review can start, and starts it."""
    page.goto("/tasks")
    page.locator(f"main a[href$='/reviews/{review_id}/assignment']").first.click()
    press_button(page, "form[action$='/start']")
    expect(page.locator("form[action$='/start']")).to_have_count(0)
    visitors.look(page)


def score_by_keyboard(visitors: Visitors, page: Page, review_id: int, marks: dict[str, Mark]) -> None:
    """Judge the first indicators of the desk without a mouse, from the start page on."""
    page.goto("/tasks")
    _tab_to(page, f"main a[href*='/reviews/{review_id}/']")
    page.keyboard.press("Enter")
    for number, (code, mark) in enumerate(marks.items()):
        if number:
            page.keyboard.press("j")
        page.wait_for_url(f"**/reviews/{review_id}/desk/{code}")
        _judge(page, mark)
    visitors.look(page)
    *_others, before, last = marks
    page.keyboard.press("k")
    page.wait_for_url(f"**/desk/{before}")
    expect(page.locator(f"[name=points][value='{marks[before].points}']")).to_be_checked()
    expect(page.locator("[name=justification]")).to_have_value(marks[before].justification)
    page.keyboard.press("j")
    page.wait_for_url(f"**/desk/{last}")


def _judge(page: Page, mark: Mark) -> None:
    """Points by a digit, Tab to the justification, Tab to the minimum requirement: met."""
    if mark.points is not None:
        with autosaved(page, "points", mark.points):
            page.keyboard.press(mark.points)
    _tab_to(page, "[name=justification]")
    with autosaved(page, "justification", mark.justification):
        page.keyboard.type(mark.justification)
    _tab_to(page, "[name=minimum_met]")
    with autosaved(page, "minimum_met", "yes"):
        page.keyboard.press("Space")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something that fits the selector has the focus."""
    for _press in range(MOST_TABS):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: {MOST_TABS} times Tab do not lead to {selector}")


def lock_by_keyboard(visitors: Visitors, page: Page, review_id: int) -> None:
    """Lock the sheet, after the page has listed what stands on it."""
    _tab_to(page, f"a[href$='/reviews/{review_id}/lock']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lock")
    visitors.look(page)
    _tab_to(page, "form.confirm button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reviews$|/consensus$"))
    visitors.look(page)


def see_nothing_of_the_other(page: Page, review_id: int, said: str) -> None:
    """Neither the desk nor any address of the comparison shows what the other assessor gave."""
    for code in ("1.1", "1.2", "1.3", "4.1"):
        page.goto(f"/reviews/{review_id}/desk/{code}")
        assert said not in page.content()
    for address in ("consensus", "consensus/1.2", "report"):
        answer = page.request.get(f"/reviews/{review_id}/{address}")
        assert answer.status == 404, address
        assert said not in answer.text()


def points_on_list(page: Page) -> list[str]:
    """The points that stand in the desk's list of indicators."""
    return [text for text in page.locator(".desk-list.full .pt").all_inner_texts() if text.strip().isdigit()]


def propose(visitors: Visitors, page: Page, review_id: int, code: str, points: str) -> None:
    """Accept what is equal, propose a value for the one indicator that differs."""
    page.goto(f"/reviews/{review_id}/consensus")
    visitors.look(page)
    press_button(page, "form[action$='/accept-equal']")
    page.locator(f"aside a[href$='/consensus/{code}']").click()
    visitors.look(page)
    press_button(page, "form#agree")
    expect(page.locator(".field-error")).to_be_visible()
    page.locator(f"label:has([name=points][value='{points}'])").click()
    page.locator("[name=reason]").fill("Les deux listes concordent après vérification commune.")
    press_button(page, "form#agree")
    page.wait_for_url("**/consensus")
    visitors.look(page)


def confirm(visitors: Visitors, page: Page, review_id: int, code: str) -> None:
    """Say yes to what the other assessor proposed."""
    page.goto(f"/reviews/{review_id}/consensus/{code}")
    visitors.look(page)
    press_button(page, "form[action$='/confirm']")
    visitors.look(page)


def report(visitors: Visitors, page: Page, other: Page, team: Page, review_id: int) -> None:
    """Write the summary, let the other assessor and the cluster organisation read it, make the report final."""
    page.goto(f"/reviews/{review_id}/consensus")
    page.locator(f"aside a[href$='/reviews/{review_id}/report']").click()
    visitors.look(page)
    press_button(page, f"form[action$='/reviews/{review_id}/report']")
    page.locator("a[href$='/sections/summary']").click()
    visitors.look(page)
    page.locator("[name=text]").fill(SUMMARY)
    with page.expect_navigation():
        page.locator("button[name=then][value=save]").click()
    expect(page.locator("main")).to_contain_text(SUMMARY)
    _agree_to_draft(visitors, other, review_id)
    page.goto(f"/reviews/{review_id}/report/send")
    press_button(page, "form.confirm")
    page.wait_for_url(f"**/reviews/{review_id}/report")
    visitors.look(page)
    _have_no_remarks(visitors, team, review_id)
    page.goto(f"/reviews/{review_id}/report")
    page.locator("a[href$='/report/finalise']").click()
    visitors.look(page)
    press_button(page, "form.confirm")
    page.wait_for_url(f"**/reviews/{review_id}/report")
    expect(page.locator("main")).to_contain_text(SUMMARY)
    visitors.look(page)


def _agree_to_draft(visitors: Visitors, page: Page, review_id: int) -> None:
    """The other assessor reads the draft and agrees."""
    page.goto(f"/reviews/{review_id}/report")
    visitors.look(page)
    page.locator("[name=agrees]").check()
    press_button(page, "form[action$='/report/consent']")
    page.wait_for_url(f"**/reviews/{review_id}/report")


def _have_no_remarks(visitors: Visitors, page: Page, review_id: int) -> None:
    """The manager finds the draft among the tasks, reads it and says that it has no errors of fact."""
    page.goto("/tasks")
    page.locator(f"main a[href$='/reviews/{review_id}/draft']").first.click()
    expect(page.locator("main")).to_contain_text(SUMMARY)
    visitors.look(page)
    page.locator("a[href$='/draft/end']").click()
    visitors.look(page)
    press_button(page, "form.confirm")
    page.wait_for_url("**/draft#remarks")
