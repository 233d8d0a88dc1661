"""Reading efforts and plans."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.decisions.models import Decision
from labelapp.extensions import db
from labelapp.plans.models import ExpectedEffort, ItemState, PlanItem
from labelapp.reviews.models import Report, Review
from labelapp.schemes.improvement import Effort


def efforts_of(assessment: Assessment) -> dict[str, Effort]:
    """The efforts that the team has said, by indicator."""
    query = select(ExpectedEffort.indicator, ExpectedEffort.effort)
    rows = db.session.execute(query.where(ExpectedEffort.assessment_id == assessment.id))
    return {row.indicator: row.effort for row in rows}


def _items() -> Select[PlanItem]:
    owner = joinedload(PlanItem.owner).lazyload(User.roles)
    return select(PlanItem).options(owner).order_by(PlanItem.due_on.is_(None), PlanItem.due_on, PlanItem.id)


def items_of(cluster: Cluster) -> list[PlanItem]:
    """The plan of a cluster organisation, what is due first on top."""
    return list(db.session.scalars(_items().where(PlanItem.cluster_id == cluster.id)))


def find_item(item_id: int) -> PlanItem | None:
    """One improvement, with its cluster organisation and that one's team."""
    cluster = joinedload(PlanItem.cluster, innerjoin=True)
    query = _items().where(PlanItem.id == item_id)
    people = cluster.selectinload(Cluster.team).joinedload(TeamMember.user)
    return db.session.scalars(query.options(people, cluster.lazyload(Cluster.portfolios))).one_or_none()


def undone_items_owned_by(user: User) -> list[PlanItem]:
    """What a person has to do in the plans of the teams in which they still are."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = _items().where(
        PlanItem.owner_id == user.id, PlanItem.state != ItemState.DONE, PlanItem.cluster_id.in_(teams)
    )
    cluster = joinedload(PlanItem.cluster, innerjoin=True).lazyload(Cluster.portfolios)
    return list(db.session.scalars(query.options(cluster)))


def undone_items_of_teams(user: User) -> list[PlanItem]:
    """What is not done in the plans of a person's cluster organisations, with these."""
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = _items().where(PlanItem.state != ItemState.DONE, PlanItem.cluster_id.in_(teams))
    cluster = joinedload(PlanItem.cluster, innerjoin=True).lazyload(Cluster.portfolios)
    return list(db.session.scalars(query.options(cluster)))


def report_decided_on(assessment: Assessment) -> Report | None:
    """The assessment report on a self-assessment once it has been decided on, the one of a re-examination if any."""
    query = (
        select(Report)
        .join(Review, Report.review_id == Review.id)
        .join(Decision, Decision.review_id == Review.id)
        .join(Submission, Review.submission_id == Submission.id)
        .where(Submission.assessment_id == assessment.id)
        .order_by(Review.examination.desc())
    )
    return db.session.scalars(query).first()
