"""What the people of the board do with a case in a session."""

import re

from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.accounts.queries import find_by_email
from labelapp.decisions.board.counting import Choice
from labelapp.extensions import db
from labelapp.reviews.models import Review
from tests.e2e.pressing import number_in_address, press_button
from tests.e2e.visitors import Visitors
from tests.factories.board import make_session, vote
from tests.factories.decisions import make_board_member


def invite_board(backstage: Flask, review_id: int, chair: str, choice: Choice, reasons: str) -> None:
    """Put the case on the agenda of a meeting; one member has voted, the other is the chair."""
    with backstage.app_context():
        person = find_by_email(chair)
        assert person is not None
        session = make_session(db.session.get_one(Review, review_id), chair=person)
        vote(session.items[0], choice, make_board_member("Paul Devigne"), reasons=reasons)
        db.session.commit()


def open_as_board(visitors: Visitors, page: Page, review_id: int, hidden: str) -> None:
    """Find the case on the list, declare to have no interest, and only then read it. `hidden` is of the report."""
    visitors.look(page)
    page.goto("/board")
    visitors.look(page)
    page.locator(f"main a[href$='/board/cases/{review_id}']").click()
    assert hidden not in page.content()
    visitors.look(page)
    page.locator("[name=none]").check()
    press_button(page, "form[action$='/interests']")
    expect(page.locator("main")).to_contain_text(hidden)
    visitors.look(page)


def cast_vote(page: Page, choice: str, reasons: str) -> None:
    """Vote on the case that the page shows; what answers is the agenda, or the page that says what is wrong."""
    page.locator(f"#vote [name=choice][value={choice}]").check()
    page.locator("#vote [name=reasons]").fill(reasons)
    press_button(page, "#vote")


def state_outcome(visitors: Visitors, page: Page, reasons: str) -> int:
    """As the chair, state what the votes came to and confirm it; return the number of the decision."""
    visitors.look(page)
    page.locator("main a[href$='/outcome']").first.click()
    page.locator("[name=reasons]").fill(reasons)
    visitors.look(page)
    with page.expect_navigation():
        page.locator("button[name=step][value=check]").click()
    expect(page.locator("form.confirm")).to_contain_text(reasons)
    visitors.look(page)
    with page.expect_navigation():
        page.locator("button[name=step][value=record]").click()
    page.locator("main a[href*='/decisions/']").first.click()
    page.wait_for_url(re.compile(r"/decisions/\d+$"))
    visitors.look(page)
    return number_in_address(page, r"/decisions/(\d+)$")
