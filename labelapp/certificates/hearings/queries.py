"""Reading hearings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, cast, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.certificates.hearings.models import Act, Hearing, HearingDocument
from labelapp.certificates.holders import spoken_for_by
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.surveillance.queries import known_to
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Revision
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page


@dataclass(frozen=True)
class Intended:
    """An act that an officer means to do with a certificate."""

    certificate: Certificate
    act: Act


@dataclass(frozen=True)
class Attached:
    """A file that goes with an answer."""

    hearing: Hearing
    revision: Revision


def find_intended(code: str, act: str) -> Intended | None:
    """A certificate and what is meant to be done with it."""
    certificate = find_certificate(code)
    return Intended(certificate, Act(act)) if certificate and act in set(Act) else None


def find_hearing(hearing_id: int) -> Hearing | None:
    """One hearing."""
    return db.session.get(Hearing, hearing_id)


def find_attached(hearing_id: int, revision_id: int) -> Attached | None:
    """A file that was sent with the answer; None for any other."""
    hearing = find_hearing(hearing_id)
    found = [one.revision for one in hearing.documents if one.revision_id == revision_id] if hearing else []
    return Attached(hearing, found[0]) if hearing and found else None


def list_hearings(user: User, position: Position | None, *, closed: bool) -> Page[Hearing]:
    """A page of the hearings of which an officer may know, by the end of their period."""
    query = _known(user, closed).options(
        joinedload(Hearing.certificate, innerjoin=True)
        .joinedload(Certificate.cluster, innerjoin=True)
        .lazyload(Cluster.portfolios)
    )
    text = cast(Hearing.due_on, String).label("due")
    return read_page(query, text, Hearing.id.expression, position, descending=closed)


def open_hearings(user: User) -> Sequence[Hearing]:
    """The hearings that are not decided and of which an officer may know."""
    query = _known(user, closed=False).options(joinedload(Hearing.certificate, innerjoin=True))
    return db.session.scalars(query.order_by(Hearing.due_on, Hearing.id)).all()


def hearings_on(certificate: Certificate) -> list[Hearing]:
    """All hearings on one certificate, the newest first."""
    query = select(Hearing).where(Hearing.certificate_id == certificate.id)
    return list(db.session.scalars(query.order_by(Hearing.id.desc())))


def hearings_of(user: User) -> Sequence[Hearing]:
    """The hearings that wait for the answer of a holder for which a person speaks."""
    query = (
        select(Hearing)
        .join(Hearing.certificate)
        .where(
            Certificate.cluster_id.in_(spoken_for_by(user)),
            Hearing.decided_at.is_(None),
            Hearing.answered_at.is_(None),
        )
        .options(joinedload(Hearing.certificate))
    )
    return db.session.scalars(query.order_by(Hearing.due_on, Hearing.id)).all()


def attached_of(cluster: Cluster, document_ids: Iterable[int] | None) -> Sequence[tuple[Revision, Hearing]]:
    """The files of a library that were sent with answers; of some documents or of all."""
    query = (
        select(Revision, Hearing)
        .join(HearingDocument, HearingDocument.revision_id == Revision.id)
        .join(Hearing, Hearing.id == HearingDocument.hearing_id)
        .join(Hearing.certificate)
        .where(Certificate.cluster_id == cluster.id)
    )
    if document_ids is not None:
        query = query.where(Revision.document_id.in_(list(document_ids)))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Hearing.id, Revision.id))]


def _known(user: User, closed: bool) -> Select[Hearing]:
    state = Hearing.decided_at.is_not(None) if closed else Hearing.decided_at.is_(None)
    return select(Hearing).join(Hearing.certificate).where(state, known_to(user))
