"""How a case is handled: a section with defaults that decides nothing about a label."""

import pytest

from labelapp.schemes.definition import Procedure
from tests.schemes.small import SHIPPED

GOLD = SHIPPED.get("cme-gold", "2026.1")


def test_procedure_leaves_the_content_hash_alone() -> None:
    other = GOLD.model_copy(update={"procedure": Procedure(clarification_rounds=7, appeal_days=1)})
    assert other.content_hash == GOLD.content_hash


@pytest.mark.parametrize(
    "values",
    [{"appeal_days": -1}, {"quorum": 0}, {"comment_days": 366}, {"silent_days": "10"}, {"rounds": 1}],
    ids=str,
)
def test_impossible_period_or_majority_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(values))):
        Procedure.model_validate(values)
