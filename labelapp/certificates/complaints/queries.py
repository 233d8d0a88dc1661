"""Reading complaints."""

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.certificates.complaints.models import Complaint, ComplaintState, Opinion
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.extensions import db
from labelapp.reviews.interests.shut import interested_in
from labelapp.web.paging import Page, Position, read_page


def _complaints() -> Select[Complaint]:
    certificate = joinedload(Complaint.certificate)
    cluster = certificate.joinedload(Certificate.cluster)
    return select(Complaint).options(
        cluster.selectinload(Cluster.team),
        cluster.lazyload(Cluster.portfolios),
        joinedload(Complaint.officer).lazyload(User.roles),
        selectinload(Complaint.opinions).joinedload(Opinion.user).lazyload(User.roles),
    )


def find_complaint(complaint_id: int) -> Complaint | None:
    """A complaint with its certificate and that one's holder."""
    return db.session.scalars(_complaints().where(Complaint.id == complaint_id)).one_or_none()


def find_opinion(opinion_id: int) -> Opinion | None:
    """An opinion that was asked of an assessor."""
    return db.session.get(Opinion, opinion_id)


def _visible_to(user: User) -> ColumnElement[bool]:
    off = select(Certificate.id).where(Certificate.cluster_id.in_(interested_in(user)))
    return or_(Complaint.certificate_id.is_(None), Complaint.certificate_id.not_in(off))


def complaints_of_secretariat(user: User, position: Position | None) -> Page[Complaint]:
    """A page of the complaints of which a person may know, the newest first."""
    query = _complaints().where(_visible_to(user))
    return read_page(query, literal(""), Complaint.id.expression, position, descending=True)


def open_complaints(user: User) -> list[Complaint]:
    """The complaints that are not closed and of which a member of the secretariat may know, the oldest first."""
    query = _complaints().where(Complaint.state != ComplaintState.CLOSED, _visible_to(user))
    return list(db.session.scalars(query.order_by(Complaint.id)))


def statements_asked_of(user: User) -> list[Complaint]:
    """The open complaints to which the cluster organisations of a person are asked to answer and have not."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = (
        _complaints()
        .join(Certificate, Certificate.id == Complaint.certificate_id)
        .where(
            Certificate.cluster_id.in_(teams),
            Complaint.state != ComplaintState.CLOSED,
            Complaint.statement_due_on.is_not(None),
            Complaint.stated_at.is_(None),
        )
    )
    return list(db.session.scalars(query.order_by(Complaint.statement_due_on)))


def opinions_asked_of(user: User) -> list[Opinion]:
    """What an assessor is asked and has not said, in open complaints."""
    query = (
        select(Opinion)
        .join(Opinion.complaint)
        .where(
            Opinion.user_id == user.id, Opinion.given_at.is_(None), Complaint.state != ComplaintState.CLOSED
        )
        .options(joinedload(Opinion.complaint).joinedload(Complaint.certificate))
    )
    return list(db.session.scalars(query.order_by(Opinion.id)))
