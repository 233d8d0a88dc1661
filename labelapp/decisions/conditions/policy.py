"""Who may do what with a condition."""

from typing import Any

from labelapp.accounts.policy import is_board, is_secretariat
from labelapp.clusters.models import TeamRole
from labelapp.clusters.policy import is_in_team, roles_of
from labelapp.decisions.conditions.models import AwardCondition, ShownFile
from labelapp.decisions.policy import may_read_decision
from labelapp.decisions.terms import Checker
from labelapp.reviews.case import cluster_of


def may_see_conditions(user: Any) -> bool:
    """The list of conditions that are not settled is the secretariat's."""
    return is_secretariat(user)


def may_read_condition(user: Any, condition: AwardCondition) -> bool:
    """Whoever may read the decision."""
    return may_read_decision(user, condition.decision)


def may_read_shown(user: Any, place: ShownFile) -> bool:
    """A file goes with the condition for which it was shown."""
    return may_read_condition(user, place.condition)


def may_answer_condition(user: Any, condition: AwardCondition) -> bool:
    """The managers of the cluster organisation that holds the label."""
    return TeamRole.MANAGER in roles_of(user, cluster_of(condition.decision.review))


def may_check(user: Any, condition: AwardCondition) -> bool:
    """The secretariat or the board, as the condition says; nobody with an interest, and nobody of the holder's team."""
    if is_in_team(user, cluster_of(condition.decision.review)) or not may_read_condition(user, condition):
        return False
    return is_board(user) if condition.checked_by is Checker.BOARD else is_secretariat(user)
