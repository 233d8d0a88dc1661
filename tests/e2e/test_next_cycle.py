"""By keyboard alone: confirming what the last cycle brought along, and an interview."""

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from labelapp.assessments import queries
from labelapp.assessments.interview import interviewing
from labelapp.assessments.models import Assessment
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.reviews.operations import open_interview
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.cycles import make_carried
from tests.factories.reviews import make_assessor


@dataclass(frozen=True)
class Prepared:
    """The address of the case, its id, and who works on it."""

    address: str
    assessment_id: int
    person: str


def _carried(backstage: Flask) -> Prepared:
    with backstage.app_context():
        cluster, manager = make_cluster(language="fr"), make_user(locale="fr")
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
            add_member(cluster, manager, role)
        make_submission(cluster, by=manager)
        draft = make_carried(cluster, manager)
        db.session.commit()
        return Prepared(f"/assessments/{draft.id}", draft.id, manager.email)


def _interview(backstage: Flask) -> Prepared:
    with backstage.app_context():
        cluster, manager = make_cluster(language="fr"), make_user(locale="fr")
        add_member(cluster, manager, TeamRole.MANAGER)
        expert = make_assessor("Ivo Marinov", locale="fr")
        draft = make_assessment(cluster, manager, "cme-bronze")
        interview = open_interview(draft, expert.email, manager)
        db.session.commit()
        return Prepared(f"/interviews/{interview.id}", draft.id, expert.email)


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def _find(assessment_id: int) -> Assessment:
    return db.session.scalars(select(Assessment).where(Assessment.id == assessment_id)).one()


def test_carried_answers_are_confirmed_one_after_the_other_by_enter(
    visitors: Visitors, backstage: Flask
) -> None:
    found = _carried(backstage)
    page = visitors.sign_in(found.person)
    page.goto(f"{found.address}/indicators/1.1?after=confirmed")
    visitors.look(page)
    for following in ("1.2", "1.3"):
        expect(page.locator("button[value=still-true]")).to_be_focused()
        with page.expect_navigation():
            _press(page, "Enter")
        assert page.url.endswith(f"/indicators/{following}?after=confirmed")
    page.goto(f"{found.address}/dimensions/1/confirm")
    visitors.look(page)
    page.locator("form.stack-l button[type=submit]").focus()
    with page.expect_navigation():
        _press(page, "Enter")
    with backstage.app_context():
        given = queries.given_answers(_find(found.assessment_id))
        waiting = {indicator for (indicator, _field), one in given.items() if one.to_confirm}
    assert not any(code.startswith("1.") for code in waiting)
    assert "2.1" in waiting


def test_interview_is_held_by_keyboard(visitors: Visitors, backstage: Flask) -> None:
    found = _interview(backstage)
    page = visitors.sign_in(found.person)
    page.goto(found.address)
    page.locator("input[name=interest][value=no]").focus()
    with page.expect_navigation():
        _press(page, "Space", "Enter")
    page.goto(page.url.replace("/dimensions/1", "/dimensions/5"))
    visitors.look(page)
    _press(page, "j", "j", "k")
    expect(page.locator('[id="h-B5.1"]')).to_be_focused()
    _press(page, "Tab")
    page.keyboard.type("38")
    _press(page, "Escape", "n")
    page.keyboard.type("j is a letter here")
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()
    _press(page, "Escape", "?")
    expect(page.locator("[data-key-dialog]")).to_be_visible()
    _press(page, "Escape", "j")
    expect(page.locator('[id="h-B5.2"]')).to_be_focused()
    page.reload()
    expect(page.locator('[name="B5.1/met"]')).to_have_value("38")
    with backstage.app_context():
        draft = _find(found.assessment_id)
        met = queries.given_answer(draft, "B5.1", "met")
        assert met
        assert (met.content, met.to_confirm) == ({"value": 38}, True)
        assert interviewing.notes_of(draft)["B5.1"].text == "j is a letter here"
