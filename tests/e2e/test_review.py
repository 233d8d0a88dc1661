"""Assessors at work: a whole sheet by the keyboard alone, and a consensus with three disagreements."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.extensions import db
from labelapp.reviews.case import case_of
from labelapp.reviews.models import Review
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.queries.sheets import entries_of
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors
from tests.factories.reviews import lock, make_assessor, make_review, score_all, sheets_of, start_scoring

SAYS = "Seen in the register."


@dataclass(frozen=True)
class Team:
    """A review under way and the addresses of its assessors."""

    review_id: int
    lead: str
    co: str


def _team() -> tuple[Review, Team]:
    lead = make_assessor("Annika Rauhala", country="DK", locale="fr")
    co = make_assessor("Rui Montalvão", country="PT", locale="fr")
    review = start_scoring(make_review(lead=lead, co_assessor=co))
    return review, Team(review.id, lead.email, co.email)


@pytest.fixture
def scoring(backstage: Flask) -> Team:
    """Both sheets are empty."""
    with backstage.app_context():
        _review, team = _team()
        db.session.commit()
        return team


@pytest.fixture
def comparing(backstage: Flask) -> Team:
    """Both sheets are locked; they differ in 2.8, 4.1 and 5.1."""
    with backstage.app_context():
        review, team = _team()
        for sheet, points in zip(sheets_of(review), ("3", "5"), strict=True):
            score_all(sheet, dict.fromkeys(("2.8", "4.1", "5.1"), points))
            lock(sheet)
        db.session.commit()
        return team


def test_whole_sheet_is_scored_and_locked_with_the_keyboard_alone(
    visitors: Visitors, backstage: Flask, scoring: Team
) -> None:
    page = visitors.sign_in(scoring.lead)
    page.goto(f"/reviews/{scoring.review_id}/desk")
    codes = _codes(backstage, scoring)
    for number, code in enumerate(codes):
        page.wait_for_url(f"**/desk/{code}")
        page.keyboard.press("f" if number == 3 else "4")
        page.keyboard.press("4")
        page.keyboard.press("y")
        page.keyboard.press("t")
        page.keyboard.type(SAYS)
        page.keyboard.press("Escape")
        if code != codes[-1]:
            page.keyboard.press("j")
    # The queue is emptied in the order of typing: with the last answer everything is there.
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()
    expect(page.locator("#desk-progress")).to_contain_text("31")
    page.keyboard.press("l")
    page.wait_for_url("**/lock")
    expect(page.locator("form.confirm")).to_be_visible()
    for _press in range(40):
        if page.evaluate("document.activeElement.matches('form.confirm button')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reviews$"))
    _check_sheet(backstage, scoring, codes[3])


def _codes(backstage: Flask, team: Team) -> list[str]:
    with backstage.app_context():
        codes = list(case_of(db.session.get_one(Review, team.review_id)).questions)
    assert len(codes) == 31
    return codes


def _check_sheet(backstage: Flask, team: Team, flagged: str) -> None:
    with backstage.app_context():
        sheet = sheets_of(db.session.get_one(Review, team.review_id))[0]
        entries = entries_of(sheet.id)
        assert sheet.locked_at is not None
        assert {entry.justification for entry in entries.values()} == {SAYS}
        assert {entry.judgement.points for entry in entries.values()} - {None} == {4}
        assert [code for code, entry in entries.items() if entry.flagged] == [flagged]


def test_consensus_with_three_disagreements_needs_both_assessors(
    visitors: Visitors, backstage: Flask, comparing: Team
) -> None:
    lead, co = visitors.sign_in(comparing.lead), visitors.sign_in(comparing.co)
    address = f"/reviews/{comparing.review_id}/consensus"
    lead.goto(address)
    press_button(lead, "form[action$='/accept-equal']")
    lead.locator("aside a[href*='/consensus/']").click()
    for _indicator in range(3):
        _propose(lead, "4", "Half of the entries were found.")
    lead.wait_for_url(f"**{address}")
    assert _agreed(backstage, comparing) == 28
    visitors.look(lead)
    co.goto(f"{address}/2.8")
    visitors.look(co)
    press_button(co, "form[action$='/confirm']")
    press_button(co, "form[action$='/confirm']")
    assert _agreed(backstage, comparing) == 30
    _propose(co, "5", "All entries were found at the second look.")
    assert _agreed(backstage, comparing) == 30
    lead.goto(address)
    lead.locator("aside a[href*='/consensus/']").click()
    expect(lead.locator(".consensus-proposal")).to_contain_text("Rui Montalvão")
    press_button(lead, "form[action$='/confirm']")
    lead.wait_for_url(f"**{address}")
    expect(lead.locator("aside a[href$='/report']")).to_be_visible()
    assert _agreed(backstage, comparing) == 31


def _propose(page: Page, points: str, reason: str) -> None:
    page.locator(f"#agree label:has([name=points][value='{points}'])").click()
    page.locator("#agree [name=reason]").fill(reason)
    press_button(page, "form#agree")


def _agreed(backstage: Flask, team: Team) -> int:
    with backstage.app_context():
        return len(agreements_of(db.session.get_one(Review, team.review_id)))
