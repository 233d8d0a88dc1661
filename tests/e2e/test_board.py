"""A meeting of the board: one member is recused, two vote, the label is awarded with a condition, a letter says so."""

import io
from dataclasses import dataclass

import pypdf
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from tests.e2e.mails import mails_to
from tests.e2e.pressing import press_button
from tests.e2e.steps_of_board import cast_vote
from tests.e2e.visitors import Visitors
from tests.factories.board import in_days, make_board, make_reported
from tests.factories.reviews import make_officer

CONDITION = "Adopter des règles écrites sur les conflits d’intérêts."
REASONS = "Toutes les règles du label sont respectées."


@dataclass(frozen=True)
class Cast:
    """Two cases that wait, and the people, by their addresses."""

    cluster: str
    review_id: int
    other_id: int
    chair: str
    member: str
    recused: str
    secretariat: str
    manager: str
    chair_id: int
    day: str
    due: str


@pytest.fixture
def cast(backstage: Flask) -> Cast:
    """Two reports of Gold cases, a board of three, a secretariat."""
    with backstage.app_context():
        chair, member, recused = make_board()
        for person in (chair, member, recused):
            person.locale = "fr"
        first, second = make_reported(), make_reported()
        secretariat = make_officer(first, second, name="Elin Vesterby")
        secretariat.locale = "fr"
        cluster_of(first).name = "Grappe du Val d’Orme"
        db.session.commit()
        return Cast(
            cluster=cluster_of(first).name,
            review_id=first.id,
            other_id=second.id,
            chair=chair.email,
            member=member.email,
            recused=recused.email,
            secretariat=secretariat.email,
            manager=first.submission.assessment.started_by.email,
            chair_id=chair.id,
            day=str(in_days(7)),
            due=str(in_days(200)),
        )


def test_a_board_with_a_recusal_awards_the_label_with_a_condition(
    visitors: Visitors, backstage: Flask, cast: Cast
) -> None:
    address = _set_up_a_meeting(visitors, visitors.sign_in(cast.secretariat), cast)
    recused = visitors.sign_in(cast.recused)
    _recuse(visitors, recused, cast, address)
    _vote(visitors.sign_in(cast.member), cast, address)
    chair = visitors.sign_in(cast.chair)
    _vote(chair, cast, address)
    _award_with_a_condition(visitors, chair, cast, address)
    _read_minutes_and_letter(visitors, backstage, chair, cast, address)
    _find_the_case_nowhere(recused, cast, address)


def _set_up_a_meeting(visitors: Visitors, page: Page, cast: Cast) -> str:
    page.goto("/board/sessions/new")
    page.locator("[name=title]").fill("Réunion d’hiver")
    page.locator("[name=kind][value=meeting]").check()
    page.locator("[name=held_on]").fill(cast.day)
    page.locator("[name=chair]").select_option(str(cast.chair_id))
    visitors.look(page)
    press_button(page, "main form")
    for number in (cast.review_id, cast.other_id):
        page.locator(f"[name=review][value='{number}']").check()
    press_button(page, "form[action$='/cases']")
    address = page.url
    page.locator("main a[href$='/invite']").click()
    press_button(page, "form.confirm")
    return address


def _recuse(visitors: Visitors, page: Page, cast: Cast, address: str) -> None:
    """One member has an interest in the first case: it is gone, the second stays."""
    page.goto(address)
    visitors.look(page)
    page.locator(f"main a[href$='/board/cases/{cast.review_id}']").click()
    page.locator("[name=interests][value=family]").check()
    press_button(page, "form[action$='/interests']")
    _find_the_case_nowhere(page, cast, address)


def _find_the_case_nowhere(page: Page, cast: Cast, address: str) -> None:
    for place in (address, "/board", "/tasks"):
        page.goto(place)
        expect(page.locator("main")).not_to_contain_text(cast.cluster)
    assert page.goto(f"/board/cases/{cast.review_id}").status == 404  # type: ignore[union-attr]


def _vote(page: Page, cast: Cast, address: str) -> None:
    """Declare for the whole agenda in one step, then vote for conditions with the keyboard alone."""
    page.goto(address)
    for box in page.locator("[name=item]").all():
        box.check()
    press_button(page, "form[action$='/interests']")
    page.goto(f"/board/cases/{cast.review_id}")
    page.locator("#vote [name=choice]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(REASONS)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url(f"**/board/cases/{cast.other_id}")
    cast_vote(page, "abstain", "")


def _award_with_a_condition(visitors: Visitors, page: Page, cast: Cast, address: str) -> None:
    page.goto(address)
    visitors.look(page)
    page.locator("main a[href$='/outcome']").first.click()
    page.locator("[name=reasons]").fill(REASONS)
    page.locator("[name='conditions-0-text']").fill(CONDITION)
    page.locator("[name='conditions-0-due_on']").fill(cast.due)
    visitors.look(page)
    with page.expect_navigation():
        page.locator("button[name=step][value=check]").click()
    expect(page.locator("form.confirm")).to_contain_text(CONDITION)
    with page.expect_navigation():
        page.locator("button[name=step][value=record]").click()


def _read_minutes_and_letter(
    visitors: Visitors, backstage: Flask, page: Page, cast: Cast, address: str
) -> None:
    """The minutes count votes and name who was recused; the letter of the cluster organisation names the condition."""
    page.goto(address)
    page.locator("main a[href$='/end']").click()
    press_button(page, "form.confirm")
    expect(page.locator("main")).to_contain_text("Rui Montalvão")
    visitors.look(page)
    (mail,) = [text for text in mails_to(backstage, cast.manager) if REASONS in text]
    path = mail[mail.index("/decisions/") :].split()[0].removesuffix("/appeal")
    manager = visitors.sign_in(cast.manager)
    manager.goto(path)
    expect(manager.locator("main")).to_contain_text(CONDITION)
    letter = manager.request.get(f"{path}/letter.pdf").body()
    text = " ".join(pypdf.PdfReader(io.BytesIO(letter)).pages[0].extract_text().split())
    assert CONDITION in text
