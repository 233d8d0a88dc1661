"""Which answers other sites may read in a visitor's browser: what is public, and without a token."""

from flask import Flask, Response, current_app, request

from labelapp.web.access import declared_access

_TOLD = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def _let_read(response: Response) -> Response:
    endpoint = request.endpoint or ""
    access = declared_access(current_app, endpoint)
    if not endpoint.startswith("api.") or access is None or access.kind != "public":
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _TOLD
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "3600"
    return response


def init_crossing(app: Flask) -> None:
    """Say so in the headers."""
    app.after_request(_let_read)
