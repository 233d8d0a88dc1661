"""The self-assessment in a browser that runs no script."""

from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment
from tests.factories.clusters import add_member, make_cluster

COLLEAGUE = "Jonas Krag"


@dataclass(frozen=True)
class Draft:
    """A self-assessment on which two people work."""

    assessment_id: int
    manager: str
    contributor: str

    @property
    def indicator(self) -> str:
        """The address of the indicator that both open."""
        return f"/assessments/{self.assessment_id}/indicators/2.8"


@pytest.fixture
def draft(backstage: Flask) -> Draft:
    with backstage.app_context():
        cluster = make_cluster(language="fr")
        manager, contributor = make_user(locale="fr"), make_user(COLLEAGUE, locale="fr")
        add_member(cluster, manager, TeamRole.MANAGER)
        add_member(cluster, contributor, TeamRole.CONTRIBUTOR)
        assessment = make_assessment(cluster, manager)
        db.session.commit()
        return Draft(assessment.id, manager.email, contributor.email)


def _sign_in(visitors: Visitors, email: str) -> Page:
    return visitors.sign_in(email, java_script_enabled=False)


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("noscript button, button[name=go][value='']").click()


def test_an_indicator_is_answered_and_saved_without_javascript(visitors: Visitors, draft: Draft) -> None:
    page = _sign_in(visitors, draft.manager)
    page.goto(f"/assessments/{draft.assessment_id}/indicators/1.3")
    page.locator("[name=committed]").fill("84")
    page.locator("[name=cutoff]").fill("2026-06-30")
    _save(page)
    page.goto(draft.indicator)
    page.locator("[name=met]").fill("54")
    page.locator("[name=how]").fill("Chaque visite est notée le jour même.")
    _save(page)
    expect(page.locator("[name=met]")).to_have_value("54")
    expect(page.locator("[name=how]")).to_have_value("Chaque visite est notée le jour même.")
    expect(page.locator("#score .big")).to_have_text("3")


def test_a_value_that_cannot_be_read_is_kept_and_named_without_javascript(
    visitors: Visitors, draft: Draft
) -> None:
    page = _sign_in(visitors, draft.manager)
    page.goto(draft.indicator)
    page.locator("[name=met]").fill("une cinquantaine")
    _save(page)
    expect(page.locator(".error-summary a[href='#f-met']")).to_be_visible()
    expect(page.locator("[name=met]")).to_have_value("une cinquantaine")


@pytest.mark.parametrize(("choice", "kept"), [(0, "54"), (1, "56")])
def test_a_conflict_is_solved_without_javascript(
    visitors: Visitors, draft: Draft, choice: int, kept: str
) -> None:
    mine, theirs = _sign_in(visitors, draft.manager), _sign_in(visitors, draft.contributor)
    for page, value in ((mine, "54"), (theirs, "56")):
        page.goto(draft.indicator)
        page.locator("[name=met]").fill(value)
    mine.locator("[name=how]").fill("Chaque visite est notée.")
    _save(theirs)
    _save(mine)
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text(COLLEAGUE)
    expect(conflict).to_contain_text("54")
    expect(conflict).to_contain_text("56")
    conflict.locator("[name=choice]").nth(choice).check()
    press_button(mine, "#conflicts form")
    expect(mine.locator(".conflict")).to_have_count(0)
    expect(mine.locator("[name=met]")).to_have_value(kept)
    expect(mine.locator("[name=how]")).to_have_value("Chaque visite est notée.")
