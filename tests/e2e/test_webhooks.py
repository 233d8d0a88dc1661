"""A partner has an own program told: adds its address, sends a test, and sees that it arrived."""

from flask import Flask
from playwright.sync_api import expect

from labelapp.extensions import db
from labelapp.webhooks.delivering import tell_endpoints
from tests.e2e.visitors import Visitors
from tests.factories.consortium import make_partner
from tests.webhooks.receiver import receiving


def test_partner_adds_an_address_sends_a_test_and_sees_that_it_arrived(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        person = make_partner()[1]
        person.locale, email = "fr", person.email
        db.session.commit()
    page = visitors.sign_in(email)
    with receiving() as receiver:
        page.goto("/account")
        page.locator("a[href='/webhooks']").click()
        page.locator("main a[href='/webhooks/new']").click()
        page.locator("main form button").click()
        expect(page.locator(".error-summary")).to_be_visible()
        visitors.look(page)
        page.locator("[name=address]").fill(receiver.address)
        page.locator("[name=kinds][value='certificate.issued']").check()
        page.locator("main form button").click()
        secret = page.locator("#secret").input_value()
        page.locator("main a.btn-primary").click()
        page.locator("form[action$='/test'] button").click()
        with backstage.app_context():
            assert tell_endpoints() == 1
        page.reload()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody td.n").last).to_contain_text("204")
        visitors.look(page)
        page.locator("tbody a").click()
        expect(page.locator("main pre")).to_contain_text("webhook.test")
        visitors.look(page)
        (received,) = receiver.received
    assert received.is_signed_with(secret)
