"""The way from application to award, on a page and as a table."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelapp.certificates.register.wishes import LEVELS
from labelapp.clock import today
from labelapp.consortium import words
from labelapp.consortium.funnel import FunnelRequest
from labelapp.consortium.funnel import funnel as count_funnel
from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.views.blueprint import asked_of, bp, own_partner
from labelapp.schemes.months import add_months
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires
from labelapp.web.spreadsheets import csv_file

USUAL_MONTHS = 24


@bp.get("/consortium/funnel")
@requires(may_see_remit)
def funnel() -> ResponseReturnValue:
    """How many of the cases that began in a period came how far, and how long each step took."""
    asked = _asked()
    return render_template(
        "consortium/funnel.html",
        asked=asked,
        steps=count_funnel(own_partner(), asked),
        levels=LEVELS,
        words=words,
        csv_url=url_for(
            "consortium.funnel_file",
            since=asked.since.isoformat(),
            until=asked.until.isoformat(),
            level=asked.level or None,
        ),
    )


@bp.get("/consortium/funnel.csv")
@requires(may_see_remit)
def funnel_file() -> ResponseReturnValue:
    """The same as a table."""
    rows = [("step", "cases", "median_days_from_step_before")]
    for found in count_funnel(own_partner(), _asked()):
        days = "" if found.days is None else exact(found.days)
        rows.append((found.step.value, str(found.count), days))
    return csv_file("funnel.csv", rows)


def _asked() -> FunnelRequest:
    """The period in the address; the last two years unless it is one, the earlier day first."""
    since = _day("since") or add_months(today(), -USUAL_MONTHS)
    until = _day("until") or today()
    return FunnelRequest(min(since, until), max(since, until), asked_of("level", LEVELS))


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
