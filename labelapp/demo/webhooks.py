"""A partner whose own system is told of certificates: two months of messages that arrived, and one that did not."""

import json
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from labelapp.clock import now
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.webhooks.kinds import OF_CERTIFICATES
from labelapp.webhooks.models import Delivery, Problem
from labelapp.webhooks.operations import add_endpoint
from labelapp.webhooks.queries import Owner
from labelapp.webhooks.schedule import MOST_ATTEMPTS
from labelapp.webhooks.spreading import spread_news

ADDRESS = "https://hooks.nordic-clusters.example/labels"
SINCE = timedelta(days=60)


def make_webhooks(random: Random) -> None:
    """An endpoint of the first partner, as if it had been there for two months."""
    partner = db.session.scalars(select(Partner).order_by(Partner.id).limit(1)).one()
    person = db.session.scalars(select(PartnerPerson).where(PartnerPerson.partner_id == partner.id)).one()
    endpoint, _secret = add_endpoint(Owner(partner=partner), ADDRESS, OF_CERTIFICATES, person.user)
    begin = now() - SINCE
    endpoint.created_at = endpoint.on_since = begin
    endpoint.since = db.session.scalar(select(func.max(Event.number)).where(Event.at < begin)) or 0
    spread_news()
    for delivery in db.session.scalars(select(Delivery).order_by(Delivery.id)):
        _arrive(delivery, random)
    first = db.session.scalars(select(Delivery).order_by(Delivery.id).limit(1)).one_or_none()
    if first is not None:
        first.delivered_at, first.attempts = None, MOST_ATTEMPTS
        first.problem, first.code, first.answer = Problem.REFUSED, 503, "Service Unavailable"
        first.tried_at = first.created_at + timedelta(days=3, hours=4)


def _arrive(delivery: Delivery, random: Random) -> None:
    """A few seconds after what it tells of."""
    delivery.created_at = datetime.fromisoformat(json.loads(delivery.body)["occurred_at"])
    delivery.tried_at = delivery.delivered_at = delivery.created_at + timedelta(seconds=random.randint(1, 3))
    delivery.next_try_at, delivery.attempts = None, 1
    delivery.code, delivery.duration = 204, random.randint(40, 260)
