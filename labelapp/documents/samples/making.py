"""Every kind of document about the invented cluster organisation, with the texts of a real scheme."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from labelapp.documents.appeal import AppealLetterData, appeal_letter_pdf
from labelapp.documents.benchmark import benchmark_pdf
from labelapp.documents.benchmark.data import (
    Bar,
    BenchmarkData,
    Breakdown,
    Composition,
    Edition,
    Percentile,
    Profile,
    Row,
    Said,
    SaidSection,
    Section,
    Strip,
    Trend,
)
from labelapp.documents.certificate import CertificateData, certificate_pdf, level_word
from labelapp.documents.languages import document_language
from labelapp.documents.letter import LetterData, letter_pdf
from labelapp.documents.render import OwnTemplate
from labelapp.documents.report import (
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
from labelapp.documents.samples.invented import INVENTED, Invented
from labelapp.documents.sealing.note import SealNote
from labelapp.web.charts import interval
from labelapp.web.portfolio_charts import Spread, box_strip, composition, radar
from labelapp.web.trend_charts import trend_chart

SERIAL, CODE = "X-0000-0000", "SAMPLESAMPLE"
YEARS = 3
_CYCLES = ((Fraction(52), Fraction(54)), (Fraction(68), Fraction(143, 2)))
_SERVICES = (("A", "B", "C", "D"), [Fraction(n) for n in (3, 1, 2, 4)], [Fraction(n) for n in (2, 2, 3, 1)])


@dataclass(frozen=True)
class SchemeFacts:
    """What a document takes from a scheme and the labelling body; texts are already in `language`.

    `dimensions` are (code, name); `indicators` (code, name, code of the dimension).
    """

    language: str
    day: date
    level: str
    label_name: str
    subject: str
    sentence: str
    version: str
    dimensions: Sequence[tuple[str, str]]
    indicators: Sequence[tuple[str, str, str]]
    verify_url: str
    issuer_name: str
    issuer_subtitle: str
    signatories: Sequence[tuple[str, str]]
    illustrative: bool
    demonstration: bool
    seal: SealNote
    orientation: Literal["landscape", "portrait"] = "landscape"
    own: OwnTemplate | None = None


def sample_pdf(kind: str, facts: SchemeFacts) -> bytes:
    """A sample of a kind of document. Raises KeyError for a kind that does not exist."""
    return KINDS[kind](facts, INVENTED.get(facts.language, INVENTED["en"]))


def _certificate(facts: SchemeFacts, invented: Invented) -> bytes:
    data = CertificateData(
        serial=SERIAL,
        code=CODE,
        verify_url=facts.verify_url,
        level=facts.level,
        level_name=level_word(facts.level, facts.language) or facts.label_name,
        holder=invented.name,
        holder_lang=facts.language,
        place=invented.place,
        country=invented.country,
        sentence=facts.sentence,
        label_name=facts.label_name,
        valid_from=facts.day,
        valid_until=facts.day + timedelta(days=365 * YEARS),
        assessed=facts.day - timedelta(days=30),
        scheme_name=facts.subject,
        scheme_version=facts.version,
        issuer_name=facts.issuer_name,
        issuer_subtitle=facts.issuer_subtitle,
        signatories=facts.signatories,
        issued_on=facts.day,
        language=facts.language,
        illustrative=facts.illustrative,
        demonstration=facts.demonstration,
        year=facts.day.year,
        orientation=facts.orientation,
        seal=facts.seal,
        sample=True,
    )
    return certificate_pdf(data, own=facts.own)


def _letter(facts: SchemeFacts, invented: Invented) -> bytes:
    spoken = document_language(facts.language)
    data = LetterData(
        reference=SERIAL,
        recipient=[invented.name, f"{invented.place}, {spoken.country(invented.country)}"],
        cluster=invented.name,
        outcome="award",
        label_name=facts.label_name,
        scheme_name=facts.subject,
        scheme_version=facts.version,
        assessed_on=facts.day - timedelta(days=30),
        decided_on=facts.day,
        total=Total("132.5", "150", "265/3"),
        threshold="120",
        obstacles=[],
        reasons=invented.paragraph,
        serial=SERIAL,
        valid_until=facts.day + timedelta(days=365 * YEARS),
        appeal_until=facts.day + timedelta(days=30),
        signatories=facts.signatories,
        issuer_name=facts.issuer_name,
        issuer_subtitle=facts.issuer_subtitle,
        language=facts.language,
        illustrative=facts.illustrative,
        demonstration=facts.demonstration,
        conditions=[(invented.paragraph, facts.day + timedelta(days=180))],
        seal=facts.seal,
        sample=True,
    )
    return letter_pdf(data)


def _appeal(facts: SchemeFacts, invented: Invented) -> bytes:
    spoken = document_language(facts.language)
    data = AppealLetterData(
        reference=SERIAL,
        recipient=[invented.name, f"{invented.place}, {spoken.country(invented.country)}"],
        cluster=invented.name,
        verdict="upheld",
        label_name=facts.label_name,
        decision_of=facts.day - timedelta(days=60),
        filed_on=facts.day - timedelta(days=40),
        decided_on=facts.day,
        reasons=invented.paragraph,
        signatories=facts.signatories,
        issuer_name=facts.issuer_name,
        issuer_subtitle=facts.issuer_subtitle,
        language=facts.language,
        illustrative=facts.illustrative,
        demonstration=facts.demonstration,
        seal=facts.seal,
        sample=True,
    )
    return appeal_letter_pdf(data)


def _report(facts: SchemeFacts, invented: Invented) -> bytes:
    first, second = facts.indicators[0], facts.indicators[-1]
    data = ReportData(
        reference=SERIAL,
        cluster=invented.name,
        cluster_lang=facts.language,
        country=invented.country,
        label_name=facts.label_name,
        scheme_name=facts.subject,
        scheme_version=facts.version,
        assessors=[(person, "") for person in invented.people],
        submitted_on=facts.day - timedelta(days=60),
        assessed_on=facts.day - timedelta(days=30),
        reported_on=facts.day,
        summary=invented.paragraph,
        total=Total("132.5", "150", "265/3"),
        threshold="120",
        awarded=True,
        conditions=[Condition(facts.label_name, True)],
        dimensions=[
            Dimension(code, name, Total(str(20 + number), "30", f"{(20 + number) * 10}/3"))
            for number, (code, name) in enumerate(facts.dimensions)
        ],
        strengths=[Finding(first[0], first[1], invented.paragraph)],
        improvements=[Finding(second[0], second[1], invented.paragraph)],
        indicators=[_indicator(*indicator, invented) for indicator in facts.indicators],
        areas=[],
        course=[],
        remarks=[],
        decision=DecisionFacts("award", facts.day, invented.paragraph),
        issuer_name=facts.issuer_name,
        issuer_subtitle=facts.issuer_subtitle,
        submission_sha256="0" * 64,
        sha256="0" * 64,
        language=facts.language,
        illustrative=facts.illustrative,
        demonstration=facts.demonstration,
        seal=facts.seal,
        sample=True,
    )
    return report_pdf(data)


def _indicator(code: str, name: str, dimension: str, invented: Invented) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        dimension=dimension,
        max="5",
        scored=True,
        applies=True,
        answers=[(name, "84")],
        computed="",
        self_assessed=Judgement("5", None),
        agreed=Judgement("4", True),
        level="",
        text=invented.paragraph,
    )


def _benchmark(facts: SchemeFacts, invented: Invented) -> bytes:
    number = document_language(facts.language).number
    group = Spread(47, *(Fraction(value) for value in (54, 48, 66, 41, 82)))
    strips = [
        Strip(
            name, "", number(own), "54", 47, 0, box_strip(group, Fraction(own), (Fraction(0), Fraction(100)))
        )
        for (_code, name, _dimension), own in zip(facts.indicators, ("71.5", "44"), strict=False)
    ]
    edition = Edition(
        language=facts.language,
        group=document_language(facts.language).country(invented.country),
        asked="",
        count=47,
        since=str(facts.day.year - 3),
        until=str(facts.day.year),
        said=[
            SaidSection(invented.place, [Said(one.name, "", invented.paragraph, one) for one in strips[:1]])
        ],
        strips=strips[1:],
        compositions=[
            Composition(
                invented.place,
                [invented.place, invented.name],
                [
                    Bar(
                        invented.name,
                        "",
                        composition((Fraction(3, 5), Fraction(2, 5))),
                        ("60 %", "40 %"),
                        "60 %, 40 %",
                    )
                ],
            )
        ],
        profiles=[Profile(invented.place, radar(*_SERVICES), "A 3 / 2", 47)],
        percentiles=[Percentile(one.name, "81 (68 – 90)", 0, interval(81, 68, 90, 50, 50)) for one in strips],
        trends=[
            Trend(one.name, "", "52", "54", "68", number("71.5"), 31, 0, trend_chart(_CYCLES[0], _CYCLES[1]))
            for one in strips[:1]
        ],
    )
    rows = {
        dimension: [
            Row(
                [name],
                "",
                number("71.5"),
                47,
                "54",
                "48 – 66",
                "41 – 82",
                "56",
                "81 (68 – 90)",
                "68",
                "52 – 54",
                [""],
            )
            for _code, name, its in facts.indicators
            if its == dimension
        ]
        for dimension, _name in facts.dimensions
    }
    data = BenchmarkData(
        cluster=invented.name,
        cluster_lang=facts.language,
        minimum=5,
        submitted_on=facts.day - timedelta(days=60),
        made_on=facts.day,
        editions=[edition],
        sections=[Section([name], rows[code]) for code, name in facts.dimensions if rows[code]],
        breakdowns=[
            Breakdown([name], "composition", 47, [([invented.place], "60 %", "55 %")], [""])
            for _code, name, _dimension in facts.indicators[:1]
        ],
        scheme_name=facts.label_name,
        scheme_version=facts.version,
        issuer_name=facts.issuer_name,
        issuer_subtitle=facts.issuer_subtitle,
        illustrative=facts.illustrative,
        demonstration=facts.demonstration,
        sample=True,
    )
    return benchmark_pdf(data)


KINDS: dict[str, Callable[[SchemeFacts, Invented], bytes]] = {
    "certificate": _certificate,
    "letter": _letter,
    "appeal": _appeal,
    "report": _report,
    "benchmark": _benchmark,
}
