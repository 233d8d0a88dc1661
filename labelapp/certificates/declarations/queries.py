"""Reading declarations."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.holders import spoken_for_by
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.queries import followed
from labelapp.certificates.surveillance.queries import known_to
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.web.paging import Page, Position, read_page


class Which(StrEnum):
    """Parts of the secretariat's list."""

    SENT = "sent"
    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"


def still_holds(day: date) -> list[ColumnElement[bool]]:
    """Certificates of which a declaration is asked: begun, not expired, and with nothing in their place."""
    return [
        Certificate.valid_from <= day,
        Certificate.valid_until >= day,
        Certificate.withdrawn_on.is_(None),
        Certificate.superseded_on.is_(None),
        ~followed(),
    ]


def find_declaration(declaration_id: int) -> Declaration | None:
    """One declaration."""
    return db.session.get(Declaration, declaration_id)


def declarations_of(certificate: Certificate) -> list[Declaration]:
    """All declarations on one certificate, the newest first."""
    query = select(Declaration).where(Declaration.certificate_id == certificate.id)
    return list(db.session.scalars(query.order_by(Declaration.anniversary.desc())))


def declarations_asked_of(user: User, day: date) -> Sequence[Declaration]:
    """What was asked of the holders for which a person speaks, and was not sent."""
    query = (
        select(Declaration)
        .join(Declaration.certificate)
        .where(
            Certificate.cluster_id.in_(spoken_for_by(user)), Declaration.sent_at.is_(None), *still_holds(day)
        )
        .options(joinedload(Declaration.certificate))
    )
    return db.session.scalars(query.order_by(Declaration.due_on, Declaration.id)).all()


def list_declarations(user: User, which: Which, day: date, position: Position | None) -> Page[Declaration]:
    """A page of the declarations of which an officer may know, by their date."""
    query = _known(user, which, day).options(
        joinedload(Declaration.certificate, innerjoin=True)
        .joinedload(Certificate.cluster, innerjoin=True)
        .lazyload(Cluster.portfolios)
    )
    text = cast(Declaration.due_on, String).label("due")
    return read_page(query, text, Declaration.id.expression, position, descending=which is Which.DONE)


def count_declarations(user: User, which: Which, day: date) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(_known(user, which, day).subquery())) or 0


def _known(user: User, which: Which, day: date) -> Select[Declaration]:
    waiting = [Declaration.sent_at.is_(None), *still_holds(day)]
    conditions: dict[Which, list[ColumnElement[bool]]] = {
        Which.SENT: [Declaration.sent_at.is_not(None), Declaration.judged_at.is_(None)],
        Which.OVERDUE: [*waiting, Declaration.due_on < day],
        Which.OPEN: [*waiting, Declaration.due_on >= day],
        Which.DONE: [Declaration.judged_at.is_not(None)],
    }
    return select(Declaration).join(Declaration.certificate).where(known_to(user), *conditions[which])
