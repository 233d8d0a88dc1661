"""Reading what clusters submitted for comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import Snapshot
from labelapp.benchmarks.remembering import Memory
from labelapp.benchmarks.values import Contribution, contribution
from labelapp.clusters.models import Cluster, ClusterPortfolio
from labelapp.extensions import db, schemes
from labelapp.schemes.definition import Scheme

AT_ONCE = 500
_memory = Memory()


@dataclass(frozen=True)
class Record:
    """The latest submission of another cluster organisation, as far as a comparison needs it."""

    cluster_id: int
    country: str
    portfolios: frozenset[str]
    submitted_on: date
    contribution: Contribution


@dataclass(frozen=True)
class OwnRecord:
    """The latest submission of the cluster organisation that is compared, and the scheme that asked for it."""

    scheme: Scheme
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


def own_record(cluster: Cluster) -> OwnRecord | None:
    """The latest submission of one cluster organisation, whether or not others may be compared with it."""
    found = db.session.execute(
        select(Submission, Assessment.scheme_code, Assessment.scheme_version)
        .join(Assessment)
        .where(Assessment.cluster_id == cluster.id)
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    submission, code, version = found
    return OwnRecord(
        scheme=schemes().get(code, version),
        submitted_on=submission.submitted_at.date(),
        contribution=_read(submission.content),
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


def _contributions(hashes: dict[int, str]) -> dict[int, Contribution]:
    """Contributions by submission id, read from the submissions where they are not remembered."""
    recalled = {submission_id: _memory.recall(sha256) for submission_id, sha256 in hashes.items()}
    known = {submission_id: kept for submission_id, kept in recalled.items() if kept is not None}
    for some in _in_batches([submission_id for submission_id in hashes if submission_id not in known]):
        query = select(Submission.id, Submission.content).where(Submission.id.in_(some))
        for submission_id, content in db.session.execute(query):
            known[submission_id] = _read(content)
            _memory.keep(hashes[submission_id], known[submission_id])
    return known


def _read(content: dict[str, Any]) -> Contribution:
    frozen = Snapshot.model_validate(content)
    scheme = schemes().get(frozen.scheme.code, frozen.scheme.version)
    measures = {code: facts.measure for code, facts in frozen.indicators.items()}
    return contribution(scheme, frozen.answers, measures)


def _in_batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
