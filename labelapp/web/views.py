"""Pages that belong to no domain: tasks, language, health, the component sheet."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from labelapp.clock import today
from labelapp.extensions import db, settings
from labelapp.web.access import public, signed_in
from labelapp.web.locale import COOKIE, shipped_languages
from labelapp.web.sheet import samples
from labelapp.web.tasks import panels_of, tasks_of

bp = Blueprint("web", __name__)


@bp.get("/tasks")
@signed_in
def tasks() -> ResponseReturnValue:
    """What waits for the person who signed in, most urgent first."""
    return render_template(
        "web/tasks.html", tasks=tasks_of(current_user), panels=panels_of(current_user), today=today()
    )


@bp.get("/language/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Choose the language of this browser and go back to the page one came from."""
    if code not in shipped_languages():
        abort(404)
    response = redirect(_way_back())
    response.set_cookie(
        COOKIE, code, max_age=31_536_000, samesite="Lax", httponly=True, secure=settings().secure_cookies
    )
    return response


def _way_back() -> str:
    """The path of the page one came from, never another site's address."""
    came_from = urlsplit(request.referrer or "")
    same_site = came_from.netloc == request.host and came_from.path.startswith("/")
    if not same_site or came_from.path.startswith("//"):
        return url_for("certificates.home")
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


@bp.get("/components")
@public
def components() -> ResponseReturnValue:
    """Every component with its states, on demonstration systems."""
    if not settings().demo:
        abort(404)
    return render_template("web/components.html", **samples())


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The process answers and reaches its database."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}
