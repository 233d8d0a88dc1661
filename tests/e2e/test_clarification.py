"""A round of clarifications, from the assessor's question to the difference on the desk."""

from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.operations import ScoreContent
from tests.e2e.mails import mails_to
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import make_assessor, make_review, sheets_of, start_scoring

QUESTION = "Votre site présente quatre organisations de plus. Lesquelles manquent à cette liste ?"
COMMENT = "Quatre adhésions de juillet n’étaient pas comptées."
LIST = b"organisation;lieu\nAtelier Brel;Orme-la-Ville\nConserverie Kermado;Orme-la-Ville\n"


@dataclass(frozen=True)
class Case:
    """A case that is being scored."""

    review_id: int
    lead: str
    manager: str


@pytest.fixture
def case(backstage: Flask) -> Case:
    """The lead has scored 1.1 on 91 listed organisations."""
    with backstage.app_context():
        cluster = make_cluster(
            "Grappe du bois d’Orme", "FR", "Orme-la-Ville", language="fr", name_language="fr"
        )
        manager = make_user("Maëlle Kervoas", locale="fr")
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
            add_member(cluster, manager, role)
        lead = make_assessor("Solène Brabant", country="BE", locale="fr")
        review = start_scoring(make_review(make_submission(cluster, by=manager), lead=lead))
        score = ScoreContent(minimum_met=True, plausible=True, justification="Selon la liste.")
        operations.give_score(sheets_of(review)[0], "1.1", score)
        db.session.commit()
        return Case(review.id, lead.email, manager.email)


def test_a_question_of_the_desk_comes_back_as_a_difference(
    visitors: Visitors, backstage: Flask, case: Case
) -> None:
    assessor = visitors.sign_in(case.lead)
    _ask(visitors, assessor, case)
    (mail,) = [text for text in mails_to(backstage, case.manager) if "/clarifications/" in text]
    assert QUESTION not in mail
    _answer(visitors, visitors.sign_in(case.manager))
    _see_the_difference(visitors, assessor, case)


def _ask(visitors: Visitors, page: Page, case: Case) -> None:
    page.goto(f"/reviews/{case.review_id}/desk/1.1")
    page.locator("#ask > summary").click()
    page.locator("[name=reason][value=incomplete]").check()
    page.locator("[name=question]").fill(QUESTION)
    press_button(page, "#ask form[action$='/question']")
    expect(page.locator("#ask [name=question]")).to_have_value(QUESTION)
    visitors.look(page)
    page.locator("#ask a[href$='/clarifications']").click()
    page.locator("main a[href$='/clarifications/send']").click()
    press_button(page, "form.confirm")
    expect(page.locator("main")).to_contain_text(QUESTION)
    visitors.look(page)


def _answer(visitors: Visitors, page: Page) -> None:
    """Only 1.1 is open; what is saved is still there, and a file is new."""
    page.locator("main a[href*='/clarifications/']").first.click()
    links = page.locator("main .task-row h2 a")
    expect(links).to_have_count(1)
    expect(links).to_contain_text("1.1")
    links.click()
    page.locator("[name=listed]").fill("95")
    page.locator("[name=comment]").fill(COMMENT)
    page.locator("[name=file]").set_input_files(
        {"name": "Liste de juillet.csv", "mimeType": "text/csv", "buffer": LIST}
    )
    with page.expect_navigation():
        page.locator("#answers .btn-primary").click()
    expect(page.locator("[name=listed]")).to_have_value("95")
    expect(page.locator("#evidence .evidence")).to_contain_text("Liste de juillet")
    visitors.look(page)
    page.locator(".page-head a.back").click()
    page.locator("main a[href$='/hand-in']").click()
    press_button(page, "main form")
    page.locator("main .task-row h2 a").click()
    expect(page.locator("main [name=listed]")).to_have_count(0)


def _see_the_difference(visitors: Visitors, page: Page, case: Case) -> None:
    page.goto(f"/reviews/{case.review_id}/desk/1.1")
    changed = page.locator(".clarified")
    expect(changed.locator("tbody td").nth(0)).to_contain_text("91")
    expect(changed.locator("tbody td").nth(1)).to_contain_text("95")
    expect(changed).to_contain_text(COMMENT)
    expect(changed).to_contain_text("Liste de juillet")
    expect(page.locator("#answer-changed")).to_be_visible()
    visitors.look(page)
    press_button(page, "#answer-changed form")
    expect(page.locator("#answer-changed")).to_have_count(0)
