"""The benchmark as cluster manager: what stands out, and the report in two languages."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from labelapp.benchmarks.operations import renew_blocks
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.documents import pdf
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.benchmarks import submit_reports
from tests.factories.clusters import add_member, make_cluster


@pytest.fixture
def manager(backstage: Flask) -> str:
    """The address of a manager whose cluster organisation has fewer reports in media than others of its field."""
    with backstage.app_context():
        user = make_user("Mette Lindholt", locale="fr")
        cluster = make_cluster(language="fr", portfolios=["mobility"])
        add_member(cluster, user, TeamRole.MANAGER)
        submit_reports(cluster, 7)
        for number in range(11):
            submit_reports(make_cluster(portfolios=["mobility"]), 61 + number)
        renew_blocks(today())
        db.session.commit()
        return user.email


def test_manager_reads_what_stands_out_and_downloads_the_report_in_two_languages(
    visitors: Visitors, manager: str
) -> None:
    page = visitors.sign_in(manager)
    page.goto("/benchmark")
    standing_out = page.locator("section[aria-labelledby=stands-out]")
    expect(standing_out).to_contain_text(
        "La valeur propre de 7 est inférieure à la moitié centrale du groupe"
    )
    expect(standing_out).to_contain_text("Le niveau suivant de l’indicateur commence à 12.")
    visitors.look(page)
    standing_out.locator("a[href='#topic-media-reports']").first.click()
    expect(page.locator("#topic-media-reports")).to_be_in_viewport()
    form = page.locator("form[action$='benchmark.pdf']")
    page.locator("details", has=form).locator("summary").click()
    form.locator("[name=and]").select_option("de")
    with page.expect_download() as started:
        form.get_by_role("button").click()
    texts = pdf.page_texts(Path(started.value.path()).read_bytes())
    assert "Rapport comparatif" in texts[0]
    assert "Vergleichsbericht" in texts[2]
    page.goto("/benchmark")
    with page.expect_navigation():
        standing_out.get_by_role("button", name="5.1").click()
    expect(page.locator("#plan")).to_contain_text("5.1")
