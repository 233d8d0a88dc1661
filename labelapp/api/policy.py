"""What a person may read and write through the API: never more than on the pages, and mostly what is their own."""

from typing import Any

from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.policy import is_of_team, may_answer
from labelapp.benchmarks.policy import may_read_comparison
from labelapp.clusters.models import Cluster
from labelapp.consortium.policy import may_read_comparison_in_remit

__all__ = ["is_of_team", "may_answer", "may_compare", "may_write"]


def may_compare(user: Any, cluster: Cluster) -> bool:
    """Its own team, and partners in whose remit it is, if it agreed."""
    return may_read_comparison(user, cluster) or may_read_comparison_in_remit(user, cluster)


def may_write(user: Any, assessment: Assessment) -> bool:
    """Whether answers can change now, and by this person."""
    return assessment.state is AssessmentState.DRAFT and may_answer(user, assessment)
