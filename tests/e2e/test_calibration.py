"""A calibration exercise scored by the keyboard, locked, and compared with the reference."""

from flask import Flask
from playwright.sync_api import expect

from labelapp.extensions import db
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.sheets import entries_of
from tests.e2e.visitors import Visitors
from tests.factories.calibration import REASON, calibration_sheet, make_open_exercise
from tests.factories.reviews import make_assessor


def test_exercise_is_scored_by_the_keyboard_and_compared_after_the_lock(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        person = make_assessor(locale="fr")
        exercise = make_open_exercise([person], codes=("2.1", "2.8"))
        number, email = exercise.id, person.email
    page = visitors.sign_in(email)
    page.goto(f"/calibration/{number}/desk")
    for code in ("2.1", "2.8"):
        page.wait_for_url(f"**/desk/{code}")
        for key in ("4", "y", "t"):
            page.keyboard.press(key)
        page.keyboard.type("Seen.")
        page.keyboard.press("Escape")
        page.keyboard.press("j" if code == "2.1" else "q")
    expect(page.locator("[data-save-state].is-saved")).to_be_visible()
    visitors.look(page)
    page.keyboard.press("l")
    page.wait_for_url("**/lock")
    page.locator("form.confirm button").press("Enter")
    page.wait_for_url("**/comparison")
    expect(page.get_by_text(REASON).first).to_be_visible()
    visitors.look(page)
    with backstage.app_context():
        own = calibration_sheet(db.session.get_one(Exercise, number), person)
        assert [entry.judgement.points for entry in entries_of(own.id).values()] == [4, 4]
