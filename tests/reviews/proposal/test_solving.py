"""Seats of many cases at once: rules are kept, nothing better exists, the load is even."""

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from labelapp.reviews.proposal.solving import Opening, Person, propose

ANNA, BORIS, CARLA, DORA = 1, 2, 3, 4


def _people(*ids: int, load: int = 0, capacity: int = 4) -> list[Person]:
    return [Person(one, load, capacity) for one in ids]


def _opening(
    case: int, *candidates: int, seats: int = 2, home: tuple[int, ...] = (), **more: object
) -> Opening:
    at_home = seats - 1 if home else seats
    return Opening(case, seats, frozenset(candidates), at_home, frozenset(home), **more)  # type: ignore[arg-type]


def test_seats_are_filled_by_different_people() -> None:
    assert propose([_opening(1, ANNA, BORIS)], _people(ANNA, BORIS)) == {1: [ANNA, BORIS]}
    assert propose([_opening(1, ANNA)], _people(ANNA)) == {1: [ANNA]}


def test_one_seat_goes_to_somebody_from_another_country() -> None:
    people = [Person(ANNA, 0, 4), Person(BORIS, 0, 4), Person(CARLA, 3, 4)]
    found = propose([_opening(1, ANNA, BORIS, CARLA, home=(ANNA, BORIS))], people)[1]
    assert CARLA in found
    assert len(found) == 2


def test_seat_stays_empty_rather_than_break_the_rule_of_countries() -> None:
    assert len(propose([_opening(1, ANNA, BORIS, home=(ANNA, BORIS))], _people(ANNA, BORIS))[1]) == 1


def test_nobody_gets_more_cases_than_they_take() -> None:
    openings = [_opening(case, ANNA, BORIS, seats=1) for case in range(5)]
    found = propose(openings, [Person(ANNA, 3, 4), Person(BORIS, 2, 4)])
    assert Counter(person for chosen in found.values() for person in chosen) == {ANNA: 1, BORIS: 2}


def test_somebody_who_reads_the_language_goes_before_an_even_load() -> None:
    people = [Person(ANNA, 3, 4), Person(BORIS, 0, 4)]
    assert propose([_opening(1, ANNA, BORIS, seats=1, unsuitable=frozenset({BORIS}))], people) == {1: [ANNA]}


def test_seat_is_filled_by_somebody_unsuitable_rather_than_by_nobody() -> None:
    opening = _opening(1, ANNA, seats=1, unsuitable=frozenset({ANNA}))
    assert propose([opening], _people(ANNA)) == {1: [ANNA]}


def test_seats_go_to_people_who_may_take_different_parts() -> None:
    leads_only = frozenset({ANNA, BORIS})
    found = propose([_opening(1, ANNA, BORIS, CARLA, limits=((leads_only, 1),))], _people(ANNA, BORIS, CARLA))
    assert CARLA in found[1]
    assert len(found[1]) == 2


def test_bounds_of_one_case_that_cross_leave_whole_people() -> None:
    """From home: Anna and Boris, one at most; leading only: Boris and Carla, one at most. Dora fits every seat."""
    crossing = [
        _opening(case, ANNA, BORIS, CARLA, DORA, home=(ANNA, BORIS), limits=((frozenset({BORIS, CARLA}), 1),))
        for case in range(2)
    ]
    found = propose(crossing, [Person(one, 0, 1) for one in (ANNA, BORIS, CARLA, DORA)])
    assert sorted(person for chosen in found.values() for person in chosen) == [ANNA, BORIS, CARLA, DORA]
    assert all(set(chosen) not in ({ANNA, BORIS}, {BORIS, CARLA}) for chosen in found.values())


def test_field_of_work_decides_when_nothing_else_does() -> None:
    opening = _opening(1, ANNA, BORIS, seats=1, unfamiliar=frozenset({ANNA}))
    assert propose([opening], _people(ANNA, BORIS)) == {1: [BORIS]}
    assert propose([opening], [Person(ANNA, 0, 4), Person(BORIS, 1, 4)]) == {1: [ANNA]}, (
        "an even load comes first"
    )


def test_load_is_even_within_one_case_where_rules_allow() -> None:
    people = [Person(number, number % 3, 20) for number in range(8)]
    openings = [_opening(case, *range(8)) for case in range(30)]
    found = propose(openings, people)
    loads = Counter({one.id: one.load for one in people})
    loads.update(person for chosen in found.values() for person in chosen)
    assert max(loads.values()) - min(loads.values()) <= 1


def test_case_without_candidates_gets_nobody() -> None:
    assert propose([_opening(1)], _people(ANNA)) == {1: []}
    assert propose([], _people(ANNA)) == {}


@st.composite
def _markets(draw: st.DrawFn) -> tuple[list[Opening], list[Person]]:
    people = [
        Person(one, load := draw(st.integers(0, 2)), load + draw(st.integers(0, 2))) for one in range(1, 4)
    ]
    openings = []
    for case in range(draw(st.integers(1, 3))):
        some = st.frozensets(st.sampled_from([1, 2, 3]))
        candidates, seats = draw(some), draw(st.integers(1, 2))
        openings.append(
            Opening(
                case,
                seats,
                candidates,
                draw(st.integers(0, seats)),
                draw(some) & candidates,
                draw(some) & candidates,
                draw(some) & candidates,
                ((draw(some) & candidates, draw(st.integers(0, 1))),),
            )
        )
    return openings, people


def _quality(
    openings: list[Opening], people: list[Person], found: dict[int, list[int]]
) -> tuple[int, int, int, int] | None:
    """Seats left empty, unsuitable people, sum of squares of loads, unfamiliar people; None when a rule is broken."""
    loads = Counter({one.id: one.load for one in people})
    for opening in openings:
        chosen = set(found[opening.case])
        loads.update(chosen)
        if len(chosen) > opening.seats or not chosen <= opening.candidates:
            return None
        if any(len(chosen & group) > most for group, most in opening.bounds()):
            return None
    if any(loads[one.id] > max(one.load, one.capacity) for one in people):
        return None
    empty = sum(opening.seats - len(found[opening.case]) for opening in openings)
    unsuitable = sum(len(set(found[one.case]) & one.unsuitable) for one in openings)
    unfamiliar = sum(len(set(found[one.case]) & one.unfamiliar) for one in openings)
    return empty, unsuitable, sum(load**2 for load in loads.values()), unfamiliar


@given(_markets())
@settings(deadline=None, max_examples=60)
def test_no_other_choice_of_people_is_better(market: tuple[list[Opening], list[Person]]) -> None:
    openings, people = market
    options = [
        [list(chosen) for size in range(3) for chosen in itertools.combinations(sorted(one.candidates), size)]
        for one in openings
    ]
    every = (dict(zip(range(len(openings)), choice, strict=True)) for choice in itertools.product(*options))
    best = min(quality for found in every if (quality := _quality(openings, people, found)) is not None)
    assert _quality(openings, people, propose(openings, people)) == best
