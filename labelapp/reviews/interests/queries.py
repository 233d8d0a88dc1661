"""The cases about which an officer has still to declare, or to declare again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import defer, joinedload, lazyload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes
from labelapp.reviews.interests.changes import outdated, to_confirm
from labelapp.reviews.interests.facts import signs_between
from labelapp.reviews.interests.shut import declared, not_shut
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.reexamination.queries import latest_review
from labelapp.schemes.definition import Scheme
from labelapp.web.paging import Page, Position, read_page


@dataclass(frozen=True)
class Undeclared:
    """All that an officer sees of a case before declaring. `again`: they did, but the people on it have changed."""

    submission: Submission
    cluster: Cluster
    scheme: Scheme
    signs: list[Sign]
    again: bool


def cases_to_declare(user: User, position: Position | None, *, past: bool = False) -> Page[Undeclared]:
    """A page of them by name; `past`: those whose report is final. The number of statements does not grow."""
    query = (
        _to_declare(select(Submission), user, past)
        .options(
            defer(Submission.content),
            joinedload(Submission.assessment, innerjoin=True)
            .joinedload(Assessment.cluster, innerjoin=True)
            .lazyload(Cluster.portfolios),
        )
        .options(lazyload(Submission.confirmed_by))
    )
    page = read_page(query, func.lower(Cluster.name), Submission.id.expression, position)
    clusters = {one.assessment.cluster.id: one.assessment.cluster for one in page.items}
    signs, again = signs_between([user], list(clusters.values())), to_confirm(user)
    rows = [_row(one, signs.get((user.id, one.assessment.cluster_id), []), again) for one in page.items]
    return Page(rows, page.before, page.after)


def _row(submission: Submission, signs: list[Sign], again: Collection[int]) -> Undeclared:
    assessment = submission.assessment
    scheme = schemes().get(assessment.scheme_code, assessment.scheme_version)
    return Undeclared(submission, assessment.cluster, scheme, signs, submission.id in again)


def count_to_declare(user: User, *, past: bool = False) -> int:
    """How many cases wait for a declaration of an officer."""
    return db.session.scalar(_to_declare(select(func.count(Submission.id)), user, past)) or 0


def chosen_to_declare(user: User, ids: Collection[int]) -> list[Submission]:
    """Those of the given submissions that wait for a declaration of an officer and against which nothing speaks."""
    query = select(Submission).join(Submission.assessment).where(Submission.id.in_(ids), *not_shut(user))
    query = query.where(or_(~declared(user), outdated(user))).order_by(Submission.id)
    found = list(db.session.scalars(query.options(defer(Submission.content))))
    signs = signs_between([user], [one.assessment.cluster for one in found])
    return [one for one in found if (user.id, one.assessment.cluster_id) not in signs]


def _to_declare(query: Select[Any], user: User, past: bool) -> Select[Any]:
    reported: ColumnElement[bool] = Review.state == ReviewState.REPORTED
    running = and_(or_(Review.id.is_(None), ~reported), or_(~declared(user), outdated(user)))
    return (
        query.select_from(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .outerjoin(Review, latest_review())
        .where(*not_shut(user), and_(reported, ~declared(user)) if past else running)
    )
