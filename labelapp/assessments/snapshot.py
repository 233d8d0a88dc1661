"""The frozen copy of what was submitted. Everything after the submission points here, never to the live rows."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, Protocol

import rfc8785
from pydantic import BaseModel, ConfigDict

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, EvidenceLink, Submission
from labelapp.assessments.queries import Answers
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document, Revision
from labelapp.schemes.definition import Scheme
from labelapp.schemes.numbers import exact
from labelapp.schemes.results import IndicatorResult, Result
from labelapp.schemes.scoring import score


class Offered(Protocol):
    """A document, or files of it, offered as evidence for an indicator."""

    @property
    def indicator(self) -> str: ...

    @property
    def document(self) -> Document: ...

    @property
    def files(self) -> list[Revision]: ...

    @property
    def page(self) -> int | None: ...

    @property
    def note(self) -> str: ...


class Frozen(BaseModel):
    """The base of every part of a snapshot. Numbers that may be fractions are exact text: "4.5", "1/3"."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClusterFacts(Frozen):
    """The cluster organisation on the day of the submission."""

    id: int
    name: str
    name_language: str
    language: str
    country: str
    place: str
    founded_on: date | None
    website: str | None
    portfolios: list[str]


class SchemeFacts(Frozen):
    """The version of the scheme, and the hash of its content."""

    code: str
    version: str
    hash: str


class Evidence(Frozen):
    """A file of a document offered for an indicator, in the revision of that day.

    `page` is where to look, `note` what the team says about it.
    """

    document_id: int
    title: str
    filename: str
    content_type: str
    size: int
    pages: int | None
    sha256: str
    page: int | None
    note: str


class SharedComment(Frozen):
    """A comment that the team shared with the assessors; a `reply` belongs to the last one that is none."""

    author: str
    written_at: datetime
    text: str
    reply: bool


class IndicatorFacts(Frozen):
    """What an indicator came to by the answers. `points`, `max` and `measure` are exact text."""

    points: str | None
    max: str
    minimum_met: bool | None
    measure: str | None
    scored: bool
    status: str
    evidence: list[Evidence]
    comments: list[SharedComment] = []


class OverruledFacts(Frozen):
    """A value of the team's own in the place of a figure; `reason` is empty when nobody wrote one."""

    value: Any
    reason: str
    by: str
    at: datetime


class FigureFacts(Frozen):
    """A figure of the data room: its value on a day, how many rows it was counted from, and their SHA-256."""

    figure: str
    value: Any
    on: date
    rows: int
    digest: str
    overruled: OverruledFacts | None


class TotalFacts(Frozen):
    """The total by the answers, exact text; `percent` None when there are no points to reach."""

    points: str
    max: str
    percent: str | None


class PersonFacts(Frozen):
    """A person at the time."""

    id: int
    name: str


class Snapshot(Frozen):
    """A submission. `answers` are shaped as in the scheme format, `indicators` are in the scheme's order.

    Years in measures are counted to the day of `confirmed_at` (UTC). `figures`, by indicator and field, came with
    format 2: computed answers stand among the `answers` like the others.
    """

    format: Literal[1, 2] = 2
    assessment_id: int
    started_at: datetime
    cluster: ClusterFacts
    scheme: SchemeFacts
    answers: dict[str, dict[str, Any]]
    figures: dict[str, dict[str, FigureFacts]] = {}
    indicators: dict[str, IndicatorFacts]
    total: TotalFacts
    confirmed_by: PersonFacts
    confirmed_at: datetime


def freeze(
    assessment: Assessment,
    scheme: Scheme,
    answers: Answers,
    links: Iterable[EvidenceLink],
    *,
    comments: Mapping[str, list[SharedComment]],
    by: User,
    at: datetime,
    figures: dict[str, dict[str, FigureFacts]] | None = None,
) -> Snapshot:
    """The snapshot of a self-assessment as it stands. `by` confirmed it at `at`; `comments` are the shared ones."""
    result = score(scheme, answers, on=at.date())
    offered = list(links)
    return Snapshot(
        assessment_id=assessment.id,
        started_at=assessment.started_at,
        cluster=_cluster(assessment.cluster),
        scheme=SchemeFacts(code=scheme.code, version=scheme.version, hash=scheme.content_hash),
        answers=answers,
        figures=figures or {},
        indicators={
            code: _indicator(
                result.indicators[code],
                [link for link in offered if link.indicator == code],
                comments.get(code, []),
            )
            for code in scheme.indicators
        },
        total=_total(result),
        confirmed_by=PersonFacts(id=by.id, name=by.name),
        confirmed_at=at,
    )


def _cluster(cluster: Cluster) -> ClusterFacts:
    return ClusterFacts(
        id=cluster.id,
        name=cluster.name,
        name_language=cluster.name_language,
        language=cluster.language,
        country=cluster.country,
        place=cluster.place,
        founded_on=cluster.founded_on,
        website=cluster.website,
        portfolios=sorted(cluster.portfolio_codes),
    )


def _indicator(
    result: IndicatorResult, links: list[EvidenceLink], comments: list[SharedComment]
) -> IndicatorFacts:
    return IndicatorFacts(
        points=_text(result.points),
        max=exact(result.max),
        minimum_met=result.minimum_met,
        measure=_text(result.measure),
        scored=result.scored,
        status=str(result.status),
        evidence=[evidence for link in links for evidence in evidence_files(link)],
        comments=comments,
    )


def evidence_files(link: Offered) -> list[Evidence]:
    """One entry for each file that is offered, in its newest revision; the page is one of the first file."""
    document, files = link.document, link.files
    several = len(document.files) > 1
    return [
        Evidence(
            document_id=document.id,
            title=f"{document.title} ({file.filename})" if several else document.title,
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            pages=file.pages,
            sha256=file.sha256,
            page=link.page if file is files[0] else None,
            note=link.note,
        )
        for file in files
    ]


def _total(result: Result) -> TotalFacts:
    total = result.total
    return TotalFacts(points=exact(total.points), max=exact(total.max), percent=_text(total.percent))


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as it is kept in `Submission.content`."""
    return snapshot.model_dump(mode="json")


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of a kept snapshot."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def load(submission: Submission) -> Snapshot:
    """The snapshot of a submission. Raises pydantic's ValidationError if the row is not one."""
    return Snapshot.model_validate(submission.content)


def frozen_evidence(submission: Submission, sha256: str) -> Evidence | None:
    """The file with this hash among the evidence of a submission."""
    return evidence_in(load(submission), sha256)


def evidence_in(snapshot: Snapshot, sha256: str) -> Evidence | None:
    """The file with this hash among the evidence of a snapshot."""
    offered = (one for facts in snapshot.indicators.values() for one in facts.evidence)
    return next((one for one in offered if one.sha256 == sha256), None)
