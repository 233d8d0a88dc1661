"""Starting from the last cycle: answers and evidence of an earlier submission, each of them to be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from labelapp.accounts.models import User
from labelapp.assessments.computed import bound_fields
from labelapp.assessments.models import (
    Answer,
    AnswerChange,
    AnswerOrigin,
    Assessment,
    Carry,
    EvidenceLink,
    Submission,
)
from labelapp.assessments.queries import newest_submissions_of, scheme_of
from labelapp.assessments.snapshot import Evidence, Snapshot, load
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster
from labelapp.dataroom.figures import figures_of
from labelapp.events.log import record
from labelapp.evidence.models import Document
from labelapp.extensions import db, schemes
from labelapp.schemes.comparing import Comparison, compare
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import UnknownScheme


@dataclass(frozen=True)
class Source:
    """An earlier submission from which a self-assessment can start, and how many answers it brings along."""

    submission: Submission
    snapshot: Snapshot
    scheme: Scheme
    answers: int


def sources(cluster: Cluster, scheme: Scheme) -> list[Source]:
    """The newest submission under each scheme that shares questions with this one; under the same scheme first.

    Silver and Gold ask the same indicators: who has Silver need not type them again for Gold.
    """
    found = []
    for submission in newest_submissions_of(cluster):
        snapshot = load(submission)
        old = scheme_of_snapshot(snapshot)
        if old is None:
            continue
        fitting = sum(1 for _ in _fitting(snapshot, compare(old, scheme)))
        if fitting:
            found.append(Source(submission, snapshot, old, fitting))
    return sorted(found, key=lambda one: one.scheme.code != scheme.code)


def scheme_of_snapshot(snapshot: Snapshot) -> Scheme | None:
    """The version under which it was submitted; None when the library does not hold it any more."""
    try:
        return schemes().get(snapshot.scheme.code, snapshot.scheme.version)
    except UnknownScheme:
        return None


def _fitting(snapshot: Snapshot, comparison: Comparison) -> Iterable[tuple[str, str, Any]]:
    for indicator, fields in snapshot.answers.items():
        for field, value in fields.items():
            if comparison.carries((indicator, field), value):
                yield indicator, field, value


def carry_over(assessment: Assessment, source: Source, by: User) -> None:
    """Take over what fits the scheme of a new self-assessment; everything is to be confirmed.

    What the data room counts by now is not taken over: the figure of today is the better answer.

    Answers that do not fit stay in the earlier submission, which the pages show beside the new answers; so do
    documents that were removed since.
    """
    scheme = scheme_of(assessment)
    counted = {
        (bound.indicator, bound.field.code)
        for bound in bound_fields(scheme, figures_of(assessment.cluster, today()))
    }
    rows = [
        {
            "assessment_id": assessment.id,
            "indicator": indicator,
            "field": field,
            "version": 1,
            "content": {"value": value},
            "origin": AnswerOrigin.CARRIED,
            "changed_at": now(),
            "changed_by_id": by.id,
        }
        for indicator, field, value in _fitting(source.snapshot, compare(source.scheme, scheme))
        if (indicator, field) not in counted
    ]
    if rows:
        db.session.execute(insert(Answer), [row | {"to_confirm": True} for row in rows])
        db.session.execute(insert(AnswerChange), rows)
    links = _carried_links(assessment, source.snapshot, scheme, by)
    db.session.add_all(links)
    db.session.add(Carry(assessment_id=assessment.id, submission_id=source.submission.id))
    db.session.flush()
    record(
        "assessment.carried",
        assessment,
        actor=by,
        submission=source.submission.id,
        answers=len(rows),
        documents=len(links),
    )


def _carried_links(
    assessment: Assessment, snapshot: Snapshot, scheme: Scheme, by: User
) -> list[EvidenceLink]:
    """A link for each document that is still there: to the one file that was offered of several, else to all."""
    query = select(Document).where(
        Document.cluster_id == assessment.cluster_id, Document.removed_at.is_(None)
    )
    there = {document.id: document for document in db.session.scalars(query)}
    links = []
    for code, facts in snapshot.indicators.items():
        offered: dict[int, list[Evidence]] = {}
        for one in facts.evidence:
            offered.setdefault(one.document_id, []).append(one)
        links += [
            EvidenceLink(
                assessment_id=assessment.id,
                indicator=code,
                document_id=document_id,
                file=_file_of(there[document_id], files),
                page=files[0].page,
                note=files[0].note,
                to_confirm=True,
                linked_at=now(),
                linked_by_id=by.id,
            )
            for document_id, files in offered.items()
            if code in scheme.indicators and document_id in there
        ]
    return links


def _file_of(document: Document, offered: list[Evidence]) -> int | None:
    if len(offered) > 1 or len(document.files) == 1:
        return None
    return next((one.file for one in document.revisions if one.sha256 == offered[0].sha256), None)
