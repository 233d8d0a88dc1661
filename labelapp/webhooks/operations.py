"""Adding endpoints, changing them, and asking for messages."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.links import public_link
from labelapp.webhooks.addresses import read_target
from labelapp.webhooks.kinds import TEST
from labelapp.webhooks.models import Delivery, Endpoint, OffReason
from labelapp.webhooks.news import message, trial_data
from labelapp.webhooks.queries import Owner, count_endpoints, owner_of, people_of
from labelapp.webhooks.signing import lock_away, new_secret
from labelapp.webhooks.spreading import add_delivery

MOST_ENDPOINTS = 10  # of one owner
OVERLAP = timedelta(hours=24)  # for which an earlier secret goes on to sign


class WrongKinds(InvalidInput):
    """Nothing was chosen, or something that is not the owner's to know."""


def add_endpoint(owner: Owner, address: str, kinds: Sequence[str], by: User) -> tuple[Endpoint, str]:
    """Add an endpoint; return it and its secret, which is never shown again.

    Raises InvalidInput (422) for an address or kinds that are not possible, DomainError (409) when there are many.
    """
    _check(owner, address, kinds)
    if count_endpoints(owner) >= MOST_ENDPOINTS:
        raise DomainError(_("There are %(most)s addresses already. Remove one first.", most=MOST_ENDPOINTS))
    secret = new_secret()
    endpoint = Endpoint(
        partner=owner.partner,
        cluster=owner.cluster,
        address=address,
        kinds=list(kinds),
        secret=lock_away(secret),
        since=0,
        created_at=now(),
        on_since=now(),
        created_by=by,
    )
    db.session.add(endpoint)
    db.session.flush()
    added = record("webhook.added", endpoint, actor=by, host=endpoint.host, kinds=endpoint.kinds)
    endpoint.since = added.number
    return endpoint, secret


def change_endpoint(endpoint: Endpoint, address: str, kinds: Sequence[str], by: User) -> None:
    """Change where and of what it is told. Raises InvalidInput (422)."""
    _check(owner_of(endpoint), address, kinds)
    endpoint.address, endpoint.kinds = address, list(kinds)
    record("webhook.changed", endpoint, actor=by, host=endpoint.host, kinds=endpoint.kinds)


def change_secret(endpoint: Endpoint, by: User) -> str:
    """Give it a new secret, which is never shown again. The present one signs too for another day."""
    secret = new_secret()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, now() + OVERLAP
    endpoint.secret = lock_away(secret)
    record("webhook.secret_changed", endpoint, actor=by)
    return secret


def switch_off(endpoint: Endpoint, by: User) -> None:
    """Send nothing until it is switched on. What waits goes on to wait; what happens meanwhile is not told."""
    if endpoint.off_at is None:
        _switch_off(endpoint, OffReason.PERSON, by)


def switch_off_by_itself(endpoint: Endpoint, reason: OffReason) -> None:
    """It is gone or failed for days: switch it off and write to whoever looks after it."""
    _switch_off(endpoint, reason, None)
    for person in people_of(endpoint):
        queue_mail(
            person.email,
            person.locale,
            "webhook_switched_off",
            person=person,
            host=endpoint.host,
            gone=reason is OffReason.GONE,
            url=public_link("webhooks.show", endpoint_id=endpoint.id),
        )


def switch_on(endpoint: Endpoint, by: User) -> None:
    """Tell it again: what happens from now on, and what waits."""
    if endpoint.off_at is not None:
        switched = record("webhook.switched_on", endpoint, actor=by)
        endpoint.off_at, endpoint.off_reason, endpoint.failing_since = None, None, None
        endpoint.since, endpoint.on_since = switched.number, now()


def remove_endpoint(endpoint: Endpoint, by: User) -> None:
    """Forget it, and all that was told to it."""
    record("webhook.removed", endpoint, actor=by, host=endpoint.host)
    db.session.delete(endpoint)
    db.session.flush()


def send_test(endpoint: Endpoint) -> Delivery:
    """Have a test sent. Raises DomainError (409) while it is switched off."""
    _require_on(endpoint)
    delivery = add_delivery(endpoint, TEST, message(TEST, now(), trial_data()))
    db.session.flush()
    return delivery


def send_again(delivery: Delivery) -> None:
    """Have a message sent now, with the same id, and all its attempts before it. Raises DomainError (409)."""
    _require_on(delivery.endpoint)
    delivery.next_try_at, delivery.delivered_at, delivery.attempts = now(), None, 0


def _check(owner: Owner, address: str, kinds: Sequence[str]) -> None:
    read_target(address)
    if not kinds or not set(kinds) <= set(owner.kinds):
        raise WrongKinds(_("Choose what you want to be told of, from what is yours to know."))


def _switch_off(endpoint: Endpoint, reason: OffReason, by: User | None) -> None:
    endpoint.off_at, endpoint.off_reason = now(), reason
    record("webhook.switched_off", endpoint, actor=by, reason=reason.value)


def _require_on(endpoint: Endpoint) -> None:
    if endpoint.off_at is not None:
        raise DomainError(_("This address is switched off. Switch it on first."))
