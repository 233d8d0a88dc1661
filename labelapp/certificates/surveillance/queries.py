"""Reading what the surveillance of certificates looks at."""

from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, func, select
from sqlalchemy.orm import defer, joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.reviews.interests.shut import declared, interested_in
from labelapp.web.paging import Page, Position, read_page


def find_mark(mark_id: int) -> SurveillanceMark | None:
    """One mark with its certificate."""
    return db.session.get(SurveillanceMark, mark_id)


def marks_on(certificate: Certificate) -> list[SurveillanceMark]:
    """What is to be looked at in the surveillance of a certificate, the newest first."""
    query = select(SurveillanceMark).where(SurveillanceMark.certificate_id == certificate.id)
    return list(db.session.scalars(query.order_by(SurveillanceMark.id.desc())))


def list_marks(user: User, position: Position | None, *, done: bool) -> Page[SurveillanceMark]:
    """A page of the marks that an officer may see, by their day: those to look at, or those that are done."""
    state = SurveillanceMark.done_at.is_not(None) if done else SurveillanceMark.done_at.is_(None)
    query = (
        select(SurveillanceMark)
        .join(SurveillanceMark.certificate)
        .where(state, *visible_to(user))
        .options(
            joinedload(SurveillanceMark.certificate, innerjoin=True)
            .joinedload(Certificate.cluster, innerjoin=True)
            .lazyload(Cluster.portfolios),
            joinedload(SurveillanceMark.marked_by, innerjoin=True).lazyload(User.roles),
        )
    )
    text = cast(SurveillanceMark.due_on, String).label("due")
    return read_page(query, text, SurveillanceMark.id.expression, position, descending=done)


def count_due(user: User, until: date) -> int:
    """How many marks are to be looked at by a day."""
    query = (
        select(func.count(SurveillanceMark.id))
        .join(SurveillanceMark.certificate)
        .where(SurveillanceMark.done_at.is_(None), SurveillanceMark.due_on <= until, *visible_to(user))
    )
    return db.session.scalar(query) or 0


def visible_to(user: User) -> list[ColumnElement[bool]]:
    """The list's form of `policy.may_see_marks`, for a query with `Certificate` among its tables."""
    undeclared = (
        exists()
        .where(
            Submission.assessment_id == Assessment.id,
            Assessment.cluster_id == Certificate.cluster_id,
            ~declared(user),
        )
        .correlate(Certificate)
    )
    return [Certificate.cluster_id.not_in(interested_in(user)), ~undeclared]


def known_to(user: User) -> ColumnElement[bool]:
    """The list's form of `officers.may_know`."""
    return Certificate.cluster_id.not_in(interested_in(user))


def undeclared_case(user: User, certificate: Certificate) -> Submission | None:
    """A case of the holder about which an officer has still to declare."""
    query = (
        select(Submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id == certificate.cluster_id, ~declared(user))
        .options(defer(Submission.content))
    )
    return db.session.scalars(query.order_by(Submission.id.desc())).first()
