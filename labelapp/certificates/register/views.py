"""The home page and the register. Everything works as plain addresses; what is asked stands in the address."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelapp.certificates.presentation import fields_of, place_of
from labelapp.certificates.printing import public_address
from labelapp.certificates.register.counts import count_values, in_force_by_level
from labelapp.certificates.register.queries import all_entries, read_register
from labelapp.certificates.register.wishes import LEVELS, Group, Order, Wish, read_wish
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.clusters.portfolios import PORTFOLIOS, portfolio_name
from labelapp.extensions import schemes
from labelapp.web.access import public
from labelapp.web.formats import country_name
from labelapp.web.spreadsheets import csv_file

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
        **_register(Wish(), HOME_ROWS),
    )


@bp.get("/register")
@public
def register() -> ResponseReturnValue:
    """The register with its filters."""
    return render_template("certificates/register.html", **_register(read_wish(request.args)))


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
    }


def _page_url(arguments: dict[str, Any], position: str) -> str:
    """The address of another page, which begins at the list and not at the top of the window."""
    if not position:
        return ""
    return url_for("certificates.register", _anchor="list", **arguments | {"from": position})


@bp.get("/register.csv")
@public
def register_csv() -> ResponseReturnValue:
    """The rows that the filters leave, for a spreadsheet or a program. Names of columns do not change."""
    rows: list[tuple[str, ...]] = [CSV_COLUMNS]
    for entry in all_entries(read_wish(request.args), today()):
        one = entry.certificate
        row = (
            one.serial,
            one.holder,
            one.place,
            one.country,
            " ".join(one.portfolios),
            one.level,
            f"{one.scheme_code}@{one.scheme_version}",
            entry.status.value,
            one.valid_from.isoformat(),
            one.valid_until.isoformat(),
            one.renewable_until.isoformat(),
            public_address(one),
        )
        rows.append(row)
    return csv_file(f"register-{today().isoformat()}.csv", rows)


CSV_COLUMNS = (
    "certificate",
    "holder",
    "place",
    "country",
    "fields",
    "level",
    "scheme",
    "status",
    "valid_from",
    "valid_until",
    "renewable_until",
    "address",
)
