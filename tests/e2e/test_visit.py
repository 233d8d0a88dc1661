"""The visit sheet at a place without a network."""

from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect

from labelapp.extensions import db
from labelapp.reviews import policy
from tests.e2e.visitors import Visitors
from tests.factories.reviews import start_scoring
from tests.factories.visits import make_visit

NOTE = "Registre vu, cinq entrées contrôlées."


@dataclass(frozen=True)
class Case:
    """A visit that was sent."""

    review_id: int
    lead: str


@pytest.fixture
def case(backstage: Flask) -> Case:
    with backstage.app_context():
        review = start_scoring()
        make_visit(review)
        lead = policy.scoring_assignments(review)[0].user
        lead.locale = "fr"
        db.session.commit()
        return Case(review.id, lead.email)


def test_sheet_that_was_kept_opens_without_a_network_and_its_notes_arrive_later(
    visitors: Visitors, case: Case
) -> None:
    page = visitors.sign_in(case.lead)
    page.goto(f"/reviews/{case.review_id}/visit")
    visitors.look(page)
    page.locator("main a[href$='/visit/sheet']").click()
    page.locator("[data-keep]").click()
    expect(page.locator("[data-state=kept]")).to_be_visible()
    visitors.look(page)
    page.context.set_offline(True)
    page.reload()
    page.locator("[name='2.8']").fill(NOTE)
    expect(page.locator("[data-save-state].is-waiting")).to_be_visible()
    page.reload()
    expect(page.locator("[name='2.8']")).to_have_value(NOTE)
    page.context.set_offline(False)
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()
    page.locator("[data-drop]").click()
    expect(page.locator("[data-state=off]")).to_be_visible()
    page.goto(f"/reviews/{case.review_id}/visit/paper")
    expect(page.locator("main")).to_contain_text(NOTE)
    visitors.look(page)
