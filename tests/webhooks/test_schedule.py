"""Attempts at doubling distances over about three days."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from labelapp.webhooks.schedule import JITTER, LONGEST, MOST_ATTEMPTS, PATIENCE, wait_after

RANDOM = st.integers(0, 2**32).map(Random)


@given(st.integers(1, 10_000), RANDOM)
def test_waits_double_from_a_minute_to_twelve_hours_each_a_tenth_off_at_most(
    attempts: int, random: Random
) -> None:
    exact = min(timedelta(minutes=2 ** min(attempts - 1, 20)), LONGEST)
    assert exact * (1 - JITTER) <= wait_after(attempts, random) <= exact * (1 + JITTER)


@given(RANDOM)
def test_all_attempts_of_a_message_take_about_three_days(random: Random) -> None:
    total = sum((wait_after(number, random) for number in range(1, MOST_ATTEMPTS)), timedelta())
    assert PATIENCE - timedelta(hours=4) < total < PATIENCE + timedelta(hours=14)


@given(st.integers(1, MOST_ATTEMPTS), RANDOM)
def test_a_message_that_is_on_its_way_is_not_taken_by_another_worker(attempts: int, random: Random) -> None:
    """The wait is what protects a claimed message, so it is longer than an attempt can last."""
    assert wait_after(attempts, random) > timedelta(seconds=50)


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    assert len({wait_after(5) for _message in range(20)}) > 15
