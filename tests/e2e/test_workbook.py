"""The self-assessment in a spreadsheet: downloaded, filled in, sent back, looked at, applied."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.assessments.workbook.books import filled
from tests.e2e.drafts import COLLEAGUE, Draft
from tests.e2e.pressing import press_button, type_into
from tests.e2e.visitors import Visitors


def _download(page: Page) -> bytes:
    """The workbook in German, though the page is French."""
    page.locator("[name=language]").select_option("de")
    with page.expect_download() as started:
        page.locator("button[value=workbook]").click()
    assert started.value.suggested_filename == "cme-gold-2026.1-workbook-de.xlsx"
    return Path(started.value.path()).read_bytes()


def test_a_workbook_is_filled_in_sent_back_and_applied(
    visitors: Visitors, draft: Draft, tmp_path: Path
) -> None:
    overview = draft.first.partition("/indicators")[0]
    page = visitors.sign_in(draft.manager)
    page.goto(overview)
    page.locator(f"a[href='{overview}/paper']").click()
    visitors.look(page)
    cells = {
        "1.3|committed|": "1.234",
        "1.3|cutoff|": "einunddreißigster Juni",
        "2.8|met|": 54,
        "2.8|how|": "Jeder Besuch wird notiert.",
    }
    file = tmp_path / "antworten.xlsx"
    file.write_bytes(filled(_download(page), cells))
    colleague = visitors.sign_in(draft.contributor)
    colleague.goto(draft.indicator)
    type_into(colleague, "met", "50")
    page.locator("#drop-file").set_input_files(file)
    press_button(page, "form.drop")
    expect(page.locator("body")).to_contain_text("einunddreißigster Juni")
    expect(page.locator(".version").first).to_contain_text(COLLEAGUE)
    visitors.look(page)
    page.locator("[name='choice.2.8|met'][value=workbook]").check()
    page.locator("[name=take][value='2.8|how']").uncheck()
    press_button(page, "form[action$='/apply']")
    expect(page.locator("h1")).to_have_text("Auto-évaluation")
    page.goto(draft.indicator)
    expect(page.locator("[name=met]")).to_have_value("54")
    expect(page.locator("[name=how]")).to_have_value("")
    page.goto(draft.first)
    expect(page.locator("[name=committed]")).to_have_value("1234")
