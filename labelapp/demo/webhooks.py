"""Systems of a partner and of the labelling body that are told of certificates, and one message that did not arrive."""

import json
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.demo.world import World
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.webhooks.ageing import find_expired, tell_of_expiry
from labelapp.webhooks.kinds import OF_CERTIFICATES
from labelapp.webhooks.models import Delivery, Problem
from labelapp.webhooks.operations import add_endpoint
from labelapp.webhooks.queries import Owner
from labelapp.webhooks.schedule import MOST_ATTEMPTS
from labelapp.webhooks.spreading import spread_news

SINCE = timedelta(days=85)


def make_webhooks(world: World) -> None:
    """Two endpoints, as if they had been there for three months, with what was told to them."""
    partner = db.session.scalars(select(Partner).order_by(Partner.id).limit(1)).one()
    person = db.session.scalars(select(PartnerPerson).where(PartnerPerson.partner_id == partner.id)).one()
    _add(Owner(partner=partner), "https://hooks.nordic-clusters.example/labels", person.user)
    _add(Owner(), "https://site.labels.example/news?from=labelapp", world.cast.secretariat)
    spread_news()
    for number in find_expired(world.today):
        tell_of_expiry(number, world.today)
    told = list(db.session.scalars(select(Delivery).order_by(Delivery.id)))
    for delivery in told:
        _arrive(delivery, world.random)
    if told:
        _give_up(told[-1])


def _add(owner: Owner, address: str, by: User) -> None:
    endpoint, _secret = add_endpoint(owner, address, OF_CERTIFICATES, by)
    begin = now() - SINCE
    endpoint.created_at = endpoint.on_since = begin
    endpoint.since = db.session.scalar(select(func.max(Event.number)).where(Event.at < begin)) or 0


def _give_up(delivery: Delivery) -> None:
    delivery.delivered_at, delivery.attempts = None, MOST_ATTEMPTS
    delivery.problem, delivery.code, delivery.answer = Problem.REFUSED, 503, "Service Unavailable"
    delivery.tried_at = delivery.created_at + timedelta(days=3, hours=4)


def _arrive(delivery: Delivery, random: Random) -> None:
    """A few seconds after what it tells of."""
    delivery.created_at = datetime.fromisoformat(json.loads(delivery.body)["occurred_at"])
    delivery.tried_at = delivery.delivered_at = delivery.created_at + timedelta(seconds=random.randint(1, 3))
    delivery.next_try_at, delivery.attempts = None, 1
    delivery.code, delivery.duration = 204, random.randint(40, 260)
