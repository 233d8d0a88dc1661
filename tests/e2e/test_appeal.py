"""An upheld appeal: filed with a document, handled by somebody new to the case, examined again, decided anew."""

import io
from dataclasses import dataclass

import pypdf
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.accounts.models import RoleName
from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.models import Outcome
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from tests.e2e.mails import mails_to
from tests.e2e.pressing import number_in_address, press_button
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.appeals import applicant_of, make_refusal
from tests.factories.board import write_report
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.evidence import make_document

GROUNDS = "Le règlement adopté en mars était parmi nos preuves ; le rapport cite le projet de janvier."
REASONS = "Le règlement adopté n’a pas été examiné."


@dataclass(frozen=True)
class Cast:
    """A refused case and the people, by their addresses."""

    decision_id: int
    file_id: int
    manager: str
    officer: str
    handler: str
    handler_id: int


@pytest.fixture
def cast(backstage: Flask) -> Cast:
    """A refusal that can be appealed against, an officer and a board member who are new to the case."""
    with backstage.app_context():
        decision = make_refusal()
        manager = applicant_of(decision)
        cluster_of(decision.review).name = "Grappe de la Baie d’Iroise"
        document = make_document(cluster_of(decision.review), by=manager)
        officer = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT], locale="fr")
        handler = make_board_member("Nora Fjeld")
        manager.locale = handler.locale = "fr"
        db.session.commit()
        return Cast(
            decision_id=decision.id,
            file_id=document.files[0].id,
            manager=manager.email,
            officer=officer.email,
            handler=handler.email,
            handler_id=handler.id,
        )


def test_an_appeal_is_upheld_and_another_decision_takes_the_place_of_the_first(
    visitors: Visitors, backstage: Flask, cast: Cast
) -> None:
    manager = visitors.sign_in(cast.manager)
    appeal_id = _file(visitors, manager, cast)
    _name_a_handler(visitors, visitors.sign_in(cast.officer), cast, appeal_id)
    handler = visitors.sign_in(cast.handler)
    _uphold(visitors, handler, appeal_id)
    _read_the_verdict(visitors, backstage, manager, cast, appeal_id)
    _decide_anew(backstage, appeal_id)
    manager.goto(f"/decisions/{cast.decision_id}")
    manager.locator("main .notice a[href*='/decisions/']").click()
    expect(manager.locator("main")).to_contain_text("Après un second examen")
    visitors.look(manager)


def _file(visitors: Visitors, page: Page, cast: Cast) -> int:
    """Begin on the page of the decision; what is missing is said and nothing that was typed is lost."""
    page.goto(f"/decisions/{cast.decision_id}")
    page.locator("main a[href$='/appeal']").click()
    page.locator("[name=parts][value=indicators]").check()
    page.locator("[name=grounds]").fill(GROUNDS)
    page.locator(f"[name=files][value='{cast.file_id}']").check()
    _press(page, "check")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=grounds]")).to_have_value(GROUNDS)
    page.locator("[name=indicators][value='2.2']").check()
    visitors.look(page)
    _press(page, "check")
    expect(page.locator("form.confirm")).to_contain_text(GROUNDS)
    _press(page, "file")
    visitors.look(page)
    return number_in_address(page, r"/appeals/(\d+)$")


def _name_a_handler(visitors: Visitors, page: Page, cast: Cast, appeal_id: int) -> None:
    """The officer reads nothing before declaring, takes the appeal in charge, and asks somebody to handle it."""
    page.goto(f"/appeals/{appeal_id}")
    expect(page.locator("main")).not_to_contain_text(GROUNDS)
    _declare_none(page)
    expect(page.locator("main")).to_contain_text(GROUNDS)
    press_button(page, "form[action$='/charge']")
    page.locator("[name=person]").select_option(str(cast.handler_id))
    visitors.look(page)
    press_button(page, "form[action$='/handlers']")


def _uphold(visitors: Visitors, page: Page, appeal_id: int) -> None:
    """Declare, read the record, ask the cluster organisation, and uphold."""
    page.goto("/tasks")
    page.locator(f"main a[href$='/appeals/{appeal_id}']").first.click()
    expect(page.locator("main")).not_to_contain_text(GROUNDS)
    _declare_none(page)
    page.locator("main a[href$='/record']").click()
    visitors.look(page)
    page.goto(f"/appeals/{appeal_id}/record/2.2")
    visitors.look(page)
    page.goto(f"/appeals/{appeal_id}")
    page.locator("form[action$='/statements']").evaluate("form => form.closest('details').open = true")
    page.locator("[name=question]").fill("À quelle page ?")
    press_button(page, "form[action$='/statements']")
    page.locator("[name=verdict][value=upheld]").check()
    page.locator("[name=reasons]").fill(REASONS)
    visitors.look(page)
    _press(page, "check")
    expect(page.locator("form.confirm")).to_contain_text(REASONS)
    _press(page, "record")


def _read_the_verdict(visitors: Visitors, backstage: Flask, page: Page, cast: Cast, appeal_id: int) -> None:
    """The applicant reads it on the page, in the mail and in the letter; the first decision is still what counts."""
    assert any(REASONS in text for text in mails_to(backstage, cast.manager))
    page.goto(f"/appeals/{appeal_id}")
    expect(page.locator("main")).to_contain_text(REASONS)
    visitors.look(page)
    letter = page.request.get(f"/appeals/{appeal_id}/letter.pdf").body()
    text = " ".join(pypdf.PdfReader(io.BytesIO(letter)).pages[0].extract_text().split())
    assert REASONS in text
    page.goto(f"/decisions/{cast.decision_id}")
    expect(page.locator("main .notice a[href*='/decisions/']")).to_have_count(0)


def _decide_anew(backstage: Flask, appeal_id: int) -> None:
    """Others examine the same submission and the board awards the label."""
    with backstage.app_context():
        again = db.session.get_one(Appeal, appeal_id).reexamination
        assert again is not None
        make_decision(
            write_report(again), Outcome.AWARD, "Après un second examen, toutes les règles sont respectées."
        )


def _declare_none(page: Page) -> None:
    page.locator("[name=none]").check()
    press_button(page, "form[action$='/interests']")


def _press(page: Page, step: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=step][value={step}]").click()
