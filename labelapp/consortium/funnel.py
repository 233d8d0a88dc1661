"""The way from application to award: how many cases of a remit came how far, and how long each step took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, func, select

from labelapp.assessments.models import Assessment, Submission
from labelapp.benchmarks.statistics import quantile
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import in_remit
from labelapp.decisions.models import Decision
from labelapp.extensions import db, schemes
from labelapp.reviews.models import Report, Review

HALF = Fraction(1, 2)


class Step(StrEnum):
    """The steps in their order."""

    STARTED = "started"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    AWARDED = "awarded"


@dataclass(frozen=True)
class FunnelRequest:
    """The cases started from `since` to `until`, both included, of one level or of all."""

    since: date
    until: date
    level: str = ""


@dataclass(frozen=True)
class StepCount:
    """How many cases took a step, and the median of the days that they needed for it; None for the first one."""

    step: Step
    count: int
    days: Fraction | None


Times = dict[Step, datetime]


def funnel(partner: Partner, asked: FunnelRequest) -> list[StepCount]:
    """The cases that began in the period, as far as they have come until today."""
    times = _times(partner, asked)
    steps = list(Step)
    return [
        StepCount(
            step=step,
            count=sum(step in one for one in times),
            days=_median(times, steps[number - 1], step) if number else None,
        )
        for number, step in enumerate(steps)
    ]


def _median(times: Sequence[Times], before: Step, step: Step) -> Fraction | None:
    """Whole days between two steps; a certificate may be dated before the hour of its decision."""
    days = [
        Fraction(max((one[step].date() - one[before].date()).days, 0))
        for one in times
        if step in one and before in one
    ]
    return quantile(days, HALF) if days else None


def _times(partner: Partner, asked: FunnelRequest) -> list[Times]:
    """When each case took its steps. What an appeal leads to belongs to the case; its first report counts."""
    awards = db.session.execute(_awards(_begun(partner, asked)))
    awarded = dict(awards.all())
    query = (
        select(
            Assessment.id,
            Assessment.started_at,
            func.min(Submission.submitted_at),
            func.min(Report.finalised_at),
            func.min(Decision.recorded_at),
        )
        .outerjoin(Submission, Submission.assessment_id == Assessment.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(Report, Report.review_id == Review.id)
        .outerjoin(Decision, Decision.review_id == Review.id)
        .where(_begun(partner, asked))
        .group_by(Assessment.id, Assessment.started_at)
    )
    return [_steps((*moments, awarded.get(number))) for number, *moments in db.session.execute(query)]


def _begun(partner: Partner, asked: FunnelRequest) -> ColumnElement[bool]:
    """The cases of the remit that began in the period."""
    begin = datetime.combine(asked.since, time(), UTC)
    end = datetime.combine(asked.until + timedelta(days=1), time(), UTC)
    clusters = select(Cluster.id).where(in_remit(partner))
    levels = {scheme.code for scheme in schemes().all() if asked.level in ("", scheme.level)}
    return and_(
        Assessment.started_at >= begin,
        Assessment.started_at < end,
        Assessment.scheme_code.in_(levels),
        Assessment.cluster_id.in_(clusters),
    )


def _awards(begun: ColumnElement[bool]) -> Select[int, datetime]:
    """When the certificates of cases were issued. Read apart: most of a register may follow from no case here."""
    return (
        select(Assessment.id, func.min(Certificate.issued_at))
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Review, Review.submission_id == Submission.id)
        .join(Decision, Decision.review_id == Review.id)
        .join(Certificate, Certificate.decision_id == Decision.id)
        .where(begun)
        .group_by(Assessment.id)
    )


def _steps(moments: Sequence[datetime | None]) -> Times:
    return {step: at for step, at in zip(Step, moments, strict=True) if at is not None}
