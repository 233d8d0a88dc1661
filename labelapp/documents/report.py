"""The assessment report: a summary of two pages and an annex with every indicator."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Literal

from labelapp.documents.fonts import sans_families
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import Attachment, render_pdf
from labelapp.documents.sealing.note import SealNote
from labelapp.schemes.numbers import parse_exact
from labelapp.web.charts import RuleChart, dimension_bar, rule

MARK_AT = (2550, 2150)
CHART_WIDTH = 642  # px, 170 mm
# What the two pages of the summary have room for.
MOST_FINDINGS, LONGEST_FINDING, LONGEST_REASONS = 5, 140, 180


@dataclass(frozen=True)
class Total:
    """Points of a maximum, and the share in percent: exact text; `percent` None when nothing is scored."""

    points: str
    max: str
    percent: str | None


@dataclass(frozen=True)
class Dimension:
    """One dimension and what it reached."""

    code: str
    name: str
    total: Total
    text: str = ""


@dataclass(frozen=True)
class Judgement:
    """What one side says about an indicator. `points` None: not scored; `minimum_met` None: no minimum asked."""

    points: str | None
    minimum_met: bool | None


@dataclass(frozen=True)
class Indicator:
    """One indicator: what was answered and computed, what was agreed, the level reached, and what it is worth saying.

    `answers` are (question, answer); `doubted`: the answers were found not plausible.
    """

    code: str
    name: str
    dimension: str
    max: str
    scored: bool
    applies: bool
    answers: Sequence[tuple[str, str]]
    computed: str
    self_assessed: Judgement
    agreed: Judgement
    level: str
    text: str
    doubted: bool = False


@dataclass(frozen=True)
class Area:
    """An improvement area with the values of two benchmarkings, in words, and the days of both; empty when unknown."""

    code: str
    name: str
    before: str
    before_on: date | None
    after: str
    after_on: date | None
    shown: bool | None


@dataclass(frozen=True)
class Remark:
    """An error of fact that the cluster organisation pointed out; `code` is empty for one in general."""

    code: str
    text: str
    accepted: bool | None
    answer: str


@dataclass(frozen=True)
class Finding:
    """A strength or an area for improvement of the summary, with the indicator that it comes from."""

    code: str
    name: str
    text: str


@dataclass(frozen=True)
class Condition:
    """A rule of the scheme, in words, and whether it holds; None: it cannot be said yet.

    `indicator` is set where the rule is the minimum requirement of one; `short` then names that one alone.
    """

    text: str
    holds: bool | None
    indicator: str = ""
    short: str = ""


@dataclass(frozen=True)
class DecisionFacts:
    """The labelling body's decision on the report."""

    outcome: Literal["award", "refuse"]
    decided_on: date
    reasons: str


@dataclass(frozen=True)
class ReportData:
    """Everything a report says. Texts of scheme and review are already in `language`; numbers are exact text.

    `threshold` is in points, None when the scheme has no pass mark. `assessors` are names with their role as text.
    `sha256` is the hash of the kept record, `submission_sha256` that of the frozen submission. `draft`: it is not
    final and says so on every page; then `reference` and `sha256` are those of the draft. `course`: (text, day).
    """

    reference: str
    cluster: str
    cluster_lang: str
    country: str
    label_name: str
    scheme_name: str
    scheme_version: str
    assessors: Sequence[tuple[str, str]]
    submitted_on: date
    assessed_on: date
    reported_on: date
    summary: str
    total: Total
    threshold: str | None
    awarded: bool | None
    conditions: Sequence[Condition]
    dimensions: Sequence[Dimension]
    strengths: Sequence[Finding]
    improvements: Sequence[Finding]
    indicators: Sequence[Indicator]
    areas: Sequence[Area]
    course: Sequence[tuple[str, date]]
    remarks: Sequence[Remark]
    decision: DecisionFacts | None
    issuer_name: str
    issuer_subtitle: str
    submission_sha256: str
    sha256: str
    language: str
    illustrative: bool
    demonstration: bool
    draft: bool = False
    seal: SealNote | None = None
    sample: bool = False


def report_pdf(data: ReportData, attachments: Sequence[Attachment] = ()) -> bytes:
    """The report as a file: the summary from page 1, the annex from a page of its own."""
    _ = document_language(data.language).gettext
    return render_pdf(
        "report",
        asdict(_fitted(data)) | _charts(data) | {"svg_font": sans_families(), "chart_width": CHART_WIDTH},
        language=data.language,
        title=(_("Draft report %(reference)s") if data.draft else _("Assessment report %(reference)s"))
        % {"reference": data.reference},
        description=_("%(label)s: %(holder)s") % {"label": data.label_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.reported_on, time(), UTC),
        attachments=attachments,
        drawings=(issuer_mark(*MARK_AT),),
    )


def _fitted(data: ReportData) -> ReportData:
    """What two pages have room for; the annex and the letter say the rest."""
    decision = data.decision
    return replace(
        data,
        strengths=[
            replace(one, text=shorten(one.text, LONGEST_FINDING)) for one in data.strengths[:MOST_FINDINGS]
        ],
        improvements=[
            replace(one, text=shorten(one.text, LONGEST_FINDING)) for one in data.improvements[:MOST_FINDINGS]
        ],
        decision=replace(decision, reasons=shorten(decision.reasons, LONGEST_REASONS)) if decision else None,
    )


def shorten(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "\N{HORIZONTAL ELLIPSIS}"


def _charts(data: ReportData) -> dict[str, object]:
    """The geometry of the ruler and of the dimensions' bars, in percent of their width."""
    maxima = [parse_exact(dimension.total.max) for dimension in data.dimensions]
    bars = [
        dimension_bar(parse_exact(dimension.total.points), parse_exact("0"), maximum, max(maxima))
        for dimension, maximum in zip(data.dimensions, maxima, strict=True)
    ]
    return {"bars": bars, "ruler": _ruler(data)}


def _ruler(data: ReportData) -> RuleChart | None:
    maximum = parse_exact(data.total.max)
    if not maximum:
        return None
    threshold = None if data.threshold is None else parse_exact(data.threshold)
    return rule(parse_exact(data.total.points), parse_exact("0"), maximum, threshold)
