"""Two benchmarkings side by side: what improvement areas improved, with the values of an earlier submission and now.

The earlier submission is found by the data: one of the same cluster organisation, under any scheme that measures
the same thing, old enough by the scheme's rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import IndicatorFacts, Snapshot, load
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.improvement_areas import counterpart, improved_indicator, shares_indicators
from labelapp.schemes.loading import UnknownScheme
from labelapp.schemes.months import add_months
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import IndicatorResult


@dataclass(frozen=True)
class Value:
    """What the answers of one benchmarking came to. Numbers are exact text, None where there is none."""

    on: date
    scheme: str
    indicator: str
    measure: str | None
    points: str | None
    max: str | None
    minimum_met: bool | None


@dataclass(frozen=True)
class Progress:
    """An improvement area: the indicator that it is about, and its values before and now, as far as they are known."""

    area: str
    indicator: Indicator | None
    before: Value | None
    after: Value | None


class Earlier(StrEnum):
    """Whether there is a benchmarking from which an improvement can be measured."""

    FOUND = "found"
    TOO_RECENT = "too_recent"
    NONE = "none"


@dataclass(frozen=True)
class EarlierCheck:
    """What was found on a day; `on` is the day of the newest earlier benchmarking, `needed_by` how old it may be."""

    state: Earlier
    months: int
    blocks: bool
    on: date | None

    @property
    def holds(self) -> bool:
        """Whether an improvement can be measured as the scheme asks."""
        return self.state is Earlier.FOUND


def check_earlier(cluster: Cluster, scheme: Scheme, moment: datetime) -> EarlierCheck | None:
    """Whether improvements can be measured in a self-assessment that starts at this moment.

    None for a scheme without improvement areas.
    """
    areas = scheme.improvement_areas
    if areas is None:
        return None
    days = [one.submitted_at.date() for one in _earlier(cluster.id, scheme, moment)]
    bound = add_months(moment.date(), -areas.months_apart)
    old_enough = [day for day in days if day <= bound]
    state = Earlier.FOUND if old_enough else Earlier.TOO_RECENT if days else Earlier.NONE
    found = next(iter(old_enough or days), None)
    return EarlierCheck(state, areas.months_apart, areas.earlier_required and not old_enough, found)


def _earlier(cluster_id: int, scheme: Scheme, moment: datetime) -> list[Submission]:
    """Submissions before a moment under schemes that share something with this one, newest first. One statement."""
    query = (
        select(Submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id == cluster_id, Submission.submitted_at <= moment)
        .options(joinedload(Submission.assessment, innerjoin=True).lazyload(Assessment.cluster))
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
    )
    return [
        one
        for one in db.session.scalars(query)
        if (earlier := _scheme_of(one)) is not None and shares_indicators(scheme, earlier)
    ]


def _scheme_of(submission: Submission) -> Scheme | None:
    assessment = submission.assessment
    try:
        return schemes().get(assessment.scheme_code, assessment.scheme_version)
    except UnknownScheme:
        return None


def progress_in(assessment: Assessment, scheme: Scheme, snapshot: Snapshot) -> list[Progress]:
    """The improvement areas of a submission. Empty for a scheme without."""
    after = {
        code: _value(snapshot.confirmed_at.date(), scheme, code, facts)
        for code, facts in snapshot.indicators.items()
        if NOT_APPLICABLE not in snapshot.answers.get(code, {})
    }
    return _progress(assessment, scheme, snapshot.answers, after)


def progress_so_far(
    assessment: Assessment,
    scheme: Scheme,
    answers: Mapping[str, Mapping[str, Any]],
    results: Mapping[str, IndicatorResult],
    today: date,
) -> list[Progress]:
    """The improvement areas of a draft, with the values of the answers as they stand."""
    after = {
        code: Value(
            today, scheme.key, code, _text(one.measure), _text(one.points), exact(one.max), one.minimum_met
        )
        for code, one in results.items()
        if one.applies
    }
    return _progress(assessment, scheme, answers, after)


def _text(number: Fraction | None) -> str | None:
    return None if number is None else exact(number)


def _value(on: date, scheme: Scheme, code: str, facts: IndicatorFacts) -> Value:
    return Value(on, scheme.key, code, facts.measure, facts.points, facts.max, facts.minimum_met)


def _progress(
    assessment: Assessment,
    scheme: Scheme,
    answers: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Value],
) -> list[Progress]:
    areas = scheme.improvement_areas
    if areas is None:
        return []
    earlier = _in_order(
        _earlier(assessment.cluster_id, scheme, assessment.started_at),
        add_months(assessment.started_at.date(), -areas.months_apart),
    )
    found = []
    for code in areas.indicators:
        indicator = improved_indicator(scheme, code, answers)
        before = _before(indicator, earlier) if indicator else None
        found.append(Progress(code, indicator, before, after.get(indicator.code) if indicator else None))
    return found


def _in_order(earlier: list[Submission], bound: date) -> list[tuple[Scheme, Snapshot]]:
    """Those that are old enough first, the newest of them at the top."""
    ordered = sorted(earlier, key=lambda one: one.submitted_at.date() > bound)
    return [(scheme, load(one)) for one in ordered if (scheme := _scheme_of(one)) is not None]


def _before(indicator: Indicator, earlier: list[tuple[Scheme, Snapshot]]) -> Value | None:
    for scheme, snapshot in earlier:
        same = counterpart(indicator, scheme)
        facts = snapshot.indicators.get(same.code) if same else None
        if same is None or facts is None or NOT_APPLICABLE in snapshot.answers.get(same.code, {}):
            continue
        if facts.measure is not None or facts.points is not None:
            return _value(snapshot.confirmed_at.date(), scheme, same.code, facts)
    return None
