"""What the scripts of the self-assessment do when something comes in between."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.drafts import COLLEAGUE, Draft
from tests.e2e.pressing import press_button, type_into
from tests.e2e.visitors import Visitors


def _open(visitors: Visitors, email: str, address: str) -> Page:
    page = visitors.sign_in(email)
    page.goto(address)
    return page


def test_a_conflict_appears_while_typing_and_is_solved(visitors: Visitors, draft: Draft) -> None:
    mine = _open(visitors, draft.manager, draft.indicator)
    theirs = _open(visitors, draft.contributor, draft.indicator)
    type_into(theirs, "met", "56")
    mine.locator("[name=met]").press_sequentially("54")
    expect(mine.locator(".conflict h2")).to_be_focused()
    expect(mine.locator(".conflict")).to_contain_text(COLLEAGUE)
    expect(mine.locator("[data-save-state].is-clash")).to_be_visible()
    visitors.look(mine)
    press_button(mine, "#conflicts form")
    expect(mine.locator("[name=met]")).to_have_value("54")
    theirs.reload()
    expect(theirs.locator("[name=met]")).to_have_value("54")


def test_what_is_typed_without_a_connection_is_kept_and_sent_later(visitors: Visitors, draft: Draft) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    page.context.set_offline(True)
    page.locator("[name=met]").press_sequentially("54")
    expect(page.locator("[data-save-state].is-waiting")).to_be_visible()
    visitors.look(page)
    page.context.set_offline(False)
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()
    page.reload()
    expect(page.locator("[name=met]")).to_have_value("54")


def test_a_refused_file_is_answered_beside_the_drop_zone_and_answers_stay(
    visitors: Visitors, draft: Draft, tmp_path: Path
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    type_into(page, "met", "54")
    file = tmp_path / "statuts.pdf"
    file.write_text("<!doctype html><html><script>alert(1)</script></html>", "utf-8")
    page.locator("#drop-file").set_input_files(file)
    expect(page.locator("[data-drop-text]")).to_contain_text("statuts.pdf :")
    visitors.look(page)
    expect(page.locator("[name=met]")).to_have_value("54")
