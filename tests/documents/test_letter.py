from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from labelapp.documents.letter import LetterData, letter_pdf
from labelapp.documents.report import Condition, Total
from tests.documents import pdf
from tests.documents.samples import SHIPPED

REFUSAL = LetterData(
    reference="G-2026-0017",
    recipient=("Agrupación Ría Clara", "Lucía Andrade", "36900 Marín"),
    cluster="Agrupación Empresarial Ría Clara",
    outcome="refuse",
    label_name="Gold label",
    scheme_name="Gold label",
    scheme_version="2026.1",
    assessed_on=date(2026, 10, 6),
    decided_on=date(2026, 11, 3),
    total=Total("142.5", "150", "95"),
    threshold="120",
    obstacles=(Condition("Every minimum requirement is met: 3.1 is not", False),),
    reasons="The share of private financing is under the minimum.",
    serial=None,
    valid_until=None,
    appeal_until=date(2026, 12, 3),
    signatories=(("Ilse Marenholt", "Chair of the labelling body"),),
    issuer_name="The Label Council",
    issuer_subtitle="Quality label for cluster management",
    language="en",
    illustrative=False,
    demonstration=False,
)
AWARD = replace(
    REFUSAL,
    outcome="award",
    obstacles=(),
    serial="G-2026-0388",
    valid_until=date(2029, 2, 28),
    appeal_until=None,
)


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("letter", [REFUSAL, AWARD], ids=["refusal", "award"])
def test_letter_in_each_language_is_one_accessible_page(letter: LetterData, language: str) -> None:
    printed = letter_pdf(replace(letter, language=language))
    assert pdf.page_count(printed) == 1
    assert pdf.faults(printed) == []


def test_letter_of_refusal_says_why_and_how_to_appeal(tmp_path: Path) -> None:
    text = " ".join(pdf.read_aloud(letter_pdf(REFUSAL), tmp_path))
    assert "The Gold label is not awarded." in text
    assert "3.1 is not" in text
    assert REFUSAL.reasons in text
    assert "You may appeal until 3 December 2026." in text
    assert "Certificate" not in text


def test_letter_of_award_names_certificate_and_validity(tmp_path: Path) -> None:
    text = " ".join(pdf.read_aloud(letter_pdf(AWARD), tmp_path))
    assert "The Gold label is awarded." in text
    assert "Certificate G-2026-0388 is valid until 28 February 2029." in text
    assert "appeal" not in text
