"""One indicator on an assessor's desk: answers, evidence, scale, and the way through the scheme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.answers import content_text
from labelapp.assessments.benchmarkings import progress_in
from labelapp.assessments.figure_notes import figure_note
from labelapp.assessments.live_score import LiveScore, live_score, measure_text
from labelapp.assessments.models import Submission
from labelapp.assessments.progress_lines import ProgressLine, progress_lines
from labelapp.assessments.snapshot import Evidence, load
from labelapp.dataroom.presentation import NAMES, RULE_TEXTS, rows_text
from labelapp.evidence.kinds import INLINE_TYPES
from labelapp.evidence.models import CheckState
from labelapp.evidence.scanning import states_of
from labelapp.reviews.case import Case, assessment_of
from labelapp.reviews.judging import Asking, Judgement, Question
from labelapp.reviews.record import ReviewRecord
from labelapp.reviews.result import self_result
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.schemes.definition import Indicator
from labelapp.schemes.improvement_areas import is_improvement_area
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import IndicatorResult
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class AnswerView:
    """The frozen answers of an indicator: short ones as (label, value), texts as (label, text)."""

    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    excused: str
    levels: LiveScore


@dataclass(frozen=True)
class FigureSource:
    """How an answer was computed from the data room on the day of the submission. `digest` is of the rows counted."""

    label: str
    figure: str
    rule: str
    rows: str
    on: date
    value: str
    digest: str


@dataclass(frozen=True)
class EvidenceView:
    """A file of the frozen submission in the viewer, at a page, and whether it may be opened by now."""

    evidence: Evidence
    state: CheckState
    page: int
    frame: str
    download: str
    kind: str
    previous: str
    following: str


def answer_view(
    case: Case, indicator: Indicator, earlier: Submission | None, judged: ReviewRecord | None
) -> AnswerView:
    """What the cluster answered, what that came to, and what it was in the last cycle: answered, and `judged`."""
    result = self_result(case).indicators[indicator.code]
    facts, texts = _answers(case, indicator)
    asked = case.questions[indicator.code]
    if not asked.excused:
        facts += _outcome(indicator, result)
    facts += _last_cycle(indicator, earlier) + _last_agreed(indicator, judged)
    return AnswerView(facts, texts, asked.excused, live_score(indicator, result))


def _answers(case: Case, indicator: Indicator) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    facts: list[tuple[str, str]] = []
    texts: list[tuple[str, str]] = []
    if case.questions[indicator.code].excused:
        return [], []
    for field in indicator.fields:
        value = look_up(case.scheme, indicator, field, case.answers)
        text = content_text(indicator, field.code, {"value": value})
        note = figure_note(case.snapshot, indicator, field.code)
        pair = (scheme_text(field.label), " ".join(part for part in (text or "–", note) if part))
        (texts if field.type in ("text", "rubric") and text else facts).append(pair)
    return facts, texts


def _outcome(indicator: Indicator, result: IndicatorResult) -> list[tuple[str, str]]:
    measure = measure_text(indicator, result.measure)
    facts = [(_("Computed value"), measure)] if measure else []
    said = _self_text(exact(result.points) if result.points is not None else None, result.minimum_met)
    return [*facts, (_("Self-assessment"), said)] if said else facts


def _self_text(points: str | None, minimum_met: bool | None) -> str:
    parts = []
    if points is not None:
        number = Fraction(points)
        parts.append(
            ngettext(
                "%(points)s point", "%(points)s points", 1 if number == 1 else 2, points=points_text(number)
            )
        )
    if minimum_met is not None:
        parts.append(_("minimum met") if minimum_met else _("minimum not met"))
    return ", ".join(parts)


def _last_cycle(indicator: Indicator, earlier: Submission | None) -> list[tuple[str, str]]:
    if earlier is None:
        return []
    snapshot = load(earlier)
    facts = snapshot.indicators.get(indicator.code)
    if facts is None or NOT_APPLICABLE in snapshot.answers.get(indicator.code, {}):
        return []
    measure = measure_text(indicator, Fraction(facts.measure)) if facts.measure else ""
    said = ", ".join(part for part in (measure, _self_text(facts.points, facts.minimum_met)) if part)
    label = _("Last cycle, %(year)s", year=snapshot.confirmed_at.year)
    return [(label, said)] if said else []


def improvement_of(case: Case, code: str) -> list[ProgressLine]:
    """The two benchmarkings of an improvement area; nothing for any other indicator."""
    if not is_improvement_area(case.scheme, code):
        return []
    found = progress_in(assessment_of(case.review), case.scheme, case.snapshot)
    return progress_lines([one for one in found if one.area == code])


def _last_agreed(indicator: Indicator, judged: ReviewRecord | None) -> list[tuple[str, str]]:
    """What the assessors of the last review agreed on, as its final report keeps it."""
    kept = judged.indicators.get(indicator.code) if judged else None
    if judged is None or kept is None:
        return []
    said = _self_text(kept.consensus.points, kept.consensus.minimum_met)
    label = _("Agreed by the assessors, %(year)s", year=judged.assessed_on.year)
    return [(label, said)] if said else []


def figure_sources(case: Case, indicator: Indicator) -> list[FigureSource]:
    """Where the computed answers of an indicator come from: rule, rows and their hash, as frozen."""
    labels = {field.code: scheme_text(field.label) for field in indicator.fields}
    return [
        FigureSource(
            label=labels.get(name, name),
            figure=str(NAMES[facts.figure]),
            rule=str(RULE_TEXTS[facts.figure]),
            rows=rows_text(facts.figure, facts.rows),
            on=facts.on,
            value=content_text(indicator, name, {"value": facts.value}) or "–",
            digest=facts.digest,
        )
        for name, facts in case.snapshot.figures.get(indicator.code, {}).items()
        if facts.figure in NAMES
    ]


def evidence_of(case: Case, indicator: Indicator) -> list[Evidence]:
    """The documents that the cluster offered for an indicator, as frozen."""
    return case.snapshot.indicators[indicator.code].evidence


def evidence_view(case: Case, indicator: Indicator, chosen: Evidence, page: int | None) -> EvidenceView:
    """A document in the viewer; without a wish it opens at the page that the cluster named."""
    last = chosen.pages or 1
    at = min(max(page or chosen.page or 1, 1), last)
    shown = chosen.content_type in INLINE_TYPES

    def file(**values: Any) -> str:
        return url_for("reviews.evidence", review_id=case.review.id, sha256=chosen.sha256, **values)

    def turned(to: int) -> str:
        if not 1 <= to <= last or chosen.content_type != "application/pdf":
            return ""
        values: dict[str, Any] = {"review_id": case.review.id, "code": indicator.code, "page": to}
        return url_for("reviews.desk_indicator", **values, file=chosen.sha256, _anchor="evidence")

    is_pdf = chosen.content_type == "application/pdf"
    kind = "pdf" if is_pdf else "image" if shown else "other"
    return EvidenceView(
        evidence=chosen,
        state=states_of([chosen.sha256])[chosen.sha256],
        page=at,
        frame=file(_anchor=f"page={at}&view=FitH&navpanes=0") if is_pdf else file() if shown else "",
        download=file(download=1),
        kind=kind,
        previous=turned(at - 1),
        following=turned(at + 1),
    )


def meaning(asked: Question, judgement: Judgement) -> list[tuple[str, str]]:
    """The chosen level and the next one as (points, text); empty while no points are given."""
    if judgement.points is None or not asked.scored:
        return []
    weight = asked.indicator.weight
    levels = asked.indicator.levels
    reached = next((at for at, one in enumerate(levels) if judgement.points >= one.points * weight), None)
    if reached is None:
        return []
    wanted = [reached] if reached == 0 else [reached, reached - 1]
    return [(points_text(levels[at].points * weight), scheme_text(levels[at].text)) for at in wanted]


def first_open(case: Asking, incomplete: Mapping[str, Any]) -> str:
    """Where to begin: the first indicator that is not complete, else the first of all."""
    return next((code for code in case.questions if code in incomplete), next(iter(case.questions)))
