"""No public representation of a certificate holds a score: nobody consented to one being shown."""

import re

import pytest
from flask.testing import FlaskClient

from labelapp.certificates.models import Certificate
from labelapp.extensions import db
from labelapp.reviews.record import load_record
from tests.factories.decisions import make_decision

pytestmark = pytest.mark.usefixtures("app")

PUBLIC = (
    ("/", {}),
    ("/register", {}),
    ("/register/data", {}),
    ("/register.csv", {}),
    ("/register.json", {}),
    ("/register.atom", {}),
    ("/sitemap-1.xml", {}),
    ("/badge/{code}.svg", {}),
    ("/verify/{code}", {}),
    ("/verify/{code}", {"Accept": "application/json"}),
)


def test_public_answers_about_a_certificate_with_points_hold_none(client: FlaskClient) -> None:
    decision = make_decision()
    certificate = db.session.query(Certificate).one()
    assert decision.review.report is not None
    record = load_record(decision.review.report.content)
    secrets = {record.total.points, decision.reasons}  # a percentage could be the threshold of the scheme
    secrets |= {person.name for person in record.assessors}
    assert float(record.total.points) > 0, "there is something that could leak"
    for address, headers in PUBLIC:
        answer = client.get(address.format(code=certificate.code), headers=headers)
        assert answer.status_code == 200, address
        text = re.sub(r'\sd="[^"]*"', "", answer.text)  # the outlines of a picture are numbers
        for secret in secrets:
            assert not re.search(rf"(?<![\w.-]){re.escape(secret)}(?![\w.-])", text), (address, secret)
        words = text.replace("No score and no person stands in them.", "")
        # The home page says what the levels ask in general.
        assert address == "/" or not re.search(r"\b(score|points|percent)\b", words, re.IGNORECASE), address
