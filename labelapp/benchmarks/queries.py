"""Reading what clusters submitted for comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import Snapshot
from labelapp.benchmarks.values import Contribution, contribution
from labelapp.clusters.models import Cluster, ClusterPortfolio
from labelapp.extensions import db, schemes

AT_ONCE = 500
_read_before: dict[str, Contribution] = {}


@dataclass(frozen=True)
class Record:
    """The latest submission of one cluster organisation, as far as a comparison needs it."""

    cluster_id: int
    country: str
    portfolios: frozenset[str]
    submitted_on: date
    contribution: Contribution


def records_since(day: datetime) -> list[Record]:
    """One record for each cluster organisation that agreed to be compared, the latest since `day`."""
    latest = (
        select(Assessment.cluster_id, func.max(Submission.id).label("submission_id"))
        .join(Submission, Submission.assessment_id == Assessment.id)
        .where(Submission.submitted_at >= day)
        .group_by(Assessment.cluster_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Cluster.id, Cluster.country, Submission.id, Submission.sha256, Submission.submitted_at)
        .join(latest, latest.c.cluster_id == Cluster.id)
        .join(Submission, Submission.id == latest.c.submission_id)
        .where(Cluster.benchmark_consent.is_(True))
        .order_by(Cluster.id)
    ).all()
    fields = _portfolios(row.id for row in rows)
    contributions = _contributions({row[2]: row.sha256 for row in rows})
    return [
        Record(
            cluster_id=row.id,
            country=row.country,
            portfolios=frozenset(fields.get(row.id, ())),
            submitted_on=row.submitted_at.date(),
            contribution=contributions[row[2]],
        )
        for row in rows
    ]


def own_record(cluster: Cluster) -> Record | None:
    """The latest submission of one cluster organisation, whether or not others may be compared with it."""
    submission = db.session.scalars(
        select(Submission)
        .join(Assessment)
        .where(Assessment.cluster_id == cluster.id)
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()
    if submission is None:
        return None
    return Record(
        cluster_id=cluster.id,
        country=cluster.country,
        portfolios=frozenset(cluster.portfolio_codes),
        submitted_on=submission.submitted_at.date(),
        contribution=_read(submission.sha256, submission.content),
    )


def _portfolios(cluster_ids: Iterable[int]) -> dict[int, list[str]]:
    wanted = set(cluster_ids)
    found: dict[int, list[str]] = {}
    for cluster_id, portfolio in db.session.execute(
        select(ClusterPortfolio.cluster_id, ClusterPortfolio.portfolio)
    ):
        if cluster_id in wanted:
            found.setdefault(cluster_id, []).append(portfolio)
    return found


def _contributions(wanted: dict[int, str]) -> dict[int, Contribution]:
    """Contributions by submission id. A submission never changes, so what was read once is kept by its hash."""
    unread = [submission_id for submission_id, sha256 in wanted.items() if sha256 not in _read_before]
    for some in _in_batches(unread):
        query = select(Submission.sha256, Submission.content).where(Submission.id.in_(some))
        for sha256, content in db.session.execute(query):
            _read(sha256, content)
    return {submission_id: _read_before[sha256] for submission_id, sha256 in wanted.items()}


def _read(sha256: str, content: dict[str, Any]) -> Contribution:
    if sha256 not in _read_before:
        frozen = Snapshot.model_validate(content)
        scheme = schemes().get(frozen.scheme.code, frozen.scheme.version)
        measures = {code: facts.measure for code, facts in frozen.indicators.items()}
        _read_before[sha256] = contribution(scheme, frozen.answers, measures)
    return _read_before[sha256]


def _in_batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
