"""The certificates of a remit: as a list, as a table, and their files as a ZIP."""

from dataclasses import replace

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import is_given_out, status_of
from labelapp.clock import today
from labelapp.consortium import queries, words
from labelapp.consortium.downloads import certificate_files
from labelapp.consortium.models import Partner
from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.queries import ENDS, Held, RemitRequest
from labelapp.consortium.remembering import memory_of
from labelapp.consortium.remit import countries_in_remit
from labelapp.consortium.views.blueprint import (
    asked_of,
    asked_programme,
    asked_text,
    bp,
    choices_of,
    own_partner,
)
from labelapp.events.zipping import zipped
from labelapp.web.access import requires
from labelapp.web.paging import read_position
from labelapp.web.spreadsheets import csv_file


@bp.get("/consortium/certificates")
@requires(may_see_remit)
def certificates() -> ResponseReturnValue:
    """Certificates of the clusters in the remit."""
    partner, day = own_partner(), today()
    asked = _asked(partner)
    key = ("certificates", partner.id, replace(asked, position=None))
    return render_template(
        "consortium/certificates.html",
        partner=partner,
        asked=asked,
        page=queries.certificates_in_remit(partner, asked, day),
        count=memory_of(day).recall(key, lambda: queries.count_in_remit(partner, asked, day)),
        levels=LEVELS,
        ends=ENDS,
        held=list(Held),
        words=words,
        status_of=lambda certificate: status_of(certificate, day),
        is_given_out=lambda certificate: is_given_out(certificate, day),
        **choices_of(partner),
    )


@bp.get("/consortium/certificates.csv")
@requires(may_see_remit)
def download() -> ResponseReturnValue:
    """The list as a table."""
    partner, day = own_partner(), today()
    rows = [("serial", "holder", "place", "country", "level", "status", "valid_from", "valid_until", "code")]
    for found in queries.all_in_remit(partner, _asked(partner), day):
        facts = (found.serial, found.holder, found.place, found.country, found.level)
        dates = (found.valid_from.isoformat(), found.valid_until.isoformat())
        rows.append((*facts, status_of(found, day).value, *dates, found.code))
    return csv_file("certificates.csv", rows)


@bp.get("/consortium/certificates.zip")
@requires(may_see_remit)
def files() -> ResponseReturnValue:
    """The files of the list with an index of it, sent while they are read."""
    partner, day = own_partner(), today()
    listed = queries.in_portions(partner, _asked(partner), day)
    return Response(
        stream_with_context(zipped(certificate_files(listed, partner.name, day))),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="certificates-{day.isoformat()}.zip"'},
    )


def _asked(partner: Partner) -> RemitRequest:
    arguments = request.args
    held, ends = asked_of("held", list(Held)), asked_of("ends", [str(months) for months in ENDS])
    return RemitRequest(
        search=asked_text("search"),
        country=asked_of("country", countries_in_remit(partner)),
        level=asked_of("level", LEVELS),
        programme=asked_programme(partner),
        held=Held(held) if held else None,
        ends=int(ends) if ends else None,
        sort=asked_of("sort", queries.SORTS) or "holder",
        descending=arguments.get("order") == "descending",
        position=read_position(arguments.get("at")),
    )
