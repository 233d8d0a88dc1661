"""Reading what clusters submitted for comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from labelapp.assessments.models import Assessment, Submission
from labelapp.assessments.snapshot import Snapshot
from labelapp.benchmarks.disclosure.blocks import Trait
from labelapp.benchmarks.disclosure.thresholds import smallest_group
from labelapp.benchmarks.models import BenchmarkBlock, BlockMember, ReportDate
from labelapp.benchmarks.traits import LEVELS, SIZE_TOPIC, traits_of
from labelapp.benchmarks.values import Contribution, contribution
from labelapp.certificates.models import Certificate
from labelapp.certificates.status import in_force
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.extensions import db, schemes
from labelapp.schemes.definition import Scheme

WINDOW = timedelta(days=4 * 365 + 1)
ENTRY = timedelta(days=3 * 365 + 1)
AT_ONCE = 500


@dataclass(frozen=True)
class Waiting:
    """The latest submission of a cluster organisation in no block, with the traits that it has today."""

    submission_id: int
    cluster_id: int
    earlier_id: int | None
    submitted_on: date
    traits: frozenset[Trait]


@dataclass(frozen=True)
class OwnRecord:
    """The latest submission of the cluster organisation that is compared, and the scheme that asked for it.

    `earlier` is what it submitted before that, if anything; `assessment_id` the self-assessment of the latest.
    """

    scheme: Scheme
    submitted_on: date
    contribution: Contribution
    earlier: Contribution | None
    assessment_id: int


def minimum_group() -> int:
    """The smallest group of which figures are shown: that of the strictest loaded scheme, since all are pooled."""
    return smallest_group(scheme.benchmark.minimum_group for scheme in schemes().all())


def window_start() -> datetime:
    """The moment since which submissions count: four years ago."""
    return now() - WINDOW


def entry_start() -> datetime:
    """The moment since which submissions may enter a block: three years ago, so that each block has a year to serve."""
    return now() - ENTRY


def waiting_submissions(since: datetime) -> list[Waiting]:
    """The latest submission, since a moment, of each cluster that agrees and is in no current block.

    A submission that was in a block before waits for nothing any more.
    """
    latest = latest_submissions(since)
    inside = (
        select(BlockMember.cluster_id)
        .join(BenchmarkBlock, BenchmarkBlock.id == BlockMember.block_id)
        .where(BenchmarkBlock.ended_on.is_(None))
    )
    query = (
        select(Cluster, Submission.id, Submission.submitted_at)
        .join(latest, latest.c.cluster_id == Cluster.id)
        .join(Submission, Submission.id == latest.c.submission_id)
        .where(
            Cluster.benchmark_consent.is_(True),
            Cluster.id.not_in(inside),
            Submission.id.not_in(select(BlockMember.submission_id)),
        )
        .order_by(Cluster.id)
    )
    rows = db.session.execute(query).all()
    by_submission = {submission_id: cluster for cluster, submission_id, _submitted_at in rows}
    levels = _levels_held()
    sizes = {one: given.single.get(SIZE_TOPIC) for one, given in contributions(list(by_submission))}
    earlier = _earlier({cluster.id: submission_id for submission_id, cluster in by_submission.items()})
    return [
        Waiting(
            submission_id=submission_id,
            cluster_id=cluster.id,
            earlier_id=earlier.get(cluster.id),
            submitted_on=submitted_at.date(),
            traits=_traits(cluster, levels.get(cluster.id), sizes[submission_id]),
        )
        for cluster, submission_id, submitted_at in rows
    ]


def own_record(cluster: Cluster) -> OwnRecord | None:
    """The latest submission of one cluster organisation, whether or not others may be compared with it."""
    found = db.session.execute(
        select(Submission, Assessment.scheme_code, Assessment.scheme_version)
        .join(Assessment)
        .where(Assessment.cluster_id == cluster.id)
        .order_by(Submission.id.desc())
        .limit(2)
    ).all()
    if not found:
        return None
    submission, code, version = found[0]
    return OwnRecord(
        scheme=schemes().get(code, version),
        submitted_on=submission.submitted_at.date(),
        contribution=_read(submission.content),
        earlier=_read(found[1][0].content) if len(found) > 1 else None,
        assessment_id=submission.assessment_id,
    )


def own_traits(cluster: Cluster, own: OwnRecord) -> frozenset[Trait]:
    """The traits of a cluster organisation today, from which its groups follow."""
    size = own.contribution.single.get(SIZE_TOPIC)
    return _traits(cluster, _levels_held(cluster.id).get(cluster.id), size)


def clusters_of(user: Any) -> frozenset[int]:
    """The cluster organisations in whose team a person is: their figures are no news to it."""
    return frozenset(db.session.scalars(select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)))


def last_report_date() -> date | None:
    """The day on which blocks were formed for the last time."""
    return db.session.scalar(select(func.max(ReportDate.day)))


def _traits(cluster: Cluster, level: str | None, participants: Fraction | None) -> frozenset[Trait]:
    return traits_of(
        country=cluster.country,
        portfolios=cluster.portfolio_codes,
        level=level,
        founded_on=cluster.founded_on,
        legal_form=cluster.legal_form,
        participants=participants,
        day=today(),
    )


def latest_submissions(since: datetime | None = None) -> Any:
    """The latest submission of each cluster, since a moment, as a subquery of cluster_id and submission_id."""
    query = select(Assessment.cluster_id, func.max(Submission.id).label("submission_id")).join(
        Submission, Submission.assessment_id == Assessment.id
    )
    if since is not None:
        query = query.where(Submission.submitted_at >= since)
    return query.group_by(Assessment.cluster_id).subquery()


def _earlier(latest: dict[int, int]) -> dict[int, int]:
    """For each cluster the submission before its latest."""
    query = (
        select(Assessment.cluster_id, Submission.id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .order_by(Submission.id)
    )
    return {
        cluster_id: submission_id
        for cluster_id, submission_id in db.session.execute(query)
        if submission_id < latest.get(cluster_id, 0)
    }


def _levels_held(cluster_id: int | None = None) -> dict[int, str]:
    """The highest level in force of each cluster that holds one, or of one cluster."""
    query = select(Certificate.cluster_id, Certificate.level).where(in_force(today()))
    if cluster_id is not None:
        query = query.where(Certificate.cluster_id == cluster_id)
    rows = [row for row in db.session.execute(query) if row.level in LEVELS]
    in_order = sorted(rows, key=lambda row: LEVELS.index(row.level))
    return {row.cluster_id: row.level for row in in_order}


def contributions(submissions: list[int]) -> Iterator[tuple[int, Contribution]]:
    """What submissions contribute, by their ids; never more than a few hundred are in memory as they were kept."""
    for some in in_batches(submissions):
        query = select(Submission.id, Submission.content).where(Submission.id.in_(some))
        for submission_id, content in db.session.execute(query):
            yield submission_id, _read(content)


def _read(content: dict[str, Any]) -> Contribution:
    frozen = Snapshot.model_validate(content)
    scheme = schemes().get(frozen.scheme.code, frozen.scheme.version)
    measures = {code: facts.measure for code, facts in frozen.indicators.items()}
    return contribution(scheme, frozen.answers, measures)


def in_batches(every: list[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    """Numbers in lists that a statement can take."""
    for start in range(0, len(every), size):
        yield every[start : start + size]
