"""One Gold case through all roles, in French, from the manager's sign-in to a certificate that anybody verifies."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from babel.dates import format_date
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.accounts.models import RoleName
from labelapp.assessments.models import Assessment
from labelapp.clusters.models import TeamRole
from labelapp.decisions.board.counting import Choice
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.models import Review
from tests.e2e import steps_of_board as board_member
from tests.e2e import steps_of_cluster as cluster_people
from tests.e2e import steps_of_review as reviewers
from tests.e2e.mails import mails_to
from tests.e2e.pressing import press_button
from tests.e2e.steps_of_review import Mark
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.assessments import answer_all, complete_answers
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import make_assessor, score_all

pytestmark = pytest.mark.every_database

CLUSTER = "Pôle maritime des Îles Vertes"
REASONS = "Toutes les exigences minimales sont remplies et le seuil est dépassé."
LEAD_SAYS = "Vu dans le registre des contacts par la rapporteure."
CO_SAYS = "Constaté lors de la visite par le second évaluateur."


@dataclass(frozen=True)
class Cast:
    """Who takes part: addresses to sign in with, and the numbers that forms send for assessors."""

    manager: str
    legal: str
    secretariat: str
    board: str
    lead: str
    co: str
    lead_id: int
    co_id: int
    compatriot_id: int


@pytest.fixture
def cast(backstage: Flask) -> Cast:
    """A French cluster organisation and everybody whom its case needs."""
    with backstage.app_context():
        cluster = make_cluster(CLUSTER, "FR", "Port-Vert", language="fr", name_language="fr")
        manager, legal = make_user("Maëlle Morvannec", locale="fr"), make_user("Hugo Lestrade", locale="fr")
        add_member(cluster, manager, TeamRole.MANAGER)
        add_member(cluster, legal, TeamRole.LEGAL_REPRESENTATIVE)
        lead, co = (
            make_assessor("Claire Aubrin", "FR", locale="fr"),
            make_assessor("Rui Montalvão", locale="fr"),
        )
        compatriot = make_assessor("Yves Kerloc", "FR", locale="fr")
        secretariat = make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT], locale="fr")
        board = make_user("Ilse Marenholt", roles=[RoleName.BOARD], locale="fr")
        db.session.commit()
        return Cast(
            manager=manager.email,
            legal=legal.email,
            secretariat=secretariat.email,
            board=board.email,
            lead=lead.email,
            co=co.email,
            lead_id=lead.id,
            co_id=co.id,
            compatriot_id=compatriot.id,
        )


def test_a_gold_case_goes_from_sign_in_to_a_verified_certificate(
    visitors: Visitors, backstage: Flask, cast: Cast, tmp_path: Path
) -> None:
    manager = visitors.sign_in(cast.manager)
    _submit(visitors, backstage, cast, manager, tmp_path)
    lead, co = visitors.sign_in(cast.lead), visitors.sign_in(cast.co)
    review_id = _assign(visitors, cast, manager, lead, co)
    _score(visitors, backstage, review_id, cast, lead, co)
    reviewers.propose(visitors, lead, review_id, "1.3", "4")
    reviewers.confirm(visitors, co, review_id, "1.3")
    reviewers.report(visitors, lead, co, manager, review_id)
    board_member.invite_board(backstage, review_id, cast.board, Choice.AWARD, REASONS)
    _award(visitors, cast, review_id)
    _hold_the_certificate(visitors, backstage, cast, manager)
    _verify(visitors)


def _submit(visitors: Visitors, backstage: Flask, cast: Cast, manager: Page, folder: Path) -> None:
    assessment_id = cluster_people.start_gold(visitors, manager)
    cluster_people.answer(visitors, manager, assessment_id)
    with backstage.app_context():
        assessment = db.session.get_one(Assessment, assessment_id)
        rest = {code: given for code, given in complete_answers().items() if code not in cluster_people.TYPED}
        answer_all(assessment, rest, assessment.started_by)
        db.session.commit()
    cluster_people.offer_evidence(visitors, manager, assessment_id, folder)
    cluster_people.ask_for_confirmation(visitors, manager, assessment_id)
    cluster_people.confirm(visitors, visitors.sign_in(cast.legal))


def _assign(visitors: Visitors, cast: Cast, manager: Page, lead: Page, co: Page) -> int:
    secretariat = visitors.sign_in(cast.secretariat)
    reviewers.declare_as_officer(visitors, secretariat, CLUSTER)
    review_id = reviewers.open_case(visitors, secretariat, CLUSTER)
    reviewers.nominate(visitors, secretariat, cast.lead_id, cast.co_id, cast.compatriot_id)
    for page in (lead, co):
        reviewers.declare_no_interest(visitors, page, review_id)
    reviewers.agree_to_experts(visitors, manager, review_id, ["Claire Aubrin", "Rui Montalvão"])
    reviewers.start_review(visitors, secretariat, review_id)
    return review_id


def _score(visitors: Visitors, backstage: Flask, review_id: int, cast: Cast, lead: Page, co: Page) -> None:
    """Both score and lock, the first without seeing anything of the second, and the other way round."""
    reviewers.score_by_keyboard(visitors, lead, review_id, _marks(LEAD_SAYS, "4"))
    _store_the_other_scores(backstage, review_id, cast.lead_id, LEAD_SAYS)
    reviewers.lock_by_keyboard(visitors, lead, review_id)
    reviewers.see_nothing_of_the_other(co, review_id, LEAD_SAYS)
    assert reviewers.points_on_list(co) == []
    reviewers.score_by_keyboard(visitors, co, review_id, _marks(CO_SAYS, "3"))
    reviewers.see_nothing_of_the_other(lead, review_id, CO_SAYS)
    _store_the_other_scores(backstage, review_id, cast.co_id, CO_SAYS)
    reviewers.lock_by_keyboard(visitors, co, review_id)


def _marks(says: str, differing: str) -> dict[str, Mark]:
    return {"1.1": Mark(None, says), "1.2": Mark("5", says), "1.3": Mark(differing, says)}


def _store_the_other_scores(backstage: Flask, review_id: int, person: int, says: str) -> None:
    with backstage.app_context():
        review = db.session.get_one(Review, review_id)
        (mine,) = [one for one in policy.scoring_assignments(review) if one.user_id == person]
        assert mine.sheet
        score_all(mine.sheet, justification=says, leave=("1.1", "1.2", "1.3"))
        db.session.commit()


def _award(visitors: Visitors, cast: Cast, review_id: int) -> None:
    page = visitors.sign_in(cast.board)
    board_member.open_as_board(visitors, page, review_id, hidden=reviewers.SUMMARY)
    board_member.cast_vote(page, "award", REASONS)
    board_member.state_outcome(visitors, page, REASONS)
    expect(page.locator("main")).to_contain_text(REASONS)


def _hold_the_certificate(visitors: Visitors, backstage: Flask, cast: Cast, page: Page) -> None:
    """The manager hears of it by mail, in French, and finds the certificate on the start page and in the list."""
    (mail,) = [text for text in mails_to(backstage, cast.manager) if "/verify/" in text]
    page.goto("/tasks")
    visitors.look(page)
    page.goto("/certificates")
    visitors.look(page)
    address = page.get_by_role("link", name="Ce que d’autres voient lorsqu’ils le vérifient").get_attribute(
        "href"
    )
    assert address
    assert address in mail
    assert "certificat" in mail


def _verify(visitors: Visitors) -> None:
    """Somebody who is not signed in finds the entry, checks its code, and reads and downloads what is certified."""
    page = visitors.arrive()
    page.goto("/")
    visitors.look(page)
    page.locator("[name=q]").fill(CLUSTER)
    press_button(page, "form.filter")
    page.locator(f".result a:text-is('{CLUSTER}')").click()
    facts = page.request.get(page.url, headers={"Accept": "application/json"}).json()
    page.goto("/")
    page.locator("[name=code]").fill(facts["code"].lower().replace("-", " "))
    press_button(page, "form.lookup")
    page.wait_for_url(f"**/verify/{facts['code']}")
    visitors.look(page)
    assert facts["status"] == "valid"
    assert facts["unchanged_since_issue"] is True
    shown = page.locator("main").inner_text()
    assert [text for text in _certified(facts) if text not in shown] == []
    file = page.request.get(page.locator("a[href$='/certificate.pdf']").get_attribute("href") or "")
    _check_file(file.body(), facts)


def _certified(facts: dict[str, Any]) -> list[str]:
    """Every certified fact as a French page writes it."""
    days = [facts[name] for name in ("assessed_on", "valid_from", "valid_until", "renewable_until")]
    return [
        CLUSTER,
        "Port-Vert, France",
        facts["serial"],
        facts["code"],
        facts["issuer"],
        facts["scheme"].partition("@")[2],
        *(format_date(date.fromisoformat(day), "long", locale="fr") for day in days),
        format_date(date.fromisoformat(facts["issued_at"][:10]), "long", locale="fr"),
    ]


def _check_file(content: bytes, facts: dict[str, Any]) -> None:
    assert content.startswith(b"%PDF")
    document = pypdf.PdfReader(io.BytesIO(content))
    assert len(document.pages) == 1
    text = " ".join(document.pages[0].extract_text().split())
    assert CLUSTER in text
    assert facts["serial"] in text
    assert facts["code"] in text
