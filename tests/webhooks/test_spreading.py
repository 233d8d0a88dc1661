"""Each event of the log is told once to each endpoint that chose it and may know of it."""

import json
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.certificates.operations import reinstate_certificate, suspend_certificate, withdraw_certificate
from labelapp.clock import today
from labelapp.decisions.models import Outcome
from labelapp.events.log import record
from labelapp.events.models import ChainHead
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.webhooks import spreading
from labelapp.webhooks.kinds import Kind
from labelapp.webhooks.models import Delivery, Endpoint, LogReader
from labelapp.webhooks.operations import switch_off, switch_on
from labelapp.webhooks.spreading import spread_news
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_report
from tests.factories.surveillance import run_day
from tests.factories.webhooks import make_endpoint
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


def told(endpoint: Endpoint) -> list[str]:
    """The kinds of what was written to an endpoint, in that order."""
    query = select(Delivery.kind).where(Delivery.endpoint_id == endpoint.id)
    return list(db.session.scalars(query.order_by(Delivery.id)))


def messages(endpoint: Endpoint) -> list[dict[str, Any]]:
    query = select(Delivery.body).where(Delivery.endpoint_id == endpoint.id)
    return [json.loads(body) for body in db.session.scalars(query.order_by(Delivery.id))]


def test_each_step_in_the_life_of_a_certificate_is_told_once() -> None:
    endpoint, by = make_endpoint(), make_user()
    cluster = make_cluster()
    silver = make_certificate(cluster, "silver")
    gold = make_certificate(cluster, "gold")
    suspend_certificate(gold, "Members left.", by)
    reinstate_certificate(gold, "Members joined.", by)
    withdraw_certificate(gold, "Given back.", by)
    db.session.commit()
    assert spread_news() == 6
    assert spread_news() == 0
    expected = ["issued", "issued", "superseded", "suspended", "reinstated", "withdrawn"]
    assert told(endpoint) == [f"certificate.{step}" for step in expected]
    entries = [message["data"]["entry"]["certificate"] for message in messages(endpoint)]
    assert entries == [silver.serial, gold.serial, silver.serial, *[gold.serial] * 3]


def test_suspension_that_ends_by_itself_is_told_as_one_that_ended() -> None:
    endpoint, certificate = make_endpoint(kinds=[Kind.REINSTATED]), make_certificate()
    suspend_certificate(certificate, "Members left.", make_user(), until=today())
    db.session.commit()
    run_day(today() + timedelta(days=1))
    spread_news()
    assert told(endpoint) == ["certificate.reinstated"]
    assert messages(endpoint)[0]["data"]["entry"]["status"] == "valid"


def test_endpoint_gets_one_message_of_an_event_of_the_kind_that_fits_best() -> None:
    both = make_endpoint(kinds=[Kind.CHANGED, Kind.ISSUED])
    changed = make_endpoint(kinds=[Kind.CHANGED])
    other = make_endpoint(kinds=[Kind.WITHDRAWN])
    make_certificate()
    assert spread_news() == 2
    assert (told(both), told(changed), told(other)) == (["certificate.issued"], ["register.changed"], [])


def test_message_holds_the_entry_of_the_register_and_nothing_about_people() -> None:
    endpoint, by = make_endpoint(kinds=[Kind.SUSPENDED]), make_user("Olga Amtmann")
    certificate = make_certificate(make_cluster(name="Grappe de l’Île", language="fr"))
    until = today() + timedelta(days=30)
    suspend_certificate(certificate, "The director, Olga Amtmann, left.", by, until)
    db.session.commit()
    spread_news()
    (message,) = messages(endpoint)
    assert set(message) == {"id", "type", "occurred_at", "data"}
    assert message["type"] == "certificate.suspended"
    assert set(message["data"]) == {"entry", "until"}
    assert message["data"]["until"] == until.isoformat()
    entry = message["data"]["entry"]
    assert (entry["holder"], entry["status"]) == ("Grappe de l’Île", "suspended")
    assert entry["address"].endswith(f"/verify/{certificate.code}")
    assert "Amtmann" not in json.dumps(message)


def test_message_of_a_superseded_certificate_names_the_one_that_took_its_place() -> None:
    endpoint, cluster = make_endpoint(kinds=[Kind.SUPERSEDED]), make_cluster()
    make_certificate(cluster, "bronze")
    gold = make_certificate(cluster, "gold")
    spread_news()
    assert [message["data"]["by"] for message in messages(endpoint)] == [gold.serial]


def test_partner_is_told_of_certificates_in_its_remit_only() -> None:
    north, south = make_partner(["DK", "SE"])[0], make_partner(["IT"])[0]
    endpoints = [make_endpoint(partner=north), make_endpoint(partner=south)]
    for country in ("DK", "IT", "SE"):
        make_certificate(make_cluster(country=country))
    spread_news()
    countries = [[one["data"]["entry"]["country"] for one in messages(endpoint)] for endpoint in endpoints]
    assert countries == [["DK", "SE"], ["IT"]]


def test_case_of_a_cluster_is_told_to_itself_and_to_nobody_else() -> None:
    review = make_report().review
    cluster, other = cluster_of(review), make_cluster()
    partner, _user = make_partner([cluster.country])
    own = make_endpoint(cluster=cluster)
    others = [make_endpoint(cluster=other), make_endpoint(partner=partner), make_endpoint()]
    for endpoint in others:  # as if a form had let it pass
        endpoint.kinds = list(Kind)
    make_decision(review, Outcome.REFUSE, "The minimum in 1.1 is not met.")
    make_submission(other)
    spread_news()
    assert told(own) == ["decision.announced"]
    assert [told(one) for one in others] == [["assessment.submitted"], [], []]
    (message,) = messages(own)
    assert set(message["data"]) == {"cluster", "scheme", "decided_on", "address"}
    assert message["data"]["cluster"] == cluster.name
    assert "refuse" not in json.dumps(message)
    assert set(messages(others[0])[0]["data"]) == {"cluster", "scheme", "address"}


def test_cluster_is_told_of_its_own_certificates_only() -> None:
    cluster = make_cluster()
    endpoint = make_endpoint(cluster=cluster)
    make_certificate(make_cluster())
    make_certificate(cluster, "bronze")
    spread_news()
    assert [message["data"]["entry"]["level"] for message in messages(endpoint)] == ["bronze"]


def test_what_happened_before_an_endpoint_was_added_is_not_told() -> None:
    make_certificate(level="bronze")
    endpoint = make_endpoint()
    make_certificate(level="gold")
    spread_news()
    assert [message["data"]["entry"]["level"] for message in messages(endpoint)] == ["gold"]


def test_what_happens_while_it_is_switched_off_is_not_told() -> None:
    endpoint, by = make_endpoint(), make_user()
    switch_off(endpoint, by)
    make_certificate(level="bronze")
    spread_news()
    make_certificate(level="silver")
    switch_on(endpoint, by)
    make_certificate(level="gold")
    spread_news()
    assert [message["data"]["entry"]["level"] for message in messages(endpoint)] == ["gold"]


def test_long_log_is_read_in_parts_and_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "MOST", 3)
    endpoint = make_endpoint()
    for _number in range(7):
        make_certificate(level="bronze")
        record("cluster.changed", make_cluster())
    written = [spread_news() for _round in range(4)]
    assert written == [3, 3, 1, 0]
    assert len({message["data"]["entry"]["certificate"] for message in messages(endpoint)}) == 7


def test_log_is_not_read_for_nobody() -> None:
    for _number in range(3):
        make_certificate(level="bronze")
    spread_news()
    assert db.session.get_one(LogReader, 1).number == db.session.get_one(ChainHead, 1).number


def test_reading_that_fails_half_way_is_done_again_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = make_endpoint()
    make_certificate(level="bronze")
    make_certificate(level="gold")
    usual, calls = spreading.add_delivery, []

    def fail_once(*args: Any) -> Delivery:
        calls.append(args)
        if len(calls) == 2:
            raise OSError("the worker was killed")
        return usual(*args)

    monkeypatch.setattr(spreading, "add_delivery", fail_once)
    with pytest.raises(OSError, match="killed"):
        spread_news()
    db.session.rollback()
    assert told(endpoint) == []
    assert spread_news() == 2


def test_two_workers_that_read_at_the_same_time_tell_nothing_twice(app: Flask) -> None:
    endpoint = make_endpoint().id
    spread_news()
    for _number in range(10):
        make_certificate(level="bronze")
    begin = threading.Barrier(3)

    def work() -> None:
        with app.app_context():
            begin.wait(10)
            spread_news()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(told(db.session.get_one(Endpoint, endpoint))) == 10


def test_statements_do_not_grow_with_the_events() -> None:
    make_endpoint()

    def statements(count: int) -> int:
        for _number in range(count):
            make_certificate(level="bronze", assessed_on=date(2026, 1, 10))
        with count_statements() as seen:
            spread_news()
        return len([one for one in seen if not one.startswith("INSERT")])

    statements(1)
    assert statements(2) == statements(12)
