"""The register as data: CSV, JSON and a feed of whatever is filtered. Anybody may use them, also from other sites."""

from collections.abc import Callable

from flask import Response, json, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelapp.certificates.register.columns import COLUMNS, as_json, csv_rows
from labelapp.certificates.register.feed import atom, happenings
from labelapp.certificates.register.queries import all_entries, read_register
from labelapp.certificates.register.version import Version, register_version
from labelapp.certificates.register.wishes import Group, Wish, read_wish
from labelapp.certificates.views.blueprint import bp
from labelapp.extensions import settings
from labelapp.web.access import public
from labelapp.web.caching import kept_for_a_while
from labelapp.web.links import public_link
from labelapp.web.locale import shipped_languages, speaking
from labelapp.web.spreadsheets import csv_file

USUAL_SIZE, LARGEST_SIZE = 100, 500


@bp.get("/register.csv")
@public
def register_csv() -> ResponseReturnValue:
    """All rows that the filters leave, for a spreadsheet or a program."""
    wish, version = read_wish(request.args), register_version()
    name = f"register-{version.day.isoformat()}.csv"
    return _kept(lambda: csv_file(name, csv_rows(all_entries(wish, version.day))), version)


@bp.get("/register.json")
@public
def register_json() -> ResponseReturnValue:
    """A page of the rows that the filters leave, with the addresses of the pages before and after it."""
    wish, version = read_wish(request.args), register_version()
    size = request.args.get("size", USUAL_SIZE, type=int)
    return _kept(lambda: _json(wish, version, max(1, min(size, LARGEST_SIZE))), version)


def _json(wish: Wish, version: Version, size: int) -> Response:
    found = read_register(wish, version.day, size)
    arguments = wish.arguments() | {"size": size if size != USUAL_SIZE else None}
    pages = {
        name: public_link("certificates.register_json", **_given(arguments | {"from": position}))
        if position
        else None
        for name, position in (("previous", found.before), ("next", found.after))
    }
    answer = {
        "issuer": settings().issuer_name,
        "day": version.day.isoformat(),
        "total": found.total,
        **pages,
        "certificates": [as_json(entry) for entry in found.entries],
    }
    return Response(json.dumps(answer, ensure_ascii=False, sort_keys=False), mimetype="application/json")


@bp.get("/register.atom")
@public
def register_feed() -> ResponseReturnValue:
    """What happened last, of whatever is filtered; of every status unless one is asked for."""
    wish, version = read_wish(request.args, groups_unless_asked=tuple(Group)), register_version()
    asked = request.args.get("lang", "en")
    language = asked if asked in shipped_languages() else "en"
    return _kept(lambda: _feed(wish, version, language), version)


def _feed(wish: Wish, version: Version, language: str) -> Response:
    arguments = _given(wish.arguments())
    with speaking(language):
        text = atom(
            happenings(wish, version.day),
            version.day,
            page=public_link("certificates.register", **arguments),
            feed=public_link("certificates.register_feed", **arguments, lang=language),
            language=language,
            at=version.changed_at,
        )
    return Response(text, mimetype="application/atom+xml")


@bp.get("/register/data")
@public
def register_data() -> ResponseReturnValue:
    """How others use the register: addresses, columns, feed, badge."""
    return render_template(
        "certificates/register_data.html",
        columns=COLUMNS,
        addresses={name: public_link(f"certificates.register_{name}") for name in ("csv", "json", "feed")},
        register_url=url_for("certificates.register"),
        usual_size=USUAL_SIZE,
        largest_size=LARGEST_SIZE,
    )


def _given(arguments: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value is not None}


def _kept(make: Callable[[], Response], version: Version) -> Response:
    return kept_for_a_while(make, state=f"{version.event} {version.day}", changed_at=version.changed_at)
