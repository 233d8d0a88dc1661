"""Who is in the group of a comparison: whole blocks of others, who agreed, widened where the group is too small."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from labelapp.benchmarks.comparison import Comparison, Wish, compare
from labelapp.benchmarks.disclosure.reasons import Reason
from labelapp.benchmarks.queries import WINDOW
from labelapp.benchmarks.report import Position
from labelapp.benchmarks.statistics import Distribution, Trend
from labelapp.clock import set_clock
from labelapp.clusters.models import Cluster
from labelapp.clusters.operations import change_profile, facts_of
from labelapp.extensions import db
from tests.factories.benchmarks import make_group, renew, submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.statements import count_statements

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def _compared(cluster: Cluster, key: str | None = None, known: tuple[int, ...] = ()) -> Comparison:
    found = compare(cluster, Wish(key), frozenset(known))
    assert found is not None
    return found


def _sizes(cluster: Cluster, known: tuple[int, ...] = ()) -> dict[str, int]:
    groups = _compared(cluster, known=known).groups
    return {group.key: group.n for group in groups if group.n}


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
    assert set(_sizes(own).values()) == {5}


def test_cluster_without_a_submission_has_no_comparison(app: Flask) -> None:
    make_group([1, 2, 3, 4, 5, 6])
    assert compare(make_cluster(), Wish()) is None


def test_usual_group_is_the_narrowest_that_shows_a_middle_half(app: Flask) -> None:
    own = _own(country="DK", portfolios=["maritime"])
    make_group(range(6), country="DK", portfolios=["maritime"])
    assert _compared(own).chosen.n == 6, "no group shows more"
    make_group(range(6), country="SE", portfolios=["food"])
    assert _compared(own).chosen.key == "all"
    make_group(range(6), country="SE", portfolios=["maritime"])
    assert (_compared(own).chosen.key, _compared(own).chosen.n) == ("portfolio:maritime", 12)
    assert not _compared(own).is_widened


def test_submission_counts_from_the_next_report_date_on(app: Flask) -> None:
    own = _own(benchmark_consent=False)
    make_group([1, 2, 3, 4, 5, 6])
    late = make_cluster()
    submit_reports(late, 1000)
    assert _reports(own).group == Distribution(6, Fraction(7, 2))
    renew()
    assert _reports(own).group.n == 6, "one alone makes no block"
    make_group([1000] * 5)
    assert _reports(own).group == Distribution(12, Fraction(503), Fraction(375, 100), Fraction(1000))


def test_consent_withdrawn_takes_its_block_out_of_every_group_at_once(app: Flask) -> None:
    own, *others = [_own(), *make_group([1, 2, 3, 4, 5, 6])]
    make_group([11, 12, 13, 14, 15, 16], country="SE", portfolios=["food"])
    assert _sizes(own)["all"] == 12
    others[0].benchmark_consent = False
    db.session.commit()
    assert set(_sizes(own).values()) == {6}
    assert _reports(own, "all").group.median == Fraction(27, 2)


def test_submissions_of_a_block_that_ended_enter_no_other(app: Flask) -> None:
    own, *others = [_own(benchmark_consent=False), *make_group(range(6))]
    others[0].benchmark_consent = False
    db.session.commit()
    make_group(range(10, 16))
    others[0].benchmark_consent = True
    db.session.commit()
    renew()
    assert _sizes(own)["all"] == 6
    for cluster in others:
        submit_reports(cluster, 20)
    renew()
    assert _sizes(own)["all"] == 12


def test_cluster_that_does_not_agree_still_reads_its_own_comparison(app: Flask) -> None:
    own = _own(benchmark_consent=False)
    make_group([1, 2, 3, 4, 5, 6])
    assert _reports(own).group.median == Fraction(7, 2)


def test_newer_submissions_take_the_place_of_a_block_when_all_of_it_submitted_anew(app: Flask) -> None:
    own, *others = [_own(benchmark_consent=False), *make_group([1, 2, 3, 4, 5, 6])]
    for cluster in others[:5]:
        submit_reports(cluster, 50)
    renew()
    assert _reports(own).group.median == Fraction(7, 2)
    submit_reports(others[5], 50)
    renew()
    found = _reports(own)
    assert found.group == Distribution(6, Fraction(50))
    assert found.trend == Trend(6, Fraction(7, 2), Fraction(50), Fraction(93, 2))


@pytest.mark.parametrize(
    ("age", "n"), [(WINDOW, 12), (WINDOW + timedelta(seconds=1), 6)], ids=["four years", "a second more"]
)
def test_block_leaves_when_a_submission_of_it_is_four_years_old(app: Flask, age: timedelta, n: int) -> None:
    set_clock(app, lambda: NOW - age)
    make_group([99] * 6)
    set_clock(app, lambda: NOW)
    make_group([1, 2, 3, 4, 5, 6])
    found = _compared(_own(benchmark_consent=False))
    assert found.chosen.n == n
    assert found.span == ((NOW - age).date() if n == 12 else NOW.date(), NOW.date())


def test_group_is_chosen_among_those_of_the_cluster_and_own_selections(app: Flask) -> None:
    own = _own(country="DK", portfolios=["maritime", "energy"], benchmark_consent=False)
    for cluster in make_group([10] * 6, country="DK", portfolios=["food"]):
        make_certificate(cluster, "gold")
    make_group([20] * 7, country="SE", portfolios=["maritime"])
    make_group([30] * 8, country="FI", portfolios=["energy", "health"], founded_on=date(2023, 1, 1))
    sizes = {"portfolio:energy": 8, "portfolio:maritime": 7, "country:DK": 6, "age:10": 13, "size:50-99": 21}
    assert _sizes(own) == sizes | {"region:northern": 21, "all": 21}
    medians = {key: _reports(own, key).group.median for key in (*sizes, "country:DK,FI", "age:0-4")}
    assert medians == {
        "portfolio:energy": Fraction(30),
        "portfolio:maritime": Fraction(20),
        "country:DK": Fraction(10),
        "age:10": Fraction(20),
        "size:50-99": Fraction(20),
        "country:DK,FI": Fraction(30),
        "age:0-4": Fraction(30),
    }


def test_excellence_group_are_those_that_held_gold_when_their_block_was_formed(app: Flask) -> None:
    own = _own(benchmark_consent=False)

    holders = [make_cluster() for _number in range(6)]
    for number, cluster in enumerate(holders):
        submit_reports(cluster, number)
        make_certificate(cluster, "gold")
    renew()
    make_group(range(20, 26))
    assert (_compared(own, "excellence:gold").chosen.n, _sizes(own)["all"]) == (6, 12)


@pytest.mark.parametrize("key", ["", "country:XX", "portfolio:", "all:", "country:DK+country:SE", "x" * 5000])
def test_unknown_group_falls_back_to_the_first_that_is_large_enough(app: Flask, key: str) -> None:
    own = _own(country="DK", portfolios=["maritime"], benchmark_consent=False)
    make_group([1, 2, 3, 4, 5, 6], country="SE", portfolios=["maritime"])
    assert _compared(own, key).chosen.key == "portfolio:maritime"


def test_group_that_is_too_small_widens_in_the_order_of_the_scheme(app: Flask) -> None:
    own = _own(country="DK", portfolios=["maritime"], benchmark_consent=False)
    make_group([10] * 6, country="SE", portfolios=["maritime"])
    make_group([20] * 6, country="DK", portfolios=["food"])
    shown = {
        key: _compared(own, key).chosen.key for key in ("portfolio:maritime+country:DK", "excellence:gold")
    }
    assert shown == {"portfolio:maritime+country:DK": "portfolio:maritime", "excellence:gold": "all"}
    assert _compared(own, "excellence:gold").is_widened
    assert not _compared(own, "country:DK").is_widened


def test_comparison_says_nothing_while_there_is_no_block(app: Flask) -> None:
    own = _own(benchmark_consent=False)
    make_group([1, 2, 3, 4, 5])
    found = _compared(own, "portfolio:maritime")
    assert (found.chosen.n, found.is_shown, found.span) == (0, False, None)
    assert {position.group for position in found.positions} == {Distribution(0)}
    assert {position.withheld["median"] for position in found.positions} == {Reason.SMALL_GROUP}
    assert not any(one.has_group for one in (*found.compositions, *found.profiles))


def test_block_that_the_reader_knows_too_well_is_left_out_for_that_reader(app: Flask) -> None:
    own, *others = [_own(benchmark_consent=False), *make_group(range(6))]
    make_group(range(10, 16), country="SE", portfolios=["food"])
    assert _sizes(own, (others[0].id,))["all"] == 12
    assert _sizes(own, (others[0].id, others[1].id))["all"] == 6


def test_change_of_the_profile_moves_nothing_between_groups(app: Flask) -> None:
    own, *others = [_own(benchmark_consent=False), *make_group(range(6))]
    facts = facts_of(others[0])
    change_profile(others[0], facts.__class__(**(facts.__dict__ | {"country": "SE"})))
    db.session.commit()
    assert _sizes(own)["country:DK"] == 6


def test_gold_and_bronze_submissions_are_pooled_by_benchmark_code(app: Flask) -> None:
    own = _own()
    for reports in (4, 5):
        submit_reports(make_cluster(), reports, scheme="cme-bronze")
    make_group([1, 2, 3])
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


def test_measure_that_is_no_whole_number_stays_exact_and_that_of_the_group_has_four_digits(
    app: Flask,
) -> None:
    own = make_cluster()
    submit_reports(own, 77, more={"2.8": {"met": 28}})
    make_group([1, 2, 3, 4, 5])
    met = next(found for found in _compared(own).positions if found.topic.code == "met-in-person")
    assert met.own == Fraction(2800, 84)
    assert met.group.median == Fraction("64.28"), "5400/84 = 64.2857…"


def test_comparison_needs_as_many_statements_for_a_large_group_as_for_a_small_one(app: Flask) -> None:
    own = _own()
    make_group(range(5))
    few = _statements(own)
    make_group(range(100, 112), portfolios=["maritime", "food", "health"])
    assert _compared(own, "portfolio:maritime").chosen.n == 17
    db.session.expire_all()
    assert _statements(own) <= few


def _statements(cluster: Cluster) -> int:
    with count_statements() as seen:
        _compared(cluster)
    return len(seen)
