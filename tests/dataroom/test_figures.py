"""Figures at their edges: days, fractions, years, and which rooms they come from."""

from datetime import date, timedelta

import pytest
from flask import Flask

from labelapp.clusters.models import Cluster
from labelapp.dataroom.figures import RULES, figures_of, figures_of_each, source_digest, source_query
from labelapp.extensions import db
from labelapp.schemes.figures import FIGURES
from tests.factories.clusters import make_cluster
from tests.factories.dataroom import make_activity, make_income, make_member, make_post
from tests.statements import count_statements

DAY = date(2026, 2, 28)


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(country="DK")


def value(cluster: Cluster, code: str, on: date = DAY) -> object:
    return figures_of(cluster, on)[code].value


def test_catalogue_and_rules_name_the_same_figures() -> None:
    assert list(RULES) == list(FIGURES)


def test_empty_room_has_no_figures(cluster: Cluster) -> None:
    make_member(make_cluster())
    assert figures_of(cluster, DAY) == {}


def test_figures_that_nobody_asks_for_are_not_read(cluster: Cluster) -> None:
    make_member(cluster)
    make_post(cluster)
    assert list(figures_of(cluster, DAY, {"members.committed"})) == ["members.committed"]
    with count_statements() as statements:
        assert figures_of(cluster, DAY, ()) == {}
    assert statements == []


def test_member_counts_from_the_day_of_joining_until_the_day_before_leaving(cluster: Cluster) -> None:
    make_member(cluster, joined_on=DAY, left_on=DAY + timedelta(days=1))
    assert value(cluster, "members.committed", DAY - timedelta(days=1)) == 0
    assert value(cluster, "members.committed") == 1
    assert value(cluster, "members.committed", DAY + timedelta(days=1)) == 0


def test_joiners_and_leavers_explain_the_difference_to_the_year_before(cluster: Cluster) -> None:
    make_member(cluster)
    make_member(cluster, joined_on=date(2025, 2, 28))
    make_member(cluster, joined_on=date(2025, 3, 1))
    make_member(cluster, left_on=date(2025, 2, 28))
    make_member(cluster, left_on=date(2025, 3, 1))
    make_member(cluster, left_on=DAY)
    found = {
        code: value(cluster, f"members.{code}") for code in ("year_before", "joined", "left", "committed")
    }
    assert found == {"year_before": 4, "joined": 1, "left": 2, "committed": 3}


def test_uncommitted_member_is_listed_only(cluster: Cluster) -> None:
    make_member(cluster, committed=False)
    assert (value(cluster, "members.listed"), value(cluster, "members.committed")) == (1, 0)


def test_kinds_of_members_fall_into_the_parts_of_the_figure(cluster: Cluster) -> None:
    for kind in ("sme", "sme", "large", "research", "education", "public", "association", "finance", "other"):
        make_member(cluster, kind=kind, country="SE" if kind == "large" else "DK")
    assert value(cluster, "members.types") == {
        "sme": 2,
        "large": 1,
        "research": 2,
        "public": 1,
        "finance_others": 3,
    }
    assert value(cluster, "members.abroad") == 1


def test_fractions_of_posts_add_up_exactly(cluster: Cluster) -> None:
    for fte in ("0.1", "0.2", "0.333"):
        make_post(cluster, fte)
    make_post(cluster, "1", role="project")
    assert value(cluster, "staff.fte") == "0.633"
    assert value(cluster, "staff.persons") == 3


def test_post_counts_on_its_last_day_and_has_left_the_day_after(cluster: Cluster) -> None:
    make_post(cluster, until_on=DAY)
    assert (value(cluster, "staff.persons"), value(cluster, "staff.left")) == (1, 0)
    after = DAY + timedelta(days=1)
    assert (value(cluster, "staff.persons", after), value(cluster, "staff.left", after)) == (0, 1)


def test_income_is_that_of_the_year_before_by_source(cluster: Cluster) -> None:
    make_income(cluster, 2025, "1000.10")
    make_income(cluster, 2025, "0.20")
    make_income(cluster, 2024, "7")
    assert value(cluster, "finances.income", date(2026, 1, 1))["fees"] == "1000.3"  # type: ignore[index]
    assert value(cluster, "finances.income", date(2025, 12, 31))["fees"] == "7"  # type: ignore[index]
    assert "finances.income" not in figures_of(cluster, date(2027, 1, 1))


def test_activities_are_counted_within_their_months(cluster: Cluster) -> None:
    for day in (date(2025, 2, 28), date(2025, 3, 1), DAY):
        make_activity(cluster, "event", day, sort="open")
        make_activity(cluster, "press", day, sort="regional")
    make_activity(cluster, "event", DAY, sort="service")
    make_activity(cluster, "group", date(2024, 1, 1), count=3, who="Virkholm Elektronik")
    make_activity(cluster, "group", date(2024, 1, 1), count=2, who="Virkholm Elektronik")
    make_activity(cluster, "project", date(2020, 1, 1), until_on=date(2024, 2, 28), count=4)
    make_activity(cluster, "project", date(2020, 1, 1), until_on=date(2024, 3, 1), count=2)
    assert value(cluster, "events.held") == {"participants": 0, "open": 2, "international": 0}
    assert value(cluster, "press.regional") == 2
    assert value(cluster, "press.wider") == 0
    assert value(cluster, "groups.active") == 1
    assert value(cluster, "projects.joint") == 1


def test_rows_of_a_figure_are_as_many_as_it_says(cluster: Cluster) -> None:
    make_member(cluster)
    make_member(cluster, left_on=DAY)
    figure = figures_of(cluster, DAY)["members.committed"]
    assert len(list(db.session.scalars(source_query(cluster, figure.code, DAY)))) == figure.rows == 1


def test_digest_changes_with_the_rows_and_with_nothing_else(cluster: Cluster) -> None:
    member = make_member(cluster)
    before = source_digest(cluster, "members.committed", DAY)
    make_member(make_cluster())
    make_member(cluster, committed=False)
    assert source_digest(cluster, "members.committed", DAY) == before
    member.name = "Renamed"
    db.session.commit()
    assert source_digest(cluster, "members.committed", DAY) != before


def test_figures_of_many_rooms_need_one_statement_and_stay_apart(app: Flask) -> None:
    rooms = [make_cluster() for _each in range(3)]
    for number, room in enumerate(rooms):
        for _each in range(number):
            make_member(room)
    assert [room.id for room in rooms]  # loads them again after the commits
    with count_statements() as statements:
        found = figures_of_each(rooms, DAY)
    assert len(statements) == 1
    counted = [found[room.id].get("members.committed") for room in rooms]
    assert [figure.value if figure else None for figure in counted] == [None, 1, 2]
