"""What a batch could do now: awards without a certificate, renamed holders, certificates to print again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload
from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.batches.models import Batch, BatchItem, BatchKind, BatchState, ItemState
from labelapp.certificates.handing_over import is_being_heard
from labelapp.certificates.models import Certificate, CertificatePrint, Origin
from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import IN_FORCE, status_expression
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db
from labelapp.reviews.case import scheme_of
from labelapp.reviews.interests.shut import interested_in
from labelapp.reviews.models import Review

MOST = 1000  # items of one batch


@dataclass(frozen=True)
class Wish:
    """Which of them are wanted; nothing chosen means all. `printed_before` also finds what was never printed."""

    text: str = ""
    level: str = ""
    country: str = ""
    printed_before: date | None = None

    @property
    def words(self) -> list[str]:
        """What is searched, in small letters."""
        return self.text.lower().split()


def read_wish(arguments: MultiDict[str, str]) -> Wish:
    """The wish in an address; what cannot be understood is left out."""
    level = arguments.get("level", "")
    try:
        before = date.fromisoformat(arguments.get("before", ""))
    except ValueError:
        before = None
    return Wish(
        text=arguments.get("q", "").replace("\0", "").strip()[:100],
        level=level if level in LEVELS else "",
        country=arguments.get("country", "")[:2].upper().replace("\0", ""),
        printed_before=before,
    )


@dataclass(frozen=True)
class Candidate:
    """Something that a batch could do: `id` is a decision's or a certificate's.

    `holder` and `place` are what the certificate would say, `before` the name or place that it says today.
    """

    id: int
    serial: str
    holder: str
    language: str
    place: str
    country: str
    level: str
    before: str
    day: date

    def fits(self, wish: Wish) -> bool:
        """Whether it is wanted."""
        text = f"{self.holder} {self.before} {self.place} {self.serial}".lower()
        return (
            wish.level in ("", self.level)
            and wish.country in ("", self.country)
            and all(word in text for word in wish.words)
        )


def candidates(kind: BatchKind, user: User, wish: Wish) -> list[Candidate]:
    """What an officer may let a batch do, in the order in which it would be done."""
    found = {
        BatchKind.ISSUE: _awards,
        BatchKind.REISSUE: _renamed,
        BatchKind.REPRINT: _printed,
    }[kind](user, wish)
    return [one for one in found if one.fits(wish)]


def count_candidates(kind: BatchKind, user: User) -> int:
    """How many there are in all, counted where they are kept."""
    query: Select[Any] = {
        BatchKind.ISSUE: _waiting_awards,
        BatchKind.REISSUE: _renamed_since,
        BatchKind.REPRINT: _in_force,
    }[kind](user)
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    return db.session.scalar(counted) or 0


def _taken(source: Any, row: Any) -> ColumnElement[bool]:
    """Whether a batch under way has the row on its list already."""
    under_way = [BatchState.RUNNING, BatchState.PAUSED]
    return exists().where(
        source == row,
        BatchItem.state == ItemState.WAITING,
        BatchItem.batch_id == Batch.id,
        Batch.state.in_(under_way),
    )


def _waiting_awards(user: User) -> Select[Decision]:
    later = aliased(Decision)
    return (
        select(Decision)
        .join(Decision.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(
            Decision.outcome == Outcome.AWARD,
            ~exists().where(Certificate.decision_id == Decision.id),
            ~exists().where(later.replaces_id == Decision.id),
            Assessment.cluster_id.not_in(interested_in(user)),
            ~_taken(BatchItem.decision_id, Decision.id),
        )
    )


def _awards(user: User, wish: Wish) -> list[Candidate]:
    query = _waiting_awards(user).options(joinedload(Decision.review).joinedload(Review.submission))
    found = []
    for decision in db.session.scalars(query.order_by(Decision.decided_on, Decision.id)):
        facts = decision.review.submission.content["cluster"]
        one = Candidate(
            id=decision.id,
            serial="",
            holder=facts["name"],
            language=facts["name_language"],
            place=facts["place"],
            country=facts["country"],
            level=scheme_of(decision.review).level,
            before="",
            day=decision.decided_on,
        )
        found.append(one)
    return found


def _in_force(user: User) -> Select[Certificate]:
    """Those taken over from an earlier register are left out: their documents were made there."""
    return (
        select(Certificate)
        .join(Certificate.cluster)
        .options(joinedload(Certificate.cluster, innerjoin=True).lazyload(Cluster.portfolios))
        .where(
            status_expression(today()).in_([status.value for status in IN_FORCE]),
            Certificate.origin == Origin.ISSUED,
            Certificate.cluster_id.not_in(interested_in(user)),
            ~_taken(BatchItem.certificate_id, Certificate.id),
        )
        .order_by(Certificate.id)
    )


def _renamed_since(user: User) -> Select[Certificate]:
    return _in_force(user).where(
        or_(
            Certificate.holder != Cluster.name,
            Certificate.place != Cluster.place,
            Certificate.country != Cluster.country,
        ),
        ~is_being_heard(Certificate.id.expression),
    )


def _renamed(user: User, wish: Wish) -> list[Candidate]:
    return [_renamed_one(one) for one in db.session.scalars(_renamed_since(user))]


def _renamed_one(certificate: Certificate) -> Candidate:
    cluster = certificate.cluster
    renamed = certificate.holder != cluster.name
    return Candidate(
        id=certificate.id,
        serial=certificate.serial,
        holder=cluster.name,
        language=cluster.name_language,
        place=cluster.place,
        country=cluster.country,
        level=certificate.level,
        before=certificate.holder if renamed else certificate.place,
        day=certificate.valid_until,
    )


def _printed(user: User, wish: Wish) -> list[Candidate]:
    query = _in_force(user)
    if wish.printed_before is not None:
        latest = (
            select(func.max(CertificatePrint.printed_at))
            .where(CertificatePrint.certificate_id == Certificate.id)
            .correlate(Certificate)
            .scalar_subquery()
        )
        moment = datetime.combine(wish.printed_before, time(), UTC)
        query = query.where(or_(latest.is_(None), latest < moment))
    return [
        Candidate(
            id=one.id,
            serial=one.serial,
            holder=one.holder,
            language=one.holder_language,
            place=one.place,
            country=one.country,
            level=one.level,
            before="",
            day=one.valid_until,
        )
        for one in db.session.scalars(query)
    ]
