"""Mails about conditions. None goes to somebody with an interest in the case."""

from collections.abc import Iterable

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.decisions.conditions.models import AwardCondition
from labelapp.decisions.conditions.policy import may_check, may_see_conditions
from labelapp.decisions.terms import Checker
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.policy import has_conflict
from labelapp.web.links import public_link


def tell_of_answer(condition: AwardCondition) -> None:
    """Tell whoever checks that the holder answered."""
    role = RoleName.BOARD if condition.checked_by is Checker.BOARD else RoleName.SECRETARIAT
    _tell([one for one in _people(role) if may_check(one, condition)], "condition_answered", condition)


def tell_of_judgement(condition: AwardCondition) -> None:
    """Tell the holder what became of a condition."""
    _tell(_managers(condition), "condition_judged", condition)


def remind_holder(condition: AwardCondition) -> None:
    """The date is near."""
    _tell(_managers(condition), "condition_due", condition)


def tell_of_overdue(condition: AwardCondition) -> None:
    """The date has passed without an answer: the holder and the secretariat."""
    review = condition.decision.review
    secretariat = [
        one
        for one in _people(RoleName.SECRETARIAT)
        if may_see_conditions(one) and not has_conflict(one, review)
    ]
    _tell([*_managers(condition), *secretariat], "condition_overdue", condition)


def _managers(condition: AwardCondition) -> list[User]:
    return people_with(cluster_of(condition.decision.review), TeamRole.MANAGER)


def _people(role: RoleName) -> list[User]:
    query = select(User).where(User.active, User.roles.any(Role.name == role.value)).order_by(User.id)
    return list(db.session.scalars(query))


def _tell(people: Iterable[User], template: str, condition: AwardCondition) -> None:
    review = condition.decision.review
    for person in people:
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            condition=condition,
            cluster=cluster_of(review),
            scheme=scheme_of(review),
            url=public_link("conditions.show", condition_id=condition.id),
        )
