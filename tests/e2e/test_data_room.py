"""A manager imports a list of members and sees the figure in the questionnaire."""

from pathlib import Path

from flask import Flask
from playwright.sync_api import expect

from labelapp.events.jobs import run_waiting
from tests.e2e.drafts import Draft
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors

LIST = "Nom;Pays;Type;Engagé\nVirkholm;Danemark;PME;oui\nKattholm;Danemark;PME;oui\nNulle part;Atlantide;PME;oui\n"


def test_a_list_is_imported_and_gives_a_figure(
    visitors: Visitors, draft: Draft, backstage: Flask, tmp_path: Path
) -> None:
    page = visitors.sign_in(draft.manager)
    page.goto(draft.indicator)
    page.goto(page.locator("a[href='/data-room']").first.evaluate("link => link.href"))
    page.goto(f"{page.url}/members/import")
    file = tmp_path / "membres.csv"
    file.write_text(LIST, "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    press_button(page, "main form")
    expect(page.locator("[name=committed]")).to_have_value("3")
    press_button(page, "main form")
    expect(page.locator("main")).to_contain_text("Atlantide")
    page.locator("#without").check()
    press_button(page, "main form")
    expect(page.locator("[data-progress][data-running]")).to_be_visible()
    visitors.look(page)
    with backstage.app_context():
        assert run_waiting() >= 1
    # progress.js sees the end without a click.
    expect(page.locator("[data-progress]:not([data-running])")).to_be_visible()
    page.goto(draft.indicator.replace("2.8", "1.3"))
    expect(page.locator("#f-committed strong")).to_contain_text("2")
