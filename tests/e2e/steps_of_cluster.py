"""What the people of a cluster organisation do, from the eligibility to the submission."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from labelapp.demo.documents import evidence_pdf
from tests.e2e.pressing import choose, fill_parts, number_in_address, pick_date, press_button, tick, type_into
from tests.e2e.visitors import Visitors
from tests.factories.assessments import complete_answers

TYPED = ("1.1", "1.3", "2.7", "3.2")
EVIDENCE = "Rapports de visite 2026.pdf"
NOTE = "Composition des participants"
BODIES = "Assemblée générale : élit le conseil. Conseil : neuf membres, cinq séances par an."


def start_gold(visitors: Visitors, page: Page) -> int:
    """Choose Gold, confirm what has to hold, begin; return the number of the self-assessment."""
    visitors.look(page)
    page.goto("/assessments/all")
    visitors.look(page)
    page.locator("a[href$='/assessments/start']").click()
    visitors.look(page)
    page.locator("a[href$='/start/cme-gold']").click()
    press_button(page, "form[action$='/start/cme-gold']")
    expect(page.locator(".error-summary")).to_be_visible()
    visitors.look(page)
    for box in page.locator("[name=confirmed]").all():
        box.check()
    press_button(page, "form[action$='/start/cme-gold']")
    page.wait_for_url(re.compile(r"/assessments/\d+$"))
    visitors.look(page)
    return number_in_address(page, r"/assessments/(\d+)$")


def answer(visitors: Visitors, page: Page, assessment_id: int) -> None:
    """Answer the indicators `TYPED`, with fields of six kinds; each field is saved by itself."""
    page.goto(f"/assessments/{assessment_id}/indicators/1.3")
    type_into(page, "committed", "84")
    pick_date(page, "cutoff", "2026-06-30")
    page.goto(f"/assessments/{assessment_id}/indicators/1.1")
    expect(page.locator("[name=committed]")).to_have_value("84")
    type_into(page, "listed", "91")
    tick(page, "forms", "membership", "fee")
    page.goto(f"/assessments/{assessment_id}/indicators/2.7")
    choose(page, "level", "5")
    type_into(page, "bodies", BODIES)
    visitors.look(page)
    page.goto(f"/assessments/{assessment_id}/indicators/3.2")
    income = {part: amount.replace(".", ",") for part, amount in complete_answers()["3.2"]["income"].items()}
    fill_parts(page, "income", income)
    expect(page.locator("#score .big")).not_to_have_text("–")
    visitors.look(page)
    page.goto(f"/assessments/{assessment_id}/indicators/2.7")
    expect(page.locator("[name=level][value='5']")).to_be_checked()
    expect(page.locator("[name=bodies]")).to_have_value(BODIES)


def offer_evidence(visitors: Visitors, page: Page, assessment_id: int, folder: Path) -> None:
    """Upload a PDF beside an indicator, then say on which page to look and for what."""
    file = folder / EVIDENCE
    file.write_bytes(evidence_pdf("Pôle"))
    page.goto(f"/assessments/{assessment_id}/indicators/1.2")
    page.locator("#drop-file").set_input_files(file)
    page.locator("#evidence a[href*='/evidence/']").click()
    page.locator("[name=page]").fill("1")
    page.locator("[name=note]").fill(NOTE)
    visitors.look(page)
    press_button(page, "form:has([name=page])")
    expect(page.locator("#evidence")).to_contain_text(NOTE)
    visitors.look(page)


def ask_for_confirmation(visitors: Visitors, page: Page, assessment_id: int) -> None:
    """Check the whole, ask the legal representative."""
    page.goto(f"/assessments/{assessment_id}")
    visitors.look(page)
    page.locator(f"a[href$='/assessments/{assessment_id}/check']").click()
    visitors.look(page)
    press_button(page, "form[action$='/confirmation']")
    page.wait_for_url(f"**/assessments/{assessment_id}")
    visitors.look(page)


def confirm(visitors: Visitors, page: Page) -> None:
    """The legal representative finds the task, reads, declares and submits."""
    visitors.look(page)
    page.locator("main a[href$='/confirm']").first.click()
    visitors.look(page)
    page.locator("[name=true]").check()
    page.locator("[name=entitled]").check()
    press_button(page, "form[action$='/confirm']")
    page.wait_for_url(re.compile(r"/assessments/\d+$"))
    visitors.look(page)
