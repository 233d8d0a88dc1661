from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from labelapp.documents.certificate import UnprintableName, certificate_pdf, grouped_code
from labelapp.documents.languages import document_language
from tests.documents import pdf
from tests.documents.samples import CERTIFICATES, GOLD, LONG_NAMES, PICTURED, SHIPPED, certificate

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = tuple(CERTIFICATES)
ALIKE = 12  # greys; another version of the renderer is below, another line of text or another code far above
LONG_SENTENCE = (
    GOLD.sentence + " It also had to be a rather long sentence, as some languages need a third more room."
)


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {language: certificate_pdf(data) for language, data in CERTIFICATES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_in_each_language_is_one_landscape_page(printed: dict[str, bytes], language: str) -> None:
    assert pdf.page_count(printed[language]) == 1
    width, height = pdf.picture(printed[language], 25).size
    assert 1.41 < width / height < 1.42


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_in_each_language_is_archival_and_accessible(
    printed: dict[str, bytes], language: str
) -> None:
    assert pdf.faults(printed[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_in_each_language_embeds_only_bundled_fonts(
    printed: dict[str, bytes], language: str
) -> None:
    fonts = pdf.fonts(printed[language])
    assert fonts
    assert all(fonts.values())
    assert all(name.startswith(("Label-Serif", "Label-Sans")) for name in fonts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_read_aloud_states_every_fact_in_order(
    printed: dict[str, bytes], language: str, tmp_path: Path
) -> None:
    data, spoken = CERTIFICATES[language], document_language(language)
    text = " ".join(pdf.read_aloud(printed[language], tmp_path))
    facts = [
        data.issuer_name,
        data.holder,
        data.place,
        spoken.country(data.country),
        data.label_name,
        spoken.date(data.valid_from),
        spoken.date(data.valid_until),
        spoken.date(data.assessed),
        data.level_name,
        "2026",
        "label.example/verify",
        "R5TN-8C2J-LM60",
        "Ilse Marenholt",
        "Paul Devigne",
        data.serial,
        data.scheme_version,
        spoken.date(data.issued_on),
    ]
    position = 0
    for fact in map(pdf.plain_spaces, facts):
        found = text.find(fact, position)
        assert found >= 0, f"{fact} does not follow {text[:position][-40:]!r}"
        position = found + len(fact)


@pytest.mark.parametrize("language", SHIPPED)
def test_certificate_text_is_the_golden_one(printed: dict[str, bytes], language: str, tmp_path: Path) -> None:
    assert (
        pdf.read_aloud(printed[language], tmp_path)
        == (GOLDEN / f"certificate-{language}.txt").read_text().splitlines()
    )


@pytest.mark.parametrize("name", PICTURED)
def test_certificate_looks_like_its_golden_picture(name: str) -> None:
    with Image.open(GOLDEN / f"certificate-{name}.png") as golden:
        assert pdf.most_different(pdf.small_picture(certificate(PICTURED[name])), golden) < ALIKE


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "AquaNord"},
        {"level": "bronze"},
        {"signatories": ()},
        {"verify_url": "https://other.example/c"},
    ],
    ids=["another holder", "another level", "no signatories", "another address"],
)
def test_golden_picture_shows_what_changed(change: dict[str, Any]) -> None:
    with Image.open(GOLDEN / "certificate-en.png") as golden:
        assert pdf.most_different(pdf.small_picture(certificate_pdf(replace(GOLD, **change))), golden) > ALIKE


@pytest.mark.parametrize("name", [name for name in PICTURED if "portrait" in name])
def test_certificate_in_portrait_is_one_high_page_and_passes(name: str) -> None:
    printed = certificate(PICTURED[name])
    assert pdf.page_count(printed) == 1
    width, height = pdf.picture(printed, 25).size
    assert 1.41 < height / width < 1.42
    assert pdf.faults(printed) == []
    assert pdf.scanned(printed) == [GOLD.verify_url]


@pytest.mark.parametrize(("language", "holder"), LONG_NAMES.items())
def test_certificate_in_portrait_with_a_very_long_name_stays_above_the_microprint(
    language: str, holder: str
) -> None:
    data = replace(GOLD, holder=holder, holder_lang=language, orientation="portrait", sentence=LONG_SENTENCE)
    printed = certificate_pdf(data)
    assert pdf.page_count(printed) == 1
    white_strip = pdf.picture(printed, 100).convert("L").crop((110, 921, 710, 934))  # 234 to 237.2 mm down
    assert white_strip.getextrema() == (255, 255)


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_code_scanned_gives_the_verify_address(printed: dict[str, bytes], language: str) -> None:
    assert pdf.scanned(printed[language]) == [GOLD.verify_url]


@pytest.mark.parametrize(("language", "holder"), LONG_NAMES.items())
def test_certificate_with_a_very_long_name_stays_one_page_above_the_microprint(
    language: str, holder: str
) -> None:
    printed = certificate_pdf(replace(GOLD, holder=holder, holder_lang=language, sentence=LONG_SENTENCE))
    assert pdf.page_count(printed) == 1
    paper = pdf.picture(printed, 100).convert("L")
    white_strip = paper.crop((520, 585, 1060, 596))  # 148.6 to 151.4 mm down, between dates and microprint
    assert white_strip.getextrema() == (255, 255)


def test_certificate_printed_twice_gives_the_same_bytes() -> None:
    assert certificate_pdf(GOLD) == certificate_pdf(GOLD)


def test_certificate_with_letters_no_font_has_is_refused() -> None:
    with pytest.raises(UnprintableName, match="კ"):
        certificate_pdf(replace(GOLD, holder="კლასტერი"))


def test_certificate_holder_with_markup_prints_it_as_text(tmp_path: Path) -> None:
    holder = '<img src="file:///etc/passwd">'
    assert holder in " ".join(pdf.read_aloud(certificate_pdf(replace(GOLD, holder=holder)), tmp_path))


def test_certificate_of_a_real_label_says_nothing_of_demonstration(tmp_path: Path) -> None:
    printed = certificate_pdf(replace(GOLD, illustrative=False, demonstration=False))
    text = " ".join(pdf.read_aloud(printed, tmp_path))
    assert "Demonstration" not in text
    assert "Illustrative" not in text


def test_certificate_holder_keeps_its_own_language() -> None:
    assert pdf.heading_languages(certificate_pdf(GOLD)) == ["fi"]


@pytest.mark.parametrize("stored", ["R5TN8C2JLM60", "R5TN-8C2J-LM60"])
def test_grouped_code_shows_groups_of_four(stored: str) -> None:
    assert grouped_code(stored) == "R5TN-8C2J-LM60"


def test_certificate_english_dates_are_european() -> None:
    assert document_language("en").date(date(2026, 3, 1)).split() == ["1", "March", "2026"]
