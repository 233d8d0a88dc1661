"""Where self-assessments use documents of the evidence library."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.assessments.models import Assessment, AssessmentState, EvidenceLink, Submission
from labelapp.assessments.queries import scheme_of
from labelapp.clusters.models import Cluster
from labelapp.evidence.uses import Use
from labelapp.extensions import db
from labelapp.web.formats import date_long
from labelapp.web.locale import scheme_text


def document_uses(cluster: Cluster, document_ids: Iterable[int] | None) -> list[Use]:
    """The indicators for which documents are offered, newest self-assessment first.

    Submissions are read only for chosen documents: then each use says what was frozen.
    """
    links = _links(cluster, document_ids)
    frozen = {} if document_ids is None else _submissions({link.assessment_id for link in links})
    return [_use(link, frozen.get(link.assessment_id)) for link in links]


def _links(cluster: Cluster, document_ids: Iterable[int] | None) -> list[EvidenceLink]:
    query = (
        select(EvidenceLink)
        .join(EvidenceLink.assessment)
        .where(Assessment.cluster_id == cluster.id, Assessment.state != AssessmentState.CANCELLED)
        .options(
            joinedload(EvidenceLink.assessment, innerjoin=True)
            .joinedload(Assessment.submission)
            .load_only(Submission.submitted_at)
        )
        .order_by(Assessment.started_at.desc(), EvidenceLink.id)
    )
    if document_ids is not None:
        query = query.where(EvidenceLink.document_id.in_(list(document_ids)))
    return list(db.session.scalars(query))


def _submissions(assessment_ids: set[int]) -> dict[int, dict[str, Any]]:
    query = select(Submission.assessment_id, Submission.content).where(
        Submission.assessment_id.in_(assessment_ids)
    )
    return {row.assessment_id: row.content for row in db.session.execute(query)}


def _use(link: EvidenceLink, content: dict[str, Any] | None) -> Use:
    assessment, code = link.assessment, link.indicator
    indicator = scheme_of(assessment).indicators[code]
    return Use(
        document_id=link.document_id,
        case=_case(assessment),
        spot=f"{code} {scheme_text(indicator.name)}",
        url=url_for("assessments.indicator", assessment_id=assessment.id, code=code, _anchor="evidence"),
        page=link.page,
        note=link.note,
        frozen=_frozen(content, code, link.document_id) if content else None,
    )


def _case(assessment: Assessment) -> str:
    scheme = scheme_of(assessment)
    name = f"{scheme_text(scheme.name)} {scheme.version}"
    if assessment.submission is None:
        return str(_("%(scheme)s, in progress", scheme=name))
    return str(
        _(
            "%(scheme)s, submitted on %(date)s",
            scheme=name,
            date=date_long(assessment.submission.submitted_at),
        )
    )


def _frozen(content: dict[str, Any], code: str, document_id: int) -> tuple[str, ...]:
    offered = content["indicators"][code]["evidence"]
    return tuple(one["sha256"] for one in offered if one["document_id"] == document_id)
