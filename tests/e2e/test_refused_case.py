"""A case at 95 % of the points with one minimum requirement that is not met: the board can only refuse."""

from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect

from labelapp.accounts.models import RoleName
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.decisions.board.counting import Choice
from labelapp.demo.answers import sample_answers
from labelapp.extensions import db, schemes
from labelapp.schemes.numbers import exact
from labelapp.schemes.scoring import score
from tests.e2e import steps_of_board as board_member
from tests.e2e.mails import mails_to
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import make_report, make_review

CLUSTER = "Grappe photonique du Val d’Orme"
SUMMARY = "L’organisation est bien gérée, mais elle rencontre trop peu de ses participants."
REASONS = "Moins de participants ont été rencontrés en personne que l’exigence minimale ne le demande."
FAILED = "2.8"


@dataclass(frozen=True)
class Case:
    """A report that waits for the board."""

    review_id: int
    manager: str
    board: str


@pytest.fixture
def case(backstage: Flask) -> Case:
    """Assessors who give what the answers come to, 143 of 150 points, and miss one minimum requirement."""
    with backstage.app_context():
        cluster = make_cluster(CLUSTER, "FR", "Orme-la-Ville", language="fr", name_language="fr")
        manager = make_user("Maëlle Morvannec", locale="fr")
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
            add_member(cluster, manager, role)
        answers = sample_answers("gold-95-percent-minimum-failed")
        computed = score(schemes().get("cme-gold"), answers, on=today())
        points = {
            code: exact(found.points)
            for code, found in computed.indicators.items()
            if found.points is not None
        }
        review = make_review(make_submission(cluster, answers=answers, by=manager))
        report = make_report(review, points, {FAILED: False}, summary=SUMMARY)
        board = make_user("Ilse Marenholt", roles=[RoleName.BOARD], locale="fr")
        db.session.commit()
        assert report.content["total"]["points"] == "143"
        return Case(review.id, manager.email, board.email)


def test_a_missed_minimum_requirement_refuses_the_label_at_95_percent(
    visitors: Visitors, backstage: Flask, case: Case
) -> None:
    board_member.invite_board(backstage, case.review_id, case.board, Choice.REFUSE, REASONS)
    page = visitors.sign_in(case.board)
    board_member.open_as_board(visitors, page, case.review_id, hidden=SUMMARY)
    expect(page.locator("main")).to_contain_text("95,33")
    board_member.cast_vote(page, "award", "Le nombre de points est excellent.")
    expect(page.locator(".field-error").first).to_contain_text(FAILED)
    visitors.look(page)
    board_member.cast_vote(page, "refuse", REASONS)
    decision_id = board_member.state_outcome(visitors, page, REASONS)
    _see_the_refusal_as_manager(visitors, backstage, case, decision_id)
    _find_nothing_in_the_register(visitors)


def _see_the_refusal_as_manager(visitors: Visitors, backstage: Flask, case: Case, decision_id: int) -> None:
    """The mail says why and leads to the decision; there is no certificate."""
    (mail,) = [text for text in mails_to(backstage, case.manager) if f"/decisions/{decision_id}" in text]
    assert REASONS in " ".join(mail.split())
    page = visitors.sign_in(case.manager)
    page.goto(f"/decisions/{decision_id}")
    expect(page.locator("main")).to_contain_text(REASONS)
    expect(page.locator("main section:not([data-outbox])").first).to_contain_text(FAILED)
    visitors.look(page)
    letter = page.request.get(f"/decisions/{decision_id}/letter.pdf")
    assert letter.body().startswith(b"%PDF")
    page.goto("/certificates")
    expect(page.locator("main a[href*='/verify/']")).to_have_count(0)
    visitors.look(page)


def _find_nothing_in_the_register(visitors: Visitors) -> None:
    page = visitors.arrive()
    page.goto(f"/register?q={CLUSTER}")
    expect(page.locator("#list .empty")).to_be_visible()
    expect(page.locator("#list")).not_to_contain_text(CLUSTER)
    visitors.look(page)
    assert CLUSTER not in page.request.get("/register.csv").text()
