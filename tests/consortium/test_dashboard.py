"""The overview of a remit: where its clusters stand, and that each figure is the list behind it."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.assessments.operations import cancel_assessment
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.consortium.dashboard import dashboard
from labelapp.consortium.models import Partner
from labelapp.consortium.standing import ClusterRequest, State, standings
from labelapp.decisions.models import Outcome
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review, ReviewState
from labelapp.schemes.months import add_months
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.board import make_reported
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_review, start_scoring
from tests.statements import count_statements


def _draft() -> Cluster:
    cluster = make_cluster()
    make_assessment(cluster, make_user())
    return cluster


def _cancelled() -> Cluster:
    cluster = make_cluster()
    cancel_assessment(make_assessment(cluster, make_user()), make_user())
    return cluster


def _submitted() -> Cluster:
    return make_submission().assessment.cluster


def _nominating() -> Cluster:
    return cluster_of(make_review())


def _reviewed() -> Cluster:
    return cluster_of(start_scoring())


def _before_the_board() -> Cluster:
    return cluster_of(make_reported())


def _refused() -> Cluster:
    return cluster_of(make_decision(make_reported(), Outcome.REFUSE).review)


def _examined_again() -> Cluster:
    """An appeal was upheld: the first examination is decided, the second one begins."""
    first = make_decision(make_reported(), Outcome.REFUSE).review
    db.session.add(Review(submission_id=first.submission_id, examination=2, state=ReviewState.SCORING))
    return cluster_of(first)


def _holder() -> Cluster:
    return make_certificate().cluster


def _lapsed() -> Cluster:
    return make_certificate(valid_until=today() - timedelta(days=1)).cluster


def _lost() -> Cluster:
    return make_certificate(withdrawn_on=today()).cluster


STANDING: list[tuple[Callable[[], Cluster], tuple[State, ...]]] = [
    (make_cluster, (State.NEVER,)),
    (_draft, (State.SELF_ASSESSMENT,)),
    (_cancelled, (State.NEVER,)),
    (_submitted, (State.SUBMITTED,)),
    (_nominating, (State.SUBMITTED,)),
    (_reviewed, (State.REVIEW,)),
    (_before_the_board, (State.BOARD,)),
    (_refused, (State.IDLE,)),
    (_examined_again, (State.REVIEW,)),
    (_holder, (State.HOLDER,)),
    (_lapsed, (State.RENEWABLE,)),
    (_lost, (State.IDLE,)),
]


@pytest.mark.parametrize(("make", "states"), STANDING)
def test_cluster_stands_where_its_case_and_its_label_are(
    app: Flask, make: Callable[[], Cluster], states: tuple[State, ...]
) -> None:
    cluster = make()
    db.session.commit()
    partner, _user = make_partner(countries=[cluster.country])
    (found,) = standings(partner, ClusterRequest(), today()).items
    assert found.states == states
    counted = dashboard(partner, today())
    assert counted.clusters == 1
    assert {state for state in State if counted.states[state]} == set(states)
    for state in State:
        listed = standings(partner, ClusterRequest(state=state), today()).items
        assert bool(listed) is (state in states), state


def test_holder_on_its_way_to_another_label_stands_in_both_states(app: Flask) -> None:
    cluster = make_certificate(level="bronze").cluster
    make_assessment(cluster, make_user())
    db.session.commit()
    partner, _user = make_partner(countries=[cluster.country])
    (found,) = standings(partner, ClusterRequest(), today()).items
    assert found.states == (State.SELF_ASSESSMENT, State.HOLDER)
    assert found.levels == ("gold",)
    assert found.certificate is not None
    assert found.certificate.level == "bronze"


def test_levels_and_ends_are_counted_to_the_day(app: Flask) -> None:
    day = today()
    ends = (add_months(day, 6), add_months(day, 6) + timedelta(days=1), add_months(day, 12))
    for until in (*ends, add_months(day, 12) + timedelta(days=1), day - timedelta(days=1)):
        make_certificate(valid_until=until)
    make_certificate(level="silver", suspended_on=day)
    make_certificate(make_cluster(country="DE"))
    partner, _user = make_partner(countries=["DK"])
    found = dashboard(partner, day)
    assert [(one.level, one.in_force) for one in found.levels] == [("gold", 4), ("silver", 0), ("bronze", 0)]
    assert (found.in_force, found.ending(6), found.ending(12)) == (4, 1, 3)


def test_each_figure_is_the_number_of_rows_behind_its_link(client: FlaskClient, nordic: Partner) -> None:
    for make in (make_cluster, make_cluster, _draft, _submitted, _holder, _holder, _lapsed):
        make()
    make_certificate(level="silver", valid_until=add_months(today(), 3))
    make_certificate(level="bronze", valid_until=add_months(today(), 9))
    db.session.commit()
    text = client.get("/consortium").text
    bars = re.findall(r'<a href="(/consortium/c[^"]+)">[^<]*</a></div>.*?<b>(\d+)</b>', text, re.S)
    tiles = re.findall(r'<p class="big"><a href="([^"]+)">(\d+)</a>', text)
    assert len(bars) == len(State) + 3
    assert len(tiles) == 3
    for address, figure in bars + tiles:
        listed = client.get(html.unescape(address)).text
        assert listed.count('<th scope="row">') == int(figure), address


def test_overview_counts_the_remit_alone(client: FlaskClient, nordic: Partner) -> None:
    make_certificate(make_cluster(country="DE"))
    make_cluster(country="FI")
    text = client.get("/consortium").text
    assert "0 clusters in the remit" in text
    assert set(re.findall(r'<div class="val"><b>(\d+)</b>', text)) == {"0"}


def test_overview_follows_what_happens(client: FlaskClient, nordic: Partner) -> None:
    assert "0 clusters in the remit" in client.get("/consortium").text
    cluster = make_cluster()
    assert "1 cluster in the remit" in client.get("/consortium").text
    make_certificate(cluster)
    assert "1 cluster agreed" not in client.get("/consortium").text
    assert re.search(r"Holds a label</a></div>.*?<b>1</b>", client.get("/consortium").text, re.S)


def test_overview_names_how_many_agreed_and_how_many_did_not(client: FlaskClient, nordic: Partner) -> None:
    make_cluster(partner_consent=True)
    for _number in range(2):
        make_cluster()
    text = client.get("/consortium").text
    assert "1 cluster agreed that you read its benchmark results." in text
    assert "2 did not: a comparison needs the cluster's consent." in text


def test_list_tells_nothing_of_a_case_but_its_step(client: FlaskClient, nordic: Partner) -> None:
    review = start_scoring()
    people = [one.user.name for one in review.assignments]
    db.session.commit()
    text = client.get("/consortium/clusters").text
    assert "Under review" in text
    assert not [name for name in people if name in text]
    assert review.submission.confirmed_by.name not in text


@pytest.mark.parametrize("page", ["/consortium", "/consortium/clusters", "/consortium/clusters?state=holder"])
def test_pages_need_as_many_statements_for_30_clusters_as_for_10(
    client: FlaskClient, nordic: Partner, page: str
) -> None:
    _holders(10)
    few = _statements(client, page)
    _holders(20)
    assert _statements(client, page) == few


def test_overview_that_was_counted_is_not_counted_again(client: FlaskClient, nordic: Partner) -> None:
    _holders(2)
    first = _statements(client, "/consortium")
    assert _statements(client, "/consortium") == first - 2


def _holders(count: int) -> None:
    for _number in range(count):
        make_certificate()


def _statements(client: FlaskClient, page: str) -> int:
    with count_statements() as seen:
        assert client.get(page).status_code == 200
    return len(seen)
