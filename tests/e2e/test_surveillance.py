"""The time in which a label holds: a declaration, a reported change that flags the certificate, and a hearing."""

from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page, expect

from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.status import status_of
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from tests.e2e.visitors import Visitors
from tests.factories.surveillance import make_declaration, make_held, make_officer

REASONS = "Most of the members that were assessed have left."


def test_holder_declares_and_reports_and_is_heard_before_its_certificate_is_suspended(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        certificate, person = make_held(locale="fr")
        declaration = make_declaration(certificate).id
        code, manager = certificate.code, person.email
        officer = make_officer(locale="fr").email
    page = visitors.sign_in(manager)
    _declare(visitors, page, declaration)
    _report(visitors, page, code)
    office = visitors.sign_in(officer)
    hearing = _give_notice(visitors, office)
    page.goto("/tasks")
    page.locator(f"a[href='{hearing}/answer']").first.click()
    expect(page.get_by_text(REASONS)).to_be_visible()
    visitors.look(page)
    page.locator("[name=text]").fill("New members join this month.")
    page.locator("main form button").first.click()
    expect(page.locator("[name=text]")).to_have_count(0)

    office.goto("/tasks")
    office.locator(f"a[href='{hearing}']").first.click()
    expect(office.get_by_text("New members join this month.")).to_be_visible()
    office.locator("[name=outcome][value=dropped]").check()
    office.locator("[name=text]").fill("We look at the members again in a year.")
    office.locator("button[value=check]").click()
    visitors.look(office)
    office.locator("button[value=record]").click()
    expect(office.locator("[name=outcome]")).to_have_count(0)
    visitors.look(office)
    with backstage.app_context():
        held = db.session.get_one(Hearing, int(hearing.rpartition("/")[2])).certificate
        assert status_of(held, today()) is Status.VALID


def _declare(visitors: Visitors, page: Page, declaration: int) -> None:
    """Save a draft, see what is missing, and send it."""
    page.locator(f"a[href='/declarations/{declaration}/fill']").first.click()
    page.locator("[name=operating_answer][value=yes]").check()
    page.locator("button[value=save]").click()
    expect(page.locator("[name=operating_answer][value=yes]")).to_be_checked()
    page.locator("button[value=check]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    visitors.look(page)
    for name, answer in (("management", "no"), ("identity", "no"), ("label_use", "yes")):
        page.locator(f"[name={name}_answer][value={answer}]").check()
    _count(page, "membership_", "40", "2", "1")
    page.locator("button[value=check]").click()
    page.wait_for_url("**/check")
    visitors.look(page)
    page.locator("main form button").click()
    page.wait_for_url("**/fill")


def _report(visitors: Visitors, page: Page, code: str) -> None:
    """Report that more than half of the members changed."""
    page.goto("/certificates")
    visitors.look(page)
    page.locator(f"a[href='/certificates/{code}/changes']").click()
    page.locator("[name=kind][value=membership]").check()
    page.locator("[name=happened_on]").fill("2026-01-15")
    page.locator("[name=text]").fill("A regional programme ended.")
    _count(page, "", "40", "3", "18")
    visitors.look(page)
    page.locator("main form button").click()
    expect(page.locator("article")).to_have_count(1)


def _give_notice(visitors: Visitors, office: Page) -> str:
    """From the list of flags to a hearing on a suspension; return its address."""
    office.goto("/surveillance")
    office.locator("a[href='/flags']").click()
    visitors.look(office)
    office.locator("tbody a").first.click()
    expect(office.locator("tbody td").last).to_have_text("52 %")
    visitors.look(office)
    office.locator("a[href*='/hearings/suspend']").click()
    office.locator("[name=reasons]").fill(REASONS)
    visitors.look(office)
    office.locator("main form button").click()
    office.wait_for_url("**/hearings/*")
    visitors.look(office)
    return urlsplit(office.url).path


def _count(page: Page, prefix: str, then: str, joined: str, left: str) -> None:
    for part, number in (("then", then), ("joined", joined), ("left", left)):
        page.locator(f"[name={prefix}{part}]").fill(number)
