"""Two people on one indicator: naming each other in comments, and seeing who is there."""

from playwright.sync_api import Page, expect

from tests.e2e.drafts import COLLEAGUE, Draft
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors

MANAGER = "Mette Lindholt"


def _open(visitors: Visitors, email: str, address: str) -> Page:
    page = visitors.sign_in(email)
    page.goto(address)
    return page


def test_a_colleague_is_named_while_typing_and_answers_from_their_tasks(
    visitors: Visitors, draft: Draft
) -> None:
    theirs = _open(visitors, draft.contributor, draft.indicator)
    text = theirs.locator("#comment-text")
    text.press_sequentially("Est-ce 56 ? @met")
    people = theirs.locator("form[data-mentions] select")
    expect(people.locator("option")).to_have_text([MANAGER])
    text.press("ArrowDown")
    people.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Est-ce 56 ? @{MANAGER} ")
    expect(people).to_be_hidden()
    press_button(theirs, "form[action$='/comments']")
    expect(theirs.locator(".comment")).to_contain_text(f"@{MANAGER}")
    visitors.look(theirs)
    mine = visitors.sign_in(draft.manager)
    mine.locator("main a", has_text=COLLEAGUE).click()
    mine.locator(".comment summary").first.click()
    mine.locator(".comment textarea").fill("Oui, ajoutez-les.")
    press_button(mine, ".comment form[action$='/answers']")
    expect(mine.locator(".comment .comment")).to_contain_text("Oui, ajoutez-les.")
    visitors.look(mine)


def test_a_colleague_who_opens_the_indicator_is_seen_there_and_on_the_list(
    visitors: Visitors, draft: Draft
) -> None:
    mine = _open(visitors, draft.manager, draft.indicator)
    expect(mine.locator("[role=status][data-presence]")).to_be_empty()
    with (theirs := visitors.sign_in(draft.contributor)).expect_response("**/presence"):
        theirs.goto(draft.indicator)
    expect(theirs.locator("[role=status][data-presence]")).to_contain_text(MANAGER)
    with mine.expect_response("**/presence"):
        mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("[role=status][data-presence]")).to_contain_text(f"{COLLEAGUE} est ici")
    mine.goto(draft.indicator.partition("/indicators/")[0])
    expect(mine.locator(".dimension [data-presence='2']")).to_contain_text(COLLEAGUE)
    visitors.look(mine)
