"""What the board decided beyond a plain award: in the certificate's dates, and in the letters."""

import io
from datetime import date

import pypdf
import pytest
from flask_babel import format_date

from labelapp.certificates.letters import deferral_letter_file, letter_file
from labelapp.certificates.queries import certificate_of_decision
from labelapp.decisions.board.queries import deferral_by_id
from labelapp.decisions.conditions.queries import conditions_of
from labelapp.documents.sealing import SealState, check_seal, trust
from labelapp.reviews.printing import draft_file, report_file
from labelapp.schemes.months import add_months
from labelapp.web.locale import speaking
from tests.factories.board import make_conditional_award, make_deferral, make_reported

pytestmark = pytest.mark.usefixtures("app")


def test_certificate_of_an_award_for_fewer_months_ends_earlier() -> None:
    review = make_reported()
    decision = make_conditional_award(review=review, months=6)
    certificate = certificate_of_decision(decision.id)
    assert certificate is not None
    assert review.assessed_on is not None
    assert certificate.valid_until == add_months(review.assessed_on, 6)


def test_letters_name_conditions_with_dates_and_what_is_missing() -> None:
    decision = make_conditional_award(months=6)
    assert decision.appeal_until is not None
    letter = _words(letter_file(decision, certificate_of_decision(decision.id)))
    (condition,) = conditions_of(decision)
    assert condition.text in letter
    assert _day(condition.first_due_on) in letter
    assert "shorter time than usual" in letter
    assert f"appeal until {_day(decision.appeal_until)}" in letter
    make_deferral()
    deferral = deferral_by_id(1)
    assert deferral is not None
    postponed = _words(deferral_letter_file(deferral))
    assert "is deferred" in postponed
    assert deferral.missing in postponed
    assert _day(deferral.until) in postponed


def test_letters_and_final_reports_are_sealed_when_they_are_read() -> None:
    decision = make_conditional_award(months=6)
    letter = letter_file(decision, certificate_of_decision(decision.id))
    for content in (letter, report_file(decision.review)):
        found = check_seal(content, trust().seals)
        assert (found.state, found.test_authority) == (SealState.INTACT, True)
        assert "Sealed by a test authority, which proves nothing" in _words(content)


def test_draft_of_a_report_is_not_sealed() -> None:
    content = draft_file(make_conditional_award(months=6).review)
    assert check_seal(content, trust().seals).state is SealState.UNSEALED
    assert "sealed" not in _words(content)


def _day(day: date) -> str:
    with speaking("en"):
        return str(format_date(day, "long"))


def _words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
