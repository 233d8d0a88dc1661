"""Where clarifications use documents of the evidence library."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import Cluster
from labelapp.evidence.uses import Use
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.clarifications.models import ClarificationEvidence, ClarificationRound
from labelapp.reviews.models import Review
from labelapp.web.locale import scheme_text


def document_uses(cluster: Cluster, document_ids: Iterable[int] | None) -> list[Use]:
    """The indicators for which documents were offered in rounds of clarifications."""
    review = joinedload(ClarificationRound.review, innerjoin=True).joinedload(
        Review.submission, innerjoin=True
    )
    query = (
        select(ClarificationEvidence, ClarificationRound)
        .join(ClarificationRound, ClarificationRound.id == ClarificationEvidence.round_id)
        .join(ClarificationRound.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id == cluster.id)
        .options(review.defer(Submission.content))
        .order_by(ClarificationEvidence.id)
    )
    if document_ids is not None:
        query = query.where(ClarificationEvidence.document_id.in_(list(document_ids)))
    return [_use(offer, round_) for offer, round_ in db.session.execute(query)]


def _use(offer: ClarificationEvidence, round_: ClarificationRound) -> Use:
    code = offer.indicator
    name = scheme_text(scheme_of(round_.review).indicators[code].name)
    return Use(
        document_id=offer.document_id,
        case=_("Clarifications, round %(number)s", number=round_.number),
        spot=f"{code} {name}",
        url=url_for("clarifications.reply", round_id=round_.id, code=code),
        page=offer.page,
        note=offer.note,
        frozen=_frozen(round_, offer),
    )


def _frozen(round_: ClarificationRound, offer: ClarificationEvidence) -> tuple[str, ...] | None:
    """The files that a hand-in froze; None while the use follows new revisions."""
    if round_.content is None:
        return None
    evidence = round_.content["indicators"][offer.indicator]["evidence"]
    return tuple(one["sha256"] for one in evidence if one["document_id"] == offer.document_id)
