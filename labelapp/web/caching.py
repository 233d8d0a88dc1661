"""Answers that browsers, proxies and other sites may keep for a short time."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.http import is_resource_modified

from labelapp.clock import now

LONGEST = timedelta(minutes=5)


def kept_for_a_while(
    make: Callable[[], Response], *, state: str, changed_at: datetime | None = None
) -> Response:
    """The answer that `make` gives, or 304 when the reader has it already, in which case it is not made at all.

    `state` says whatever the answer depends on besides its address. It may be kept until midnight (UTC) at most,
    because what is said of a day is wrong on the next. Other sites may use it: it is for everybody and sets no cookie.
    """
    tag = hashlib.sha256(f"{request.full_path}\n{state}".encode()).hexdigest()[:32]
    changed = is_resource_modified(request.environ, etag=tag, last_modified=changed_at)
    response = make() if changed else Response(status=304)
    response.set_etag(tag)
    response.last_modified = changed_at
    response.headers.update(
        {
            "Cache-Control": f"public, max-age={_seconds()}",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
    )
    return response


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie; an answer for everybody neither sets one nor depends on one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, unless the answer may be kept by proxies."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_caching(app: Flask) -> None:
    """Bind the sessions to the app."""
    app.session_interface = Sessions()


def _seconds() -> int:
    moment = now()
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
    return int(min(LONGEST, midnight - moment).total_seconds())
