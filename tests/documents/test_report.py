from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from labelapp.documents.report import (
    AssessorJudgement,
    Condition,
    DecisionFacts,
    Dimension,
    Finding,
    Indicator,
    Judgement,
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
            self_assessed=Judgement("5", None),
            assessors=(
                AssessorJudgement(
                    "Maren Holt", Judgement("4", True, "Three entries had left."), "Good records."
                ),
                AssessorJudgement("Tomás Ferreira", Judgement("3.5", True, "Minutes were compared.")),
            ),
            consensus=Judgement("4", True, "Agreed after the visit."),
        ),
        Indicator(
            code="2.1",
            name="Share of private financing",
            dimension="2",
            max="5",
            scored=False,
            applies=False,
            self_assessed=Judgement(None, None),
            assessors=(),
            consensus=Judgement(None, None),
        ),
    ),
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


def test_report_just_under_the_threshold_is_not_rounded_up(text: str) -> None:
    assert "119.99 of 150 points · 79.9 %" in text
    assert "80.0" not in text


def test_report_numbers_have_the_decimal_mark_of_the_language(
    printed: dict[str, bytes], tmp_path: Path
) -> None:
    assert "119,99" in " ".join(pdf.read_aloud(printed["de"], tmp_path))


def test_report_states_the_three_values_of_an_indicator(text: str) -> None:
    annex = text[text.index("Annex") :]
    assert "Self-assessment 5" in annex
    assert "Maren Holt 4 met Three entries had left." in annex
    assert "Tomás Ferreira 3.5 met Minutes were compared." in annex
    assert "Agreed 4 met Agreed after the visit." in annex
    assert "Does not apply." in annex


def test_report_reads_result_then_decision_then_findings_then_record(text: str) -> None:
    order = (
        REPORT.cluster,
        "The conditions of the Gold label are not met.",
        "refused on 3 November 2026",
        "The cluster organisation is well run.",
        "Structure of the cluster",
        "At least 80 % of the maximum",
        "The register is kept with care.",
        "Agree on a scale of fees.",
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
