"""A partner goes from the overview to the lists behind it, and publishes the report of its country."""

from flask import Flask
from playwright.sync_api import expect

from labelapp.extensions import db
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors
from tests.factories.benchmarks import make_group_apart
from tests.factories.certificates import make_certificate
from tests.factories.consortium import make_partner


def test_partner_reads_its_remit_and_publishes_the_report_of_its_country(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        _partner, user = make_partner(countries=["LU"], name="Programme Luxembourg")
        for cluster in make_group_apart(range(1, 8), country="LU"):
            make_certificate(cluster)
        user.locale, email = "fr", user.email
        db.session.commit()
    page = visitors.sign_in(email)
    page.goto("/consortium")
    visitors.look(page)
    page.get_by_role("link", name="Titulaire d’un label").click()
    expect(page.locator("tbody tr")).to_have_count(7)
    page.get_by_role("link", name="Résultats au fil des années").click()
    expect(page.locator("main")).to_contain_text("n = 7")
    visitors.look(page)
    page.get_by_role("link", name="Rapports", exact=True).click()
    page.get_by_role("link", name="Publier…").first.click()
    press_button(page, "main form")
    expect(page.locator("h1")).to_contain_text("Luxembourg")
    address = page.url
    stranger = visitors.arrive()
    stranger.goto(address)
    expect(stranger.locator("main")).to_contain_text("Publié par Programme Luxembourg")
    visitors.look(stranger)
