"""Days of steps: exact, and what counts as one."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from labelapp.steering.durations import STEPS, Lap, Step, laps, quartiles, step_figures
from labelapp.steering.periods import Period

FIRST = date(2026, 1, 1)
TODAY = date(2026, 11, 26)
YEAR = Period(date(2025, 12, 1), date(2026, 11, 30))
gaps = st.lists(st.integers(0, 400), min_size=1, max_size=len(STEPS))


def _days(*numbers: int | None) -> list[date | None]:
    return [None if number is None else FIRST + timedelta(days=number) for number in numbers]


@given(gaps)
def test_steps_of_a_finished_case_add_up_to_its_whole_time(given_gaps: list[int]) -> None:
    reached = [FIRST + timedelta(days=sum(given_gaps[:place])) for place in range(len(given_gaps) + 1)]
    found = laps(reached)
    assert [lap.step for lap in found] == list(STEPS[: len(given_gaps)])
    assert sum(lap.days(TODAY) for lap in found) == (reached[-1] - reached[0]).days


@given(st.lists(st.none() | st.dates(), max_size=len(STEPS) + 1))
def test_a_case_runs_in_one_step_at_most_and_no_step_takes_less_than_nothing(
    reached: list[date | None],
) -> None:
    found = laps(reached)
    assert sum(lap.ended_on is None for lap in found) <= 1
    assert all(lap.days(TODAY) >= 0 for lap in found)
    assert len({lap.step for lap in found}) == len(found)


def test_last_day_that_was_reached_begins_the_step_that_runs() -> None:
    assert laps(_days(0, 10, None, None)) == [
        Lap(Step.APPLYING, FIRST, FIRST + timedelta(days=10)),
        Lap(Step.STAFFING, FIRST + timedelta(days=10), None),
    ]


def test_gap_between_two_days_is_no_step_and_runs_no_more() -> None:
    assert [lap.step for lap in laps(_days(0, None, 20, 30))] == [Step.SCORING]


def test_case_that_begins_in_the_middle_has_no_earlier_step() -> None:
    assert [lap.step for lap in laps(_days(None, 5, 8))] == [Step.STAFFING]


def test_case_without_days_has_no_step() -> None:
    assert laps([]) == []


def test_step_counts_in_the_period_in_which_it_ended() -> None:
    ended = [
        Lap(Step.DECIDING, date(2025, 11, 1), date(2025, 11, 30)),
        Lap(Step.DECIDING, date(2025, 11, 1), date(2025, 12, 1)),
        Lap(Step.DECIDING, date(2026, 11, 1), date(2026, 11, 30)),
        Lap(Step.DECIDING, date(2026, 11, 1), date(2026, 12, 1)),
    ]
    figures = {one.step: one for one in step_figures(ended, YEAR, TODAY)}
    assert (figures[Step.DECIDING].ended, figures[Step.DECIDING].median) == (2, Fraction(59, 2))
    assert figures[Step.ISSUING].median is None


def test_longest_running_is_the_one_that_began_first() -> None:
    running = [Lap(Step.SCORING, FIRST + timedelta(days=day), None) for day in (30, 10, 20)]
    figures = {one.step: one for one in step_figures(running, YEAR, TODAY)}
    assert (figures[Step.SCORING].running, figures[Step.SCORING].longest) == (3, 1)
    assert figures[Step.APPLYING].longest is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40))
def test_quartiles_are_exact_and_in_order(days: list[int]) -> None:
    q1, median, q3 = quartiles(days)
    assert q1 is not None
    assert median is not None
    assert q3 is not None
    assert min(days) <= q1 <= median <= q3 <= max(days)
    assert all((figure * 4).denominator == 1 for figure in (q1, median, q3))
    assert 2 * sum(day <= median for day in days) >= len(days)
    assert 2 * sum(day >= median for day in days) >= len(days)


def test_quartiles_of_nothing_are_unknown() -> None:
    assert quartiles([]) == (None, None, None)
