"""Addresses of static files that change with their content, so that they may be cached for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


@cache
def _fingerprint(file: Path, modified: float) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of `labelapp/web/static/<name>` with the fingerprint of its content."""
    file = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=_fingerprint(file, file.stat().st_mtime))


def _ask_again(response: Response) -> Response:
    """A module that another one imports has no fingerprint in its address: the browser asks whether it changed."""
    if request.endpoint == "static" and request.path.endswith(".js") and "v" not in request.args:
        response.headers["Cache-Control"] = "no-cache"
    return response


def init_assets(app: Flask) -> None:
    """Make `asset` known to templates."""
    app.add_template_global(asset)
    app.after_request(_ask_again)
