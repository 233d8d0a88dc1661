"""Expiries, which time alone brings about, are told by the daily work, once; old messages are forgotten."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import suspend_certificate, withdraw_certificate
from labelapp.extensions import db
from labelapp.webhooks.ageing import KEPT
from labelapp.webhooks.kinds import Kind
from labelapp.webhooks.models import Delivery, Endpoint
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner
from tests.factories.surveillance import go_to, run_day
from tests.factories.webhooks import make_endpoint

pytestmark = pytest.mark.usefixtures("app")

BEGIN = date(2026, 3, 1)
LAST = date(2028, 2, 10)
NEXT = LAST + timedelta(days=1)


def held(level: str = "gold", country: str = "DK") -> Certificate:
    """A certificate that was issued on BEGIN and is valid until LAST."""
    go_to(BEGIN)
    certificate = make_certificate(make_cluster(country=country), level, assessed_on=date(2026, 2, 10))
    assert certificate.valid_until == LAST
    return certificate


def told(endpoint: Endpoint) -> list[tuple[str, str]]:
    query = select(Delivery).where(Delivery.endpoint_id == endpoint.id).order_by(Delivery.id)
    found = [(one.kind, json.loads(one.body)) for one in db.session.scalars(query)]
    return [(kind, message["occurred_at"][:10]) for kind, message in found]


def test_expiry_is_told_on_the_day_after_the_last_and_once() -> None:
    held()
    endpoint = make_endpoint(kinds=[Kind.EXPIRED])
    run_day(LAST)
    assert told(endpoint) == []
    for day in (NEXT, NEXT, NEXT + timedelta(days=1)):
        run_day(day)
    assert told(endpoint) == [("certificate.expired", "2028-02-11")]


def test_expiry_is_told_also_when_no_worker_ran_for_some_days() -> None:
    held()
    endpoint = make_endpoint(kinds=[Kind.CHANGED])
    run_day(NEXT + timedelta(days=20))
    assert told(endpoint) == [("register.changed", "2028-02-11")]


def test_expiry_of_a_certificate_that_something_else_had_ended_is_no_news() -> None:
    withdrawn, superseded, suspended = held(), held("silver"), held("bronze")
    endpoint = make_endpoint(kinds=[Kind.EXPIRED])
    withdraw_certificate(withdrawn, "Given back.", make_user())
    suspend_certificate(suspended, "Members left.", make_user())
    superseded.superseded_on = LAST
    db.session.commit()
    run_day(NEXT)
    assert told(endpoint) == []


def test_expiry_is_not_told_to_an_endpoint_that_was_added_later() -> None:
    held()
    go_to(NEXT + timedelta(days=1))
    endpoint = make_endpoint(kinds=[Kind.EXPIRED])
    run_day(NEXT + timedelta(days=2))
    assert told(endpoint) == []


def test_expiry_is_told_to_a_partner_in_whose_remit_it_is() -> None:
    held(country="IT")
    endpoints = [
        make_endpoint(partner=make_partner([code])[0], kinds=[Kind.EXPIRED]) for code in ("IT", "DK")
    ]
    run_day(NEXT)
    assert [len(told(endpoint)) for endpoint in endpoints] == [1, 0]


def test_old_messages_are_forgotten_and_not_told_again() -> None:
    held()
    endpoint = make_endpoint(kinds=[Kind.EXPIRED])
    run_day(NEXT)
    run_day(NEXT + KEPT)
    assert len(told(endpoint)) == 1
    run_day(NEXT + KEPT + timedelta(days=1))
    run_day(NEXT + KEPT + timedelta(days=2))
    assert told(endpoint) == []
