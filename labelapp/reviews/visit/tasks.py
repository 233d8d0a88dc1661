"""What waits for people because of a visit."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clock import today
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.visit.models import Visit
from labelapp.reviews.visit.zones import to_local
from labelapp.web.tasks import Task


def visit_tasks(user: User) -> Iterator[Task]:
    """Visits to the person's own cluster organisations that are still to come; one statement and its parts."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = (
        select(Visit)
        .join(Visit.review)
        .join(Review.submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id.in_(teams), Visit.sent_at.is_not(None), Visit.attended_at.is_(None))
        .options(selectinload(Visit.slots), joinedload(Visit.review).joinedload(Review.submission))
        .order_by(Visit.id)
    )
    for visit in db.session.scalars(query):
        begins = to_local(visit.slots[0].starts_at, visit.timezone).date()
        if begins < today():
            continue
        cluster: Cluster = cluster_of(visit.review)
        yield Task(
            title=_("Visit of the assessors: %(cluster)s", cluster=cluster.name),
            detail=_("Read what they want to see and to ask, and have the documents at hand."),
            url=url_for("visits.show", review_id=visit.review_id),
            action=_("Read the agenda"),
            due=begins,
        )
