"""Who may decide: the board, without anybody who assessed, observed, belongs to the cluster, or has an interest."""

from typing import Any

from labelapp.accounts.policy import is_board, is_secretariat
from labelapp.clusters.policy import is_in_team
from labelapp.decisions.models import Decision
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.policy import has_conflict, has_declared_clear, is_barred


def may_see_board(user: Any) -> bool:
    """The list of cases that wait for a decision."""
    return is_board(user)


def took_part(user: Any, review: Review) -> bool:
    """Whether a person was ever asked to assess or observe the case, or interviewed for it; it counts for good.

    In a re-examination also whoever knows or judged the first examination.
    """
    asked = any(assignment.user_id == user.id for assignment in review.assignments)
    interviewed = any(one.expert_id == user.id for one in review.submission.assessment.interviews)
    return asked or interviewed or is_barred(user, review)


def may_take_part(user: Any, review: Review) -> bool:
    """A board member who knows that the case is there: cluster, country and label, and may declare interests."""
    return (
        is_board(user)
        and review.state is ReviewState.REPORTED
        and not took_part(user, review)
        and not has_conflict(user, review)
    )


def may_decide(user: Any, review: Review) -> bool:
    """Read the case and decide on it. Whether it is decided already is not a question of rights: that is a 409."""
    return may_take_part(user, review) and has_declared_clear(user, review)


def may_read_decision(user: Any, decision: Decision) -> bool:
    """The team of the cluster organisation; secretariat and board after they declared to have no interest."""
    review = decision.review
    if is_in_team(user, cluster_of(review)):
        return True
    if not has_declared_clear(user, review):
        return False
    return is_secretariat(user) or (is_board(user) and not took_part(user, review))
