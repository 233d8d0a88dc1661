from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from labelapp.documents.report import (
    Area,
    Condition,
    DecisionFacts,
    Dimension,
    Finding,
    Indicator,
    Judgement,
    Remark,
    ReportData,
    Total,
    report_pdf,
)
from tests.documents import pdf
from tests.documents.samples import SHIPPED

REPORT = ReportData(
    reference="G-2026-0017",
    cluster="Agrupación Empresarial de Tecnologías Marinas Ría Clara",
    cluster_lang="es",
    country="ES",
    label_name="Gold label",
    scheme_name="Gold label",
    scheme_version="2026.1",
    assessors=(("Maren Holt", "lead assessor"), ("Tomás Ferreira", "co-assessor")),
    submitted_on=date(2026, 9, 1),
    assessed_on=date(2026, 10, 6),
    reported_on=date(2026, 10, 20),
    summary="The cluster organisation is well run.",
    total=Total("119.99", "150", "11999/150"),
    threshold="120",
    awarded=False,
    conditions=(
        Condition("At least 80 % of the maximum", False),
        Condition("Every minimum requirement is met", True),
    ),
    dimensions=(
        Dimension("1", "Structure of the cluster", Total("69.99", "100", "69.99")),
        Dimension("2", "Financing", Total("50", "50", "100")),
    ),
    strengths=(Finding("1.1", "Committed participants", "The register is kept with care."),),
    improvements=(Finding("2.1", "Share of private financing", "Agree on a scale of fees."),),
    indicators=(
        Indicator(
            code="1.1",
            name="Committed participants",
            dimension="1",
            max="5",
            scored=True,
            applies=True,
            answers=(("Committed participants", "54"),),
            computed="64.2 %",
            self_assessed=Judgement("5", None),
            agreed=Judgement("4", True),
            level="Most participants have signed.",
            text="Three entries had left.",
        ),
        Indicator(
            code="2.1",
            name="Share of private financing",
            dimension="2",
            max="5",
            scored=False,
            applies=False,
            answers=(),
            computed="",
            self_assessed=Judgement(None, None),
            agreed=Judgement(None, None),
            level="",
            text="",
        ),
    ),
    areas=(
        Area(
            "A1", "2.8 Direct personal contacts", "36.1 %", date(2024, 3, 1), "64.2 %", date(2026, 9, 1), True
        ),
    ),
    course=(("Self-assessment submitted", date(2026, 9, 1)), ("Report final", date(2026, 10, 20))),
    remarks=(Remark("1.1", "There are 55 participants.", True, "Corrected."),),
    decision=DecisionFacts("refuse", date(2026, 11, 3), "The threshold is not reached."),
    issuer_name="The Label Council",
    issuer_subtitle="Quality label for cluster management",
    submission_sha256="ab" * 32,
    sha256="cd" * 32,
    language="en",
    illustrative=True,
    demonstration=True,
)


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {language: report_pdf(replace(REPORT, language=language)) for language in SHIPPED}


@pytest.fixture(scope="module")
def text(printed: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    return " ".join(pdf.read_aloud(printed["en"], tmp_path_factory.mktemp("report")))


@pytest.mark.parametrize("language", SHIPPED)
def test_report_in_each_language_is_archival_and_accessible(printed: dict[str, bytes], language: str) -> None:
    assert pdf.faults(printed[language]) == []


def test_report_has_a_summary_of_two_pages_and_an_annex(printed: dict[str, bytes]) -> None:
    texts = pdf.page_texts(printed["en"])
    assert len(texts) == 3
    assert "Annex" in texts[2]


LONG = (
    "Participants describe the management as quick and reliable, and visits are prepared and recorded. " * 4
)
ANNEX = {"en": "Annex", "fr": "Annexe", "de": "Anhang", "el": "Παράρτημα", "bg": "Приложение"}


@pytest.mark.parametrize("language", SHIPPED)
def test_summary_has_two_pages_also_with_the_longest_texts(language: str) -> None:
    findings = tuple(
        Finding(f"2.{number}", "Performance monitoring of the management", LONG) for number in range(1, 9)
    )
    failed = Condition("A minimum requirement is not met.", False, "2.8", "2.8 Direct personal contacts")
    full = replace(
        REPORT,
        language=language,
        summary=(LONG * 3)[:950],
        dimensions=tuple(replace(REPORT.dimensions[0], code=str(number)) for number in range(1, 7)),
        strengths=findings,
        improvements=findings,
        areas=REPORT.areas * 3,
        conditions=(*REPORT.conditions, *[failed] * 14),
        course=tuple((f"Step {number} of the case", date(2026, 9, number)) for number in range(1, 8)),
        decision=DecisionFacts("refuse", date(2026, 11, 3), LONG),
        indicators=(),
        remarks=(),
    )
    texts = pdf.page_texts(report_pdf(full))
    assert [number for number, text in enumerate(texts) if ANNEX[language] in text] == [2]


def test_report_just_under_the_threshold_is_not_rounded_up(text: str) -> None:
    assert "119.99 of 150 points · 79.9 %" in text
    assert "80.0" not in text


def test_report_numbers_have_the_decimal_mark_of_the_language(
    printed: dict[str, bytes], tmp_path: Path
) -> None:
    assert "119,99" in " ".join(pdf.read_aloud(printed["de"], tmp_path))


def test_report_says_what_was_answered_computed_and_agreed(text: str) -> None:
    annex = text[text.index("Annex") :]
    assert "Self-assessment 5 – 64.2 %" in annex
    assert "Agreed 4 of 5 met Most participants have signed." in annex
    assert "Three entries had left." in annex
    assert "Committed participants 54" in annex
    assert "Does not apply." in annex
    assert "There are 55 participants." in annex


def test_report_sets_two_benchmarkings_side_by_side(text: str) -> None:
    assert "36.1 % (1 March 2024) 64.2 % (1 September 2026) yes" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_draft_says_on_its_first_page_that_it_is_none_final_and_names_nobody() -> None:
    printed = report_pdf(replace(REPORT, draft=True, assessors=()))
    texts = pdf.page_texts(printed)
    assert "Draft: not final" in texts[0]
    assert "Draft" in texts[-1]
    assert "Maren Holt" not in "".join(texts)
    assert pdf.faults(printed) == []


def test_report_reads_result_then_decision_then_findings_then_record(text: str) -> None:
    order = (
        REPORT.cluster,
        "The conditions of the Gold label are not met.",
        "refused on 3 November 2026",
        "The cluster organisation is well run.",
        "Structure of the cluster",
        "The register is kept with care.",
        "Agree on a scale of fees.",
        "At least 80 % of the maximum",
        REPORT.sha256,
        "Demonstration",
    )
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_report_charts_are_figures_with_words(printed: dict[str, bytes]) -> None:
    words = pdf.alternatives(printed["en"])
    assert words[0] == "119.99 of 150 points; the threshold is 120"
    assert words[1:] == ["69.99 of 100", "50 of 50"]


def test_report_without_points_has_no_ruler(tmp_path: Path) -> None:
    unscored = replace(
        REPORT, total=Total("0", "0", None), dimensions=(), threshold=None, awarded=None, indicators=()
    )
    printed = report_pdf(unscored)
    assert pdf.faults(printed) == []
    assert pdf.alternatives(printed) == []


def test_report_with_letters_no_font_has_prints_a_dot_in_their_place(tmp_path: Path) -> None:
    printed = report_pdf(replace(REPORT, summary="Well done ☃"))
    assert "Well done ·" in " ".join(pdf.read_aloud(printed, tmp_path))
    assert pdf.faults(printed) == []


def test_report_with_long_free_text_breaks_over_pages_and_stays_accessible() -> None:
    long = replace(REPORT, summary="A sentence about the case that is of a usual length.\n" * 120)
    printed = report_pdf(long)
    assert pdf.page_count(printed) > 4
    assert pdf.faults(printed) == []


def test_report_printed_twice_gives_the_same_bytes() -> None:
    assert report_pdf(REPORT) == report_pdf(REPORT)
