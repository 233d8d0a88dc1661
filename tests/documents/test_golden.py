"""Letters, reports and papers read and look as they did when somebody last looked at them (`write_golden.py`)."""

from pathlib import Path

import pytest
from PIL import Image

from tests.documents import pdf
from tests.documents.kinds import GOLDEN_KINDS, document

GOLDEN = Path(__file__).parent / "golden"
ALIKE = 12  # greys, as for certificates


@pytest.mark.parametrize(("kind", "language"), GOLDEN_KINDS)
def test_document_reads_and_looks_like_the_golden_one(kind: str, language: str, tmp_path: Path) -> None:
    printed = document(kind, language)
    golden = (GOLDEN / f"{kind}-{language}.txt").read_text(encoding="utf-8")
    assert pdf.read_aloud(printed, tmp_path) == golden.splitlines()
    with Image.open(GOLDEN / f"{kind}-{language}.png") as picture:
        assert pdf.most_different(pdf.small_picture(printed), picture) < ALIKE


def test_golden_pictures_tell_languages_apart() -> None:
    with Image.open(GOLDEN / "letter-de.png") as picture:
        assert pdf.most_different(pdf.small_picture(document("letter", "fr")), picture) > ALIKE
