"""Which certificates wait for their renewal, and how far it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.queries import OPEN_STATES
from labelapp.certificates.holders import spoken_for_by
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import RANKS
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.rules import surveillance_rules
from labelapp.certificates.surveillance.queries import known_to
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db, schemes
from labelapp.reviews.models import Review
from labelapp.schemes.months import add_months
from labelapp.schemes.renewal import opens_on
from labelapp.schemes.surveillance import Surveillance
from labelapp.web.paging import Page, Position, read_page


def waiting_on(day: date) -> list[ColumnElement[bool]]:
    """Certificates whose renewal may be open: nothing took their place, nothing ended them, and grace is not over.

    The opening is a rule of each scheme; the earliest of all bounds what is looked at.
    """
    return [
        Certificate.valid_from <= day,
        Certificate.valid_until <= add_months(day, _earliest_opening()),
        Certificate.renewable_until >= day,
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        ~followed(),
    ]


def _earliest_opening() -> int:
    rules = [Surveillance(), *(scheme.surveillance for scheme in schemes().all())]
    return max(rule.renewal_opens for rule in rules)


def followed() -> ColumnElement[bool]:
    """Another certificate of the holder, of this level or a higher one, holds longer.

    Issued here it has superseded this one; a register that was taken over may hold both without saying so.
    """
    other = aliased(Certificate)
    higher = _rank(other) > _rank(Certificate)
    same = and_(
        other.level == Certificate.level,
        or_(other.level.in_(RANKS), other.scheme_code == Certificate.scheme_code),
    )
    return exists().where(
        other.cluster_id == Certificate.cluster_id,
        other.withdrawn_on.is_(None),
        other.valid_until > Certificate.valid_until,
        or_(higher, same),
    )


def _rank(certificate: Any) -> ColumnElement[int]:
    return case(RANKS, value=certificate.level, else_=0)


def is_open(certificate: Certificate, day: date) -> bool:
    """Whether its holder may renew it today."""
    if opens_on(surveillance_rules(certificate), certificate.valid_until) > day:
        return False
    query = select(Certificate.id).where(Certificate.id == certificate.id, *waiting_on(day))
    return db.session.scalar(query) is not None


def renewals_of(user: User, day: date) -> list[Certificate]:
    """The certificates that somebody may renew today, the most urgent first."""
    query = select(Certificate).where(Certificate.cluster_id.in_(spoken_for_by(user)), *waiting_on(day))
    found = db.session.scalars(query.order_by(Certificate.valid_until, Certificate.id))
    return [one for one in found if opens_on(surveillance_rules(one), one.valid_until) <= day]


def reminded(certificate: Certificate, due_on: date) -> bool:
    """Whether this mail, or one of a later day, was written."""
    query = select(RenewalReminder.id).where(
        RenewalReminder.certificate_id == certificate.id, RenewalReminder.due_on >= due_on
    )
    return db.session.scalars(query.limit(1)).first() is not None


def under_way(certificate: Certificate) -> Assessment | None:
    """The newest self-assessment for this level or a higher one that was begun since the issue and was not refused."""
    return under_way_of([certificate]).get(certificate.id)


def under_way_of(certificates: Sequence[Certificate]) -> dict[int, Assessment]:
    """The same for several, by id of the certificate, in one statement."""
    query = select(Assessment).where(
        Assessment.cluster_id.in_({one.cluster_id for one in certificates}),
        Assessment.state.in_([*OPEN_STATES, AssessmentState.SUBMITTED]),
        not_refused(),
    )
    found = db.session.scalars(query.order_by(Assessment.id)).all() if certificates else []
    return {
        certificate.id: assessment
        for certificate in certificates
        for assessment in found
        if assessment.cluster_id == certificate.cluster_id
        and assessment.started_at > certificate.issued_at
        and assessment.scheme_code in renewing_schemes(certificate)
    }


def not_refused() -> ColumnElement[bool]:
    """Self-assessments on which no refusal followed."""
    return ~exists().where(
        Submission.assessment_id == Assessment.id,
        Review.submission_id == Submission.id,
        Decision.review_id == Review.id,
        Decision.outcome == Outcome.REFUSE,
    )


def renewing_schemes(certificate: Certificate) -> Sequence[str]:
    """The codes of the schemes whose award renews or supersedes it."""
    if certificate.level not in RANKS:
        return [certificate.scheme_code]
    return schemes_from(certificate.level)


def schemes_from(level: str) -> Sequence[str]:
    """The codes of the schemes of a level and of those above it."""
    return sorted({one.code for one in schemes().all() if RANKS.get(one.level, 0) >= RANKS[level]})


def scheme_to_start(certificate: Certificate, day: date) -> str | None:
    """The code of the scheme under which it is renewed: its own, or another of its level when that one is closed."""
    offered = schemes().latest(day)
    own = [one.code for one in offered if one.code == certificate.scheme_code]
    level = [one.code for one in offered if one.level == certificate.level and certificate.level in RANKS]
    return next(iter([*own, *level]), None)


def list_renewals(user: User, day: date, position: Position | None) -> Page[Certificate]:
    """A page of the certificates in the time of their renewal, by expiry; none in which the officer has an interest."""
    query = (
        select(Certificate)
        .where(*waiting_on(day), known_to(user))
        .options(joinedload(Certificate.cluster, innerjoin=True).lazyload(Cluster.portfolios))
    )
    text = cast(Certificate.valid_until, String).label("until")
    return read_page(query, text, Certificate.id.expression, position)


def last_reminders(certificates: Sequence[Certificate]) -> dict[int, date]:
    """When the last mail about each was due."""
    query = (
        select(RenewalReminder.certificate_id, func.max(RenewalReminder.due_on))
        .where(RenewalReminder.certificate_id.in_([one.id for one in certificates]))
        .group_by(RenewalReminder.certificate_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
