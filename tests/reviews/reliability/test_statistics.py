"""Kappa and means against published examples, an independent implementation, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from labelapp.reviews.reliability.statistics import kappa_of_table, mean, weighted_kappa

# Cohen (1968): two clinicians, 200 patients, three diagnoses; his weights of disagreement.
COHEN_1968 = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=np.float64)
DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], dtype=np.float64)

ratings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=60)


def test_kappa_of_cohens_example_is_what_he_printed() -> None:
    unweighted = kappa_of_table(COHEN_1968, 1 - np.eye(3))
    weighted = kappa_of_table(COHEN_1968, DISAGREEMENT)
    assert unweighted is not None
    assert weighted is not None
    assert (round(unweighted.value, 3), round(weighted.value, 3)) == (0.492, 0.348)


def test_interval_of_cohens_example_is_that_of_an_independent_implementation() -> None:
    found, reference = (
        kappa_of_table(COHEN_1968, DISAGREEMENT),
        cohens_kappa(COHEN_1968, weights=DISAGREEMENT),
    )
    assert found is not None
    assert (found.low, found.high) == pytest.approx((reference.kappa_low, reference.kappa_upp))


@given(ratings)
def test_kappa_of_any_ratings_is_that_of_an_independent_implementation(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    found = weighted_kappa(first, second)
    values = sorted({*first, *second})
    if found is None:
        assert min(len(set(first)), len(set(second))) == 1
        return
    table = np.zeros((len(values), len(values)))
    for one, other in pairs:
        table[values.index(one), values.index(other)] += 1
    weights = np.subtract.outer(np.array(values), np.array(values)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):  # its test against zero, which is not asked here
        reference = cohens_kappa(table, weights=weights)
    assert found.value == pytest.approx(reference.kappa)
    # Where the interval is not cut at -1 or 1; near full agreement a root of rounding errors is left of the variance.
    if min(found.value - 1.96 * reference.std_kappa, 1) > -1 and found.value + 1.96 * reference.std_kappa < 1:
        assert (found.low, found.high) == pytest.approx((reference.kappa_low, reference.kappa_upp), abs=1e-4)
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1


@given(ratings)
def test_kappa_does_not_depend_on_who_is_called_first(pairs: list[tuple[int, int]]) -> None:
    first, second = zip(*pairs, strict=True)
    there, back = weighted_kappa(first, second), weighted_kappa(second, first)
    assert (there is None) == (back is None)
    if there and back:
        assert there.value == pytest.approx(back.value)


def test_kappa_of_full_agreement_is_one() -> None:
    found = weighted_kappa([0, 1, 2, 5] * 3, [0, 1, 2, 5] * 3)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))


def test_kappa_of_a_rater_who_always_gives_the_same_does_not_exist() -> None:
    assert weighted_kappa([4, 4, 4], [4, 4, 4]) is None
    assert weighted_kappa([4, 4, 4], [5, 4, 0]) is None
    assert weighted_kappa([], []) is None


def test_kappa_of_sequences_of_unequal_length_is_refused() -> None:
    with pytest.raises(ValueError, match="counterpart"):
        weighted_kappa([1, 2], [1])


def test_mean_of_students_sleep_data_has_his_interval() -> None:
    """Student (Biometrika 6, 1908): hours of sleep gained by the second drug over the first, ten patients."""
    found = mean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((1.58, 0.7001, 2.4599), abs=1e-4)


def test_mean_of_one_observation_has_no_interval_and_of_none_no_value() -> None:
    found = mean([0.5])
    assert found is not None
    assert (found.value, found.low, found.high, found.n) == (0.5, None, None, 1)
    assert mean([]) is None
