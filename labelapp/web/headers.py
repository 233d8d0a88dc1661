"""Headers that every answer carries."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)


def add_security_headers(response: Response) -> Response:
    """Set what is not set yet: a view may be stricter for what it serves, never silently laxer."""
    defaults = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if request.is_secure:
        defaults["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        defaults["Cache-Control"] = "no-store"
    for name, value in defaults.items():
        response.headers.setdefault(name, value)
    return response


def init_headers(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(add_security_headers)
