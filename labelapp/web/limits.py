"""How often somebody may try what could be guessed or used to annoy: passwords, mails, codes.

Tries are counted in fixed windows, in the memory of each process or in the store that all processes share
(`LABELAPP_LIMITS_STORAGE`). Packages say what is counted at their endpoints; everything else is unlimited.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address, ip_network
from math import ceil
from time import time

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from labelapp.settings import Settings

EXTENSION = "limits"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries, as in "10 per 5 minutes", of whom `key` names; no name, no limit.

    `counts` tells from the answer whether it was a try; endpoints with a limit of the same name share the count.
    `policy` is its name in the fields of answers that tell programs how much is left; without one they are not told.
    """

    name: str
    most: str
    key: Callable[[], str]
    counts: Callable[[Response], bool]
    methods: frozenset[str] = frozenset({"POST"})
    policy: str = ""

    @property
    def item(self) -> RateLimitItem:
        """The limit as the library counts it."""
        return parse(self.most)


class Limits:
    """The limits of an app and where they are counted. While the store is out of reach, nothing is limited."""

    def __init__(self, storage: str) -> None:
        self.storage = storage_from_string(storage, wrap_exceptions=True)
        self.strategy = FixedWindowRateLimiter(self.storage)
        self.of_endpoint: dict[str, list[Limit]] = {}

    def check(self) -> None:
        """Refuse a request that comes after too many tries. Raises TooManyRequests."""
        g.limits = self._applying()
        for limit, key in g.limits:
            if not self.strategy.test(limit.item, limit.name, key):
                reset = self.strategy.get_window_stats(limit.item, limit.name, key).reset_time
                raise TooManyRequests(retry_after=max(1, ceil(reset - time())))

    def count(self, response: Response) -> None:
        """Count the try that was answered by `response`; none of a form that was too large to be read."""
        for limit, key in g.get("limits", ()):
            if limit.counts(response):
                self.strategy.hit(limit.item, limit.name, key)

    def announce(self, response: Response) -> None:
        """Tell what is left, in the fields of draft-ietf-httpapi-ratelimit-headers-10."""
        told = [(limit, key) for limit, key in g.get("limits", ()) if limit.policy]
        if not told:
            return
        quotas, left = [], []
        for limit, key in told:
            item = limit.item
            window = self.strategy.get_window_stats(item, limit.name, key)
            seconds = max(0, ceil(window.reset_time - time()))
            quotas.append(f'"{limit.policy}";q={item.amount};w={item.get_expiry()}')
            left.append(f'"{limit.policy}";r={max(0, window.remaining)};t={seconds}')
        response.headers["RateLimit-Policy"] = ", ".join(quotas)
        response.headers["RateLimit"] = ", ".join(left)

    def _applying(self) -> list[tuple[Limit, str]]:
        limits = self.of_endpoint.get(request.endpoint or "", ())
        found = [(limit, limit.key()) for limit in limits if request.method in limit.methods]
        return [(limit, _hashed(key)) for limit, key in found if key]


def _hashed(key: str) -> str:
    """The store needs no addresses of people, and typed ones may be long."""
    return sha256(key.encode()).hexdigest()


def limit_tries(app: Flask, endpoints: Iterable[str], *limits: Limit) -> None:
    """Put `limits` on `endpoints`."""
    for endpoint in endpoints:
        app.extensions[EXTENSION].of_endpoint.setdefault(endpoint, []).extend(limits)


def visitor() -> str:
    """The address that the request came from; of IPv6 the network, which is what one visitor has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ip_network((address, 64), strict=False))


def is_refused(response: Response) -> bool:
    """A form that came back with errors."""
    return response.status_code == 422


def is_missing(response: Response) -> bool:
    """An address that leads nowhere."""
    return response.status_code == 404


def is_answered(response: Response) -> bool:
    """Anything but a refusal for too many tries."""
    return response.status_code != TooManyRequests.code


def init_limits(app: Flask, chosen: Settings) -> None:
    """Bind counting to the app, and tell it how many proxies stand before it and may be believed."""
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]
    app.extensions[EXTENSION] = Limits(chosen.limits_storage.get_secret_value())
    app.before_request(_check)
    app.after_request(_count)


def _check() -> None:
    try:
        current_app.extensions[EXTENSION].check()
    except StorageError:
        log.exception("the store of the limits is out of reach")


def _count(response: Response) -> Response:
    try:
        limits: Limits = current_app.extensions[EXTENSION]
        limits.count(response)
        limits.announce(response)
    except StorageError:
        log.exception("the store of the limits is out of reach")
    return response
