"""From where a path starts: the answers as they stand, or what the assessors found once that is decided on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labelapp.assessments.models import Assessment
from labelapp.assessments.overview import Overview, make_overview
from labelapp.assessments.queries import given_answers
from labelapp.plans.queries import efforts_of, report_decided_on
from labelapp.reviews.record import ReviewRecord, load_record
from labelapp.schemes.answers import NOT_APPLICABLE, Answers
from labelapp.schemes.improvement import (
    WEIGHTS,
    Effort,
    Path,
    Step,
    default_effort,
    find_path,
    points_with_items,
)
from labelapp.schemes.improvement_steps import steps_of
from labelapp.schemes.results import Result
from labelapp.schemes.scoring import score


@dataclass(frozen=True)
class Standing:
    """A self-assessment, what its path starts from, and the path. `decided`: the assessors' points count."""

    whole: Overview
    result: Result
    path: Path
    efforts: Mapping[str, Effort]
    decided: bool

    @property
    def assessment(self) -> Assessment:
        """The self-assessment."""
        return self.whole.assessment


def standing_of(assessment: Assessment, today: date) -> Standing:
    """The path of a self-assessment with the efforts of its team."""
    report = report_decided_on(assessment)
    record = load_record(report.content) if report else None
    on = record.submitted_on if record else today
    whole = make_overview(assessment, given_answers(assessment), on)
    result = whole.result if record is None else _judged(whole, record)
    efforts = {code: default_effort(one) for code, one in whole.scheme.indicators.items()}
    efforts |= {code: effort for code, effort in efforts_of(assessment).items() if code in efforts}
    # What items would bring is known of answers, not of the points that an assessor gave.
    with_items: dict[str, Fraction] = {} if record else points_with_items(whole.scheme, whole.answers, on)
    path = find_path(whole.scheme, result, efforts, with_items)
    return Standing(whole, result, path, efforts, record is not None)


def next_step(standing: Standing, code: str) -> Step | None:
    """The smallest improvement of one indicator; None where there is none."""
    indicator = standing.whole.scheme.indicators.get(code)
    if indicator is None or not standing.result.indicators[code].applies:
        return None
    effort = WEIGHTS.get(standing.efforts[code], 0)
    steps = steps_of(indicator, standing.result.indicators[code], effort)
    return next((step for step in steps if step.is_improvement), None)


def _judged(whole: Overview, record: ReviewRecord) -> Result:
    """The result of the assessment, from its frozen report."""
    agreed = {code: one.consensus for code, one in record.indicators.items()}
    answers: Answers = {
        code: {name: value for name, value in fields.items() if name != NOT_APPLICABLE}
        if code in agreed and agreed[code].plausible is False
        else fields
        for code, fields in whole.answers.items()
    }
    return score(
        whole.scheme,
        answers,
        points={code: one.points for code, one in agreed.items() if one.points is not None},
        minimums={code: one.minimum_met for code, one in agreed.items() if one.minimum_met is not None},
        on=record.submitted_on,
        refused=[code for code, one in agreed.items() if one.plausible is False],
    )
