"""Reading flags."""

from collections.abc import Sequence

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.certificates.flags.models import Flag, FlagOutcome
from labelapp.certificates.holders import spoken_for_by
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.queries import known_to
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page


def find_flag(flag_id: int) -> Flag | None:
    """One flag."""
    return db.session.get(Flag, flag_id)


def list_flags(user: User, position: Position | None, *, decided: bool) -> Page[Flag]:
    """A page of the flags of which an officer may know: those to decide, the oldest first, or the decided ones."""
    query = _known(user, decided).options(
        joinedload(Flag.certificate, innerjoin=True)
        .joinedload(Certificate.cluster, innerjoin=True)
        .lazyload(Cluster.portfolios)
    )
    return read_page(query, literal(""), Flag.id.expression, position, descending=decided)


def count_flags(user: User) -> int:
    """How many wait for a decision."""
    return db.session.scalar(select(func.count()).select_from(_known(user, decided=False).subquery())) or 0


def flags_on(certificate: Certificate) -> list[Flag]:
    """The flags of one certificate that are not decided, the oldest first."""
    query = select(Flag).where(Flag.certificate_id == certificate.id, Flag.decided_at.is_(None))
    return list(db.session.scalars(query.order_by(Flag.id)))


def assessments_asked_of(user: User) -> Sequence[Flag]:
    """The new assessments that the secretariat asks of the cluster organisations for which a person speaks."""
    query = (
        select(Flag)
        .join(Flag.certificate)
        .where(
            Flag.outcome == FlagOutcome.REASSESSMENT,
            Certificate.cluster_id.in_(spoken_for_by(user)),
            Certificate.withdrawn_on.is_(None),
            Certificate.superseded_on.is_(None),
        )
        .options(joinedload(Flag.certificate))
    )
    return db.session.scalars(query.order_by(Flag.reassess_by, Flag.id)).all()


def _known(user: User, decided: bool) -> Select[Flag]:
    state = Flag.decided_at.is_not(None) if decided else Flag.decided_at.is_(None)
    return select(Flag).join(Flag.certificate).where(state, known_to(user))
