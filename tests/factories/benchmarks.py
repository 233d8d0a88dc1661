"""Submissions that differ in a few figures, for comparisons."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from labelapp.assessments.models import Submission
from labelapp.benchmarks.operations import renew_blocks
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from tests.factories.assessments import complete_answers, make_submission
from tests.factories.clusters import make_cluster

MEDIA = {"cme-gold": "5.1", "cme-bronze": "B6.1"}


def submit_reports(
    cluster: Cluster,
    reports: int,
    scheme: str = "cme-gold",
    more: Mapping[str, Mapping[str, Any]] | None = None,
) -> Submission:
    """A submission with this number of reports in media; `more` are other answers, as in the scheme format."""
    answers = complete_answers(scheme)
    changed = {MEDIA[scheme]: {"regional": reports, "wider": 0}} | dict(more or {})
    for indicator, fields in changed.items():
        answers[indicator] |= fields
    submission = make_submission(cluster, scheme, answers)
    db.session.commit()
    return submission


def renew() -> None:
    """A report date: what was submitted so far goes into blocks."""
    renew_blocks(today())
    db.session.commit()


def make_group(reports: Iterable[int], **facts: Any) -> list[Cluster]:
    """Cluster organisations with these facts, each with one Gold submission, and a report date after it."""
    found = []
    for number in reports:
        found.append(make_cluster(**facts))
        submit_reports(found[-1], number)
    renew()
    return found


def make_group_apart(reports: Iterable[int], **facts: Any) -> list[Cluster]:
    """The same, in a block of their own on a database that is shared: clusters of others do not wait that day."""
    others = db.session.scalars(select(Cluster.id).where(Cluster.benchmark_consent)).all()
    agree = update(Cluster).where(Cluster.id.in_(others))
    db.session.execute(agree.values(benchmark_consent=False))
    found = make_group(reports, **facts)
    db.session.execute(agree.values(benchmark_consent=True))
    db.session.commit()
    return found
