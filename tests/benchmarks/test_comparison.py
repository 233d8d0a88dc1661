"""Who is in the group of a comparison: others only, who agreed, each with the latest of the last four years."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from labelapp.benchmarks.comparison import WINDOW, Comparison, compare
from labelapp.benchmarks.report import Position
from labelapp.benchmarks.statistics import Distribution
from labelapp.clock import set_clock
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.clusters import make_cluster
from tests.statements import count_statements

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def _compared(cluster: Cluster, key: str | None = None) -> Comparison:
    found = compare(cluster, key)
    assert found is not None
    return found


def _reports(cluster: Cluster, key: str | None = None) -> Position:
    positions = _compared(cluster, key).positions
    return next(found for found in positions if found.topic.code == "media-reports")


def _own(reports: int = 77, **facts: Any) -> Cluster:
    cluster = make_cluster(**facts)
    submit_reports(cluster, reports)
    return cluster


def test_cluster_is_never_in_its_own_group(app: Flask) -> None:
    own = _own(7000)
    make_group([1, 2, 3, 4, 5])
    found = _reports(own)
    assert (found.own, found.group) == (Fraction(7000), Distribution(5, Fraction(3)))
    assert [group.n for group in _compared(own).groups] == [5, 5, 5]


def test_cluster_without_a_submission_has_no_comparison(app: Flask) -> None:
    make_group([1, 2, 3, 4, 5])
    assert compare(make_cluster(), None) is None


def test_consent_withdrawn_takes_a_cluster_out_of_every_group_at_once(app: Flask) -> None:
    own, *others = [_own(), *make_group([1, 2, 3, 4, 5, 6])]
    assert [group.n for group in _compared(own).groups] == [6, 6, 6]
    others[0].benchmark_consent = False
    db.session.commit()
    assert [group.n for group in _compared(own).groups] == [5, 5, 5]
    assert _reports(own).group.median == Fraction(4)


def test_cluster_that_does_not_agree_still_reads_its_own_comparison(app: Flask) -> None:
    own = _own(benchmark_consent=False)
    make_group([1, 2, 3, 4, 5])
    assert _reports(own).group.median == Fraction(3)


def test_only_the_latest_submission_of_a_cluster_counts(app: Flask) -> None:
    own, *others = [_own(), *make_group([1, 2, 3, 4, 5])]
    submit_reports(others[0], 100)
    submit_reports(own, 78)
    found = _reports(own)
    assert (found.own, found.group) == (Fraction(78), Distribution(5, Fraction(4)))


@pytest.mark.parametrize(
    ("age", "n"), [(WINDOW, 6), (WINDOW + timedelta(seconds=1), 5)], ids=["four years", "a second more"]
)
def test_group_reaches_back_four_years(app: Flask, age: timedelta, n: int) -> None:
    set_clock(app, lambda: NOW - age)
    make_group([99])
    set_clock(app, lambda: NOW)
    make_group([1, 2, 3, 4, 5])
    found = _compared(_own())
    assert found.chosen.n == n
    assert found.span == ((NOW - age).date() if n == 6 else NOW.date(), NOW.date())


def test_group_is_chosen_among_portfolios_country_and_all(app: Flask) -> None:
    own = _own(country="DK", portfolios=["maritime", "energy"])
    make_group([10] * 5, country="DK", portfolios=["food"])
    make_group([20] * 6, country="SE", portfolios=["maritime"])
    make_group([30] * 7, country="FI", portfolios=["energy", "health"])
    sizes = {group.key: group.n for group in _compared(own).groups}
    assert sizes == {"portfolio:energy": 7, "portfolio:maritime": 6, "country:DK": 5, "all": 18}
    medians = {key: _reports(own, key).group.median for key in sizes}
    assert medians == {
        "portfolio:energy": Fraction(30),
        "portfolio:maritime": Fraction(20),
        "country:DK": Fraction(10),
        "all": Fraction(20),
    }


@pytest.mark.parametrize("key", [None, "", "country:SE", "portfolio:food", "portfolio:", "all:", "x" * 5000])
def test_unknown_group_falls_back_to_the_first_that_is_large_enough(app: Flask, key: str | None) -> None:
    own = _own(country="DK", portfolios=["maritime"])
    make_group([1, 2, 3, 4], country="SE", portfolios=["maritime"])
    make_group([5], country="DK", portfolios=["food"])
    assert _compared(own, key).chosen.key == "all"


def test_group_that_is_too_small_can_be_chosen_and_says_nothing(app: Flask) -> None:
    own = _own(country="DK", portfolios=["maritime"])
    make_group([1, 2, 3, 4], country="SE", portfolios=["maritime"])
    make_group([5], country="DK", portfolios=["food"])
    found = _compared(own, "portfolio:maritime")
    assert (found.chosen.n, found.is_shown, found.span) == (4, False, None)
    assert {position.group for position in found.positions} == {Distribution(4)}
    assert not any(one.has_group for one in (*found.compositions, *found.profiles))


def test_gold_and_bronze_submissions_are_pooled_by_benchmark_code(app: Flask) -> None:
    own = _own()
    make_group([1, 2, 3])
    for reports in (4, 5):
        submit_reports(make_cluster(), reports, scheme="cme-bronze")
    assert _reports(own).group == Distribution(5, Fraction(3))


def test_topics_are_those_of_the_scheme_that_the_cluster_answered(app: Flask) -> None:
    own = make_cluster()
    submit_reports(own, 77, scheme="cme-bronze")
    make_group([1, 2, 3, 4, 5])
    found = _compared(own)
    dimensions = list(dict.fromkeys(position.topic.dimension for position in found.positions))
    assert dimensions == [dimension.name for dimension in found.own.scheme.dimensions]
    events = next(position for position in found.positions if position.topic.code == "events")
    assert (events.own, events.group) == (Fraction(15), Distribution(0))


def test_measure_that_is_no_whole_number_stays_exact(app: Flask) -> None:
    own = make_cluster()
    submit_reports(own, 77, more={"2.8": {"met": 28}})
    make_group([1, 2, 3, 4, 5])
    met = next(found for found in _compared(own).positions if found.topic.code == "met-in-person")
    assert met.own == Fraction(2800, 84)
    assert met.group.median == Fraction(5400, 84)


def test_comparison_needs_as_many_statements_for_a_large_group_as_for_a_small_one(app: Flask) -> None:
    own = _own()
    make_group(range(5))
    few = _statements(own)
    make_group(range(100, 135), portfolios=["maritime", "food", "health"])
    assert _compared(own).chosen.n == 40
    db.session.expire_all()
    assert _statements(own) <= few


def _statements(cluster: Cluster) -> int:
    with count_statements() as seen:
        _compared(cluster)
    return len(seen)
