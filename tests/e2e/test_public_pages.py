"""What everybody sees works at every width, light and dark; and the partners' list, made of the same entries."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from labelapp.extensions import db
from tests.e2e.looking import look
from tests.e2e.visitors import Visitors
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner

WIDTHS = (1440, 1280, 360, 320)
NAMES = (
    "Havnsund Maritime Klynge",
    "Pôle alimentaire de Cornouaille Verte",
    "Κλάστερ Θαλάσσιας Βιοτεχνολογίας",
)


@pytest.fixture(scope="module")
def code(backstage: Flask) -> str:
    """The code of one of the certificates in the register, which has one of each level."""
    with backstage.app_context():
        for name, level in zip(NAMES, ("bronze", "silver", "gold"), strict=True):
            certificate = make_certificate(make_cluster(name=name), level)
        db.session.commit()
        return certificate.code


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/register",
        "/register/data",
        "/verify",
        "/verify/{code}",
        "/login",
        "/password/reset",
        "/how-it-works",
        "/api",
    ],
)
def test_public_pages_are_accessible_and_fit_every_width(visitors: Visitors, code: str, address: str) -> None:
    page = visitors.arrive()
    answer = page.goto(address.format(code=code))
    assert answer is not None
    assert answer.status == 200
    assert look(page, WIDTHS) == []


def test_list_of_a_partner_is_accessible_and_fits_every_width(visitors: Visitors, backstage: Flask) -> None:
    with backstage.app_context():
        _partner, user = make_partner(countries=["DK"])
        for name in ("Skagerrak Havklynge", "Limfjord Energi"):
            make_certificate(make_cluster(name=name, country="DK"), "gold")
        user.locale, email = "fr", user.email
        db.session.commit()
    page = visitors.sign_in(email)
    page.goto("/consortium/certificates")
    expect(page.locator("tbody tr").nth(1)).to_be_visible()
    assert look(page, WIDTHS) == []
