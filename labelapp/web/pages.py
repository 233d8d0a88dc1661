"""Pages of plain text: how the label works, accessibility, data protection."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from labelapp.extensions import schemes, settings
from labelapp.web.access import public

bp = Blueprint("pages", __name__)
_LEVELS = ("bronze", "silver", "gold")


@bp.get("/how-it-works")
@public
def how_it_works() -> ResponseReturnValue:
    """What each level asks, the way of a case, and how long a label holds, from the schemes in force."""
    found = {scheme.level: scheme for scheme in schemes().latest() if scheme.level in _LEVELS}
    return render_template(
        "web/pages/how_it_works.html", labels=[found[level] for level in _LEVELS if level in found]
    )


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """What we do so that everybody can use these pages, and whom to tell when we fail."""
    return render_template("web/pages/accessibility.html", contact=settings().mail_from)


@bp.get("/data-protection")
@public
def data_protection() -> ResponseReturnValue:
    """What is kept about people, why, and for how long."""
    return render_template("web/pages/data_protection.html", contact=settings().mail_from)
