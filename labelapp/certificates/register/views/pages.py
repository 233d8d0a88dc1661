"""The home page and the register. Everything works as plain addresses; what is asked stands in the address."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import current_user

from labelapp.certificates.imports.policy import may_import
from labelapp.certificates.presentation import fields_of, place_of
from labelapp.certificates.register import structured
from labelapp.certificates.register.counts import count_values, in_force_by_level
from labelapp.certificates.register.places import country_map
from labelapp.certificates.register.queries import read_register
from labelapp.certificates.register.wishes import LEVELS, Group, Order, Wish, read_wish
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.clusters.portfolios import PORTFOLIOS, portfolio_name
from labelapp.extensions import schemes
from labelapp.web.access import public
from labelapp.web.formats import country_name
from labelapp.web.links import public_link

HOME_ROWS = 8


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What the label is, the check of a certificate, the levels, and the beginning of the register."""
    summaries = {scheme.level: scheme.summary for scheme in schemes().latest()}
    return render_template(
        "certificates/home.html",
        figures=in_force_by_level(today()),
        summaries=summaries,
        structured=structured.site(),
        canonical=public_link("certificates.home"),
        **_register(Wish(), HOME_ROWS),
    )


@bp.get("/register")
@public
def register() -> ResponseReturnValue:
    """The register with its filters."""
    wish = read_wish(request.args)
    content = _register(wish)
    return render_template(
        "certificates/register.html",
        country_map=country_map(content["counts"].in_force),
        country_url=partial(_country_url, wish),
        may_import=may_import(current_user),
        structured=structured.dataset(today()),
        canonical=public_link("certificates.register"),
        **content,
    )


def _country_url(wish: Wish, code: str) -> str:
    """The list of one country, the other filters being as they are; from the country asked for the way back."""
    arguments = replace(wish, country="" if code == wish.country else code).arguments()
    return url_for("certificates.register", _anchor="list", **arguments)


def _register(wish: Wish, size: int | None = None) -> dict[str, Any]:
    day = today()
    found = read_register(wish, day, size) if size else read_register(wish, day)
    counts = count_values(wish, day)
    arguments = wish.arguments()
    return {
        "wish": wish,
        "day": day,
        "register": found,
        "counts": counts,
        "levels": LEVELS,
        "groups": list(Group),
        "orders": list(Order),
        "countries": sorted(
            ((code, country_name(code), count) for code, count in counts.countries.items()),
            key=lambda item: item[1].casefold(),
        ),
        "portfolios": [(code, portfolio_name(code), counts.portfolios.get(code, 0)) for code in PORTFOLIOS],
        "place_of": place_of,
        "fields_of": fields_of,
        "before_url": _page_url(arguments, found.before),
        "after_url": _page_url(arguments, found.after),
        "csv_url": url_for("certificates.register_csv", **arguments),
        "json_url": url_for("certificates.register_json", **arguments),
        "feed_url": url_for("certificates.register_feed", **arguments, lang=get_locale().language),
    }


def _page_url(arguments: dict[str, Any], position: str) -> str:
    """The address of another page, which begins at the list and not at the top of the window."""
    if not position:
        return ""
    return url_for("certificates.register", _anchor="list", **arguments | {"from": position})
