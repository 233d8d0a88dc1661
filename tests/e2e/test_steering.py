"""The secretariat looks at how the work goes and takes it to a meeting."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from labelapp.clock import today
from labelapp.extensions import db
from tests.e2e.visitors import Visitors
from tests.factories.assessments import make_submission
from tests.factories.clusters import make_cluster
from tests.factories.reviews import make_officer, make_review


def test_officer_changes_the_period_sorts_what_is_late_and_takes_the_workbook_along(
    visitors: Visitors, backstage: Flask, tmp_path: Path
) -> None:
    with backstage.app_context():
        reviews = [
            make_review(make_submission(make_cluster(name=name)), nominated=False)
            for name in ("Almwerk", "Zollhafen")
        ]
        for review, days in zip(reviews, (400, 500), strict=True):
            review.due_on = today() - timedelta(days=days)
        officer = make_officer(*reviews, name="Odile Bureau")
        officer.locale = "fr"
        email = officer.email
        db.session.commit()
    page = visitors.sign_in(email)
    page.locator("header details summary").first.click()
    page.locator("a[href='/steering']").first.click()
    visitors.look(page)
    months = page.locator("[name=from] option").count()
    page.locator("[name=from]").select_option(index=months - 1)
    page.locator("main form button").click()
    page.wait_for_url("**from=*")
    page.locator("details.alt summary").first.click()
    expect(page.locator("details.alt").first.locator("tbody tr")).to_have_count(months + 1)

    page.locator("a[href*='/steering/overdue?']").first.click()
    rows = page.locator("section").filter(has=page.locator("th a[href*='sort=']")).locator("tbody tr")
    expect(rows.first).to_contain_text("Zollhafen")
    visitors.look(page)
    page.locator("th a[href*='sort=case']").click()
    expect(rows.first).to_contain_text("Almwerk")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)

    with page.expect_download() as started:
        page.locator("a[href*='board.xlsx']").click()
    started.value.save_as(tmp_path / "board.xlsx")
    book = load_workbook(tmp_path / "board.xlsx")
    assert book.sheetnames[0] == "Flux"
    assert book["Flux"].max_row == 6 + months + 1

    page.locator("a[href*='/steering/renewals?']").first.click()
    visitors.look(page)
