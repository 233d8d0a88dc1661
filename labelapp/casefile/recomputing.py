"""Computing the score of a case again, and comparing it and what it came from with the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labelapp.assessments.snapshot import Snapshot
from labelapp.reviews.clarifications.supplements import Supplement, overlay
from labelapp.reviews.judging import Judgement
from labelapp.reviews.record import JudgementRecord, ReviewRecord, TotalRecord
from labelapp.reviews.result import judged_result
from labelapp.schemes.definition import Scheme
from labelapp.schemes.numbers import exact, parse_exact
from labelapp.schemes.results import Result, Total

_WRITTEN = ("justification", "strengths", "improvements")


@dataclass(frozen=True)
class Records:
    """What the file holds of a case. None: a file of the team, or of a case without a final report.

    `sheets` and `consensus` are rows as they stood in the database, the later ones last.
    """

    snapshot: Snapshot
    supplements: tuple[Supplement, ...] = ()
    answers: Mapping[str, Mapping[str, Any]] | None = None
    report: ReviewRecord | None = None
    sheets: list[dict[str, Any]] = field(default_factory=list)
    consensus: list[dict[str, Any]] = field(default_factory=list)

    @property
    def judged(self) -> Snapshot:
        """The submission with what was handed in later."""
        return overlay(self.snapshot, self.supplements)


def score_problems(scheme: Scheme, records: Records, facts: list[str]) -> Iterator[str]:
    """Compute both results again and compare them with what was frozen; `facts` gets what they come to."""
    snapshot, report = records.snapshot, records.report
    on = snapshot.confirmed_at.date()
    own = judged_result(scheme, snapshot.answers, {}, on)
    facts.append(f"self-assessed: {_text(own.total)}")
    if (exact(own.total.points), exact(own.total.max)) != (snapshot.total.points, snapshot.total.max):
        frozen = f"{snapshot.total.points} of {snapshot.total.max}"
        yield f"submission.json: the answers come to {_text(own.total)}, not to {frozen}"
    answers = records.judged.answers if records.answers is None else records.answers
    if answers != records.judged.answers:
        yield "answers.json: is not what was submitted, with what was handed in later"
    if report is None:
        return
    judgements = {code: _judgement(one.consensus) for code, one in report.indicators.items()}
    result = judged_result(scheme, answers, judgements, on)
    facts.append(f"assessed: {_text(result.total)}; awarded by the rules: {result.awarded}")
    yield from _differences(result, report)
    yield from _source_problems(report, records)


def _judgement(one: JudgementRecord) -> Judgement:
    points = parse_exact(one.points) if one.points is not None else None
    return Judgement(points, one.minimum_met, one.plausible)


def _source_problems(report: ReviewRecord, records: Records) -> Iterator[str]:
    """Whether the report says what was handed in, what stands on the sheets and what was agreed."""
    if tuple(report.clarifications) != records.supplements:
        yield "report.json: rests on other clarifications than clarifications.json"
    agreed = {row["indicator"]: row for row in records.consensus}
    for code, one in report.indicators.items():
        if one.consensus != JudgementRecord(points=None, minimum_met=None) and not _says(
            agreed.get(code), one.consensus
        ):
            yield f"report.json: indicator {code}: what was agreed is not in consensus.json"
        for sheet in one.sheets:
            rows = [
                _latest(kept, code) for kept in records.sheets if kept["assessor"]["id"] == sheet.assessor
            ]
            if not any(_says(row, sheet) and _writes(row, sheet) for row in rows):
                yield f"report.json: indicator {code}: what assessor {sheet.assessor} gave is not in sheets.json"


def _latest(sheet: dict[str, Any], code: str) -> dict[str, Any] | None:
    rows = [row for row in sheet["scores"] if row["indicator"] == code]
    return rows[-1] if rows else None


def _says(row: dict[str, Any] | None, one: JudgementRecord) -> bool:
    if row is None:
        return False
    given = JudgementRecord(points=row["points"], minimum_met=row["minimum_met"], plausible=row["plausible"])
    return _judgement(given) == _judgement(one)


def _writes(row: dict[str, Any] | None, one: JudgementRecord) -> bool:
    return row is not None and all(row[name] == getattr(one, name) for name in _WRITTEN)


def _differences(result: Result, report: ReviewRecord) -> Iterator[str]:
    pairs = [("total", result.total, report.total)]
    pairs += [
        (f"dimension {code}", total, report.dimensions[code])
        for code, total in result.dimensions.items()
        if code in report.dimensions
    ]
    for name, computed, kept in pairs:
        if not _same(computed, kept):
            yield f"report.json: {name}: computed {_text(computed)}, reported {kept.points} of {kept.max}"
    for code in sorted(result.dimensions.keys() ^ report.dimensions.keys()):
        yield f"report.json: dimension {code} stands on one side only"
    if result.awarded != report.awarded:
        yield f"report.json: by the rules awarded is {result.awarded}, reported {report.awarded}"


def _same(computed: Total, kept: TotalRecord) -> bool:
    return (exact(computed.points), exact(computed.max)) == (kept.points, kept.max)


def _text(total: Total) -> str:
    return f"{exact(total.points)} of {exact(total.max)}"
