"""Many files at once, one of them failing and tried again; a screenshot pasted; hostile files that cannot run."""

import base64
import re
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.e2e.drafts import Draft
from tests.e2e.visitors import Visitors
from tests.evidence import files

PASTE = """() => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob("%s"), (one) => one.charCodeAt(0))], "image.png", {type: "image/png"}));
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
RUN = """(address) => new Promise((resolve) => {
  const script = document.createElement("script");
  script.onload = () => resolve("ran");
  script.onerror = () => resolve("blocked");
  script.src = address;
  document.head.append(script);
})"""


def test_one_of_many_files_fails_and_is_tried_again_and_another_is_cancelled(
    visitors: Visitors, draft: Draft, tmp_path: Path
) -> None:
    chosen = []
    for name in ("statuts.txt", "membres.txt", "faux.pdf"):
        chosen.append(tmp_path / name)
        chosen[-1].write_text(f"<html>{name}" if name == "faux.pdf" else name, "utf-8")
    page = visitors.sign_in(draft.manager)
    page.goto("/documents")
    cut = []

    def connection(route: Route) -> None:
        if (
            route.request.method == "POST"
            and not cut
            and b"membres.txt" in (route.request.post_data_buffer or b"")
        ):
            cut.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/documents", connection)
    page.locator("#drop-file").set_input_files(chosen)
    items = page.locator("[data-drop-list] li")
    expect(items).to_have_count(3)
    expect(page.locator("[data-drop-summary]")).to_contain_text("1 ")
    expect(items.nth(2)).to_have_attribute("data-state", "failed")
    expect(items.nth(2)).to_contain_text("page web (HTML)")
    expect(items.nth(1)).to_have_attribute("data-state", "failed")
    visitors.look(page)
    items.nth(1).locator("[data-drop-retry]").click()
    expect(items.nth(1)).to_have_attribute("data-state", "new")
    # Nothing is left that failed, so the page comes back with what was added.
    items.nth(2).locator("[data-drop-cancel]").click()
    expect(page.get_by_role("rowheader", name="membres")).to_be_visible()
    expect(page.get_by_role("rowheader", name="statuts")).to_be_visible()
    expect(page.get_by_role("rowheader", name="faux")).to_have_count(0)


def test_pasted_screenshot_is_added_and_offered(visitors: Visitors, draft: Draft) -> None:
    page = visitors.sign_in(draft.manager)
    page.goto(draft.indicator)
    page.evaluate(PASTE % base64.b64encode(files.png()).decode())
    expect(page.locator("#evidence .evidence .title")).to_have_text(re.compile("^Capture d’écran 20"))


def test_files_that_are_scripts_too_do_not_run(visitors: Visitors, draft: Draft) -> None:
    page = visitors.sign_in(draft.manager)
    page.goto("/documents")
    page.locator("#drop-file").set_input_files(
        [
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"window.hacked = true;\n"},
            {"name": "b.csv", "mimeType": "text/csv", "buffer": b"window.hacked=true\n//;\n"},
            {"name": "c.png", "mimeType": "image/png", "buffer": files.with_script(files.png())},
            {"name": "d.pdf", "mimeType": "application/pdf", "buffer": files.with_script(files.pdf())},
        ]
    )
    rows = page.locator("tbody th a")
    expect(rows).to_have_count(4)
    addresses = [one.get_attribute("href") for one in rows.all()]
    unwatched = page.context.new_page()  # what the browser refuses here is an error on its console
    unwatched.goto("/documents")
    for address in addresses:
        for what in ("download", "view"):
            assert unwatched.evaluate(RUN, f"{address}/{what}") == "blocked"
    assert unwatched.evaluate("window.hacked") is None
