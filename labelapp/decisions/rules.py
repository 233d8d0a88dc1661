"""What the frozen record of a review allows the board to decide."""

from labelapp.reviews import comparison
from labelapp.reviews.record import ReasonRecord, ReviewRecord

COMMITTEE = "committee_decides"
MINIMUM_NOT_MET = "minimum_not_met"


def may_be_awarded(record: ReviewRecord) -> bool:
    """Whether the awarding rules of the scheme hold; a rule that leaves it to the committee counts as held."""
    if record.awarded is not None:
        return record.awarded
    undecided = [reason for reason in record.reasons if reason.holds is None]
    failed = any(reason.holds is False for reason in record.reasons)
    return not failed and bool(undecided) and all(reason.code == COMMITTEE for reason in undecided)


def reason_text(reason: ReasonRecord) -> str:
    """A reason in the reader's language; the names of indicators in it are texts of the scheme too."""
    return comparison.reason_text(reason.message, reason.params).replace(" %", "\N{NO-BREAK SPACE}%")


def obstacles(record: ReviewRecord) -> list[ReasonRecord]:
    """The rules that do not hold, minimum requirements that are not met among them."""
    return [reason for reason in record.reasons if reason.holds is not True and reason.code != COMMITTEE]


def failed_minimums(record: ReviewRecord) -> list[str]:
    """Codes of the indicators whose minimum requirement is not met."""
    return [reason.params["indicator"] for reason in record.reasons if reason.code == MINIMUM_NOT_MET]
