"""A partner at the browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.consortium.models import Partner
from tests.factories.accounts import sign_in
from tests.factories.consortium import make_partner


@pytest.fixture
def nordic(app: Flask, client: FlaskClient) -> Partner:
    """The partner for Denmark and Sweden; a person of it is signed in."""
    partner, user = make_partner(countries=["DK", "SE"], name="Nordic Programme")
    sign_in(client, user)
    return partner
