"""Endpoints and messages in words."""

import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.webhooks.kinds import kind_name
from labelapp.webhooks.models import Delivery, Endpoint, OffReason, Problem
from labelapp.webhooks.queries import owner_of

__all__ = ["endpoint_tag", "kind_name", "owner_of", "readable", "status_tag", "subject", "trouble"]

_OFF: dict[OffReason, Any] = {
    OffReason.PERSON: _l("Switched off"),
    OffReason.GONE: _l("Switched off: it answered 410"),
    OffReason.FAILING: _l("Switched off: it took nothing for three days"),
}
_PROBLEMS: dict[Problem, Any] = {
    Problem.NAME: _l("The name of the host has no address."),
    Problem.PRIVATE: _l("The host is not on the public internet."),
    Problem.CONNECTION: _l("No connection, or it broke off."),
    Problem.CERTIFICATE: _l("The connection could not be encrypted: look at the certificate of the host."),
    Problem.TIME: _l("No answer within ten seconds."),
    Problem.REFUSED: _l("The answer was not one from 200 to 299."),
    Problem.SECRET: _l("The secret cannot be read any more. Make a new one."),
}
Tag = tuple[str, str, str]  # kind, icon and text of a tag


def endpoint_tag(endpoint: Endpoint) -> Tag:
    """Whether messages are sent to an endpoint, and whether it takes them."""
    if endpoint.off_reason is not None:
        kind = "open" if endpoint.off_reason is OffReason.PERSON else "alert"
        return kind, "stop", str(_OFF[endpoint.off_reason])
    if endpoint.failing_since is not None:
        return "attention", "again", _("Takes no messages at present")
    return "good", "check", _("On")


def status_tag(delivery: Delivery) -> Tag:
    """How far a message is."""
    if delivery.delivered_at is not None:
        return "good", "check", _("Arrived")
    if delivery.next_try_at is None:
        return "alert", "stop", _("Given up")
    return ("attention", "again", _("Tried again")) if delivery.problem else ("open", "clock", _("Waiting"))


def trouble(delivery: Delivery) -> str:
    """Why the last attempt failed; empty when it did not."""
    return str(_PROBLEMS[delivery.problem]) if delivery.problem is not None else ""


def readable(delivery: Delivery) -> str:
    """What is sent, with a line for each value."""
    return json.dumps(json.loads(delivery.body), ensure_ascii=False, indent=2)


def subject(delivery: Delivery) -> str:
    """The serial of the certificate, or the cluster organisation, that a message is about; empty for a test."""
    data = json.loads(delivery.body)["data"]
    return str(data.get("entry", {}).get("certificate") or data.get("cluster", ""))
