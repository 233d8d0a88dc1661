"""Why a figure is not shown."""

from enum import StrEnum


class Reason(StrEnum):
    """Every reason that leaves a cell of a comparison empty; its text is in `labelapp.benchmarks.presentation`."""

    SMALL_GROUP = "small_group"
    """Fewer clusters than the minimum are in blocks that lie wholly in the group and that the reader does not know."""
    FEW_ANSWERS = "few_answers"
    """The group is large enough, but too few of its blocks answered this topic."""
    QUARTILES = "quartiles"
    """Quartiles, and the percentile of the own value, need a larger group."""
    PERCENTILES = "percentiles"
    """The 10th and the 90th percentile need a larger group still."""
    DOMINANCE = "dominance"
    """One cluster makes up so much of a sum that it could be estimated from it, or all values are alike."""
    NO_ANSWER = "no_answer"
    """The cluster itself did not answer, or its answer has no value."""
