"""One chart of a comparison as a file, in the form that was asked for."""

import re

from flask import Response, abort
from flask_babel import get_locale
from flask_babel import gettext as _

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.distributions import TREND, ChoiceChart, TrendRow, choice_chart, trend_row
from labelapp.benchmarks.exporting.drawings import Caption, Chart, drawing
from labelapp.benchmarks.naming import file_part, group_name
from labelapp.benchmarks.presentation import (
    ProfileChart,
    Strip,
    composition_chart,
    month,
    profile_chart,
    strip,
)
from labelapp.benchmarks.report import Choices, Found, Position
from labelapp.benchmarks.tables import chart_table
from labelapp.clock import today
from labelapp.documents.picture import picture_of
from labelapp.web.formats import date_long
from labelapp.web.issuer import issuer_in
from labelapp.web.spreadsheets import csv_file, with_numbers, workbook, xlsx_file

FORMS = ("png", "svg", "csv", "xlsx")
_WIDTH = 22  # letters in a column of a sheet


def chart_file(comparison: Comparison, code: str, form: str) -> Response:
    """The chart with this code, as the page shows it. 404 where the page has no such chart."""
    found, chart = _chart(comparison, code)
    if chart is None or found is None:
        abort(404)
    part = re.sub(r"[^a-z0-9]+", "-", code)
    name = f"benchmark-{comparison.cluster.id}-{file_part(comparison.chosen.selection)}-{part}.{form}"
    if form in ("csv", "xlsx"):
        rows = chart_table(found, comparison, trend=isinstance(chart, TrendRow))
        if form == "csv":
            return csv_file(name, rows)
        return xlsx_file(name, workbook([(_("Benchmark"), with_numbers(rows), [_WIDTH] * len(rows[0]))]))
    drawn = drawing(chart, _caption(chart, comparison), outlines=form == "png")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "svg":
        return Response(drawn.svg, mimetype="image/svg+xml", headers=headers)
    return Response(picture_of(*drawn), mimetype="image/png", headers=headers)


def _chart(comparison: Comparison, code: str) -> tuple[Found | None, Chart | None]:
    """What is compared under a code, and its chart; None where the page draws none."""
    topic = code.removesuffix(TREND)
    found = next((one for one in comparison.everything if one.topic.code == topic), None)
    if isinstance(found, Position):
        if code != topic:
            return found, trend_row(found)
        row = strip(found)
        return found, row if comparison.is_shown and row.strip.detail else None
    if found is None or code != topic:
        return None, None
    if isinstance(found, Choices):
        return found, choice_chart(found)
    is_composition = found.topic.kind == "composition"
    return found, composition_chart(found, comparison) if is_composition else profile_chart(found)


def _caption(chart: Chart, comparison: Comparison) -> Caption:
    locale = get_locale()
    return Caption(
        title=chart.name if isinstance(chart, Strip | TrendRow) else chart.title,
        note=_note(chart),
        source=" ".join(_source(comparison, issuer_in(locale.language).name)),
        own_name=comparison.cluster.name,
        language=str(locale).replace("_", "-"),
    )


def _note(chart: Chart) -> str:
    if isinstance(chart, Strip | TrendRow):
        return chart.note
    if isinstance(chart, ChoiceChart):
        return chart.question
    return str(_("0 to %(rings)s", rings=len(chart.radar.rings))) if isinstance(chart, ProfileChart) else ""


def _source(comparison: Comparison, issuer: str) -> list[str]:
    group, span = group_name(comparison.chosen.selection), comparison.span
    facts = {"group": group, "n": comparison.chosen.n}
    if span:
        facts |= {"since": month(span[0]), "until": month(span[1])}
        of_group = _("Group: %(group)s, n = %(n)s, submitted from %(since)s to %(until)s.", **facts)
    else:
        of_group = _("Group: %(group)s, too small to show.", **facts)
    days = {"date": date_long(comparison.own.submitted_on), "today": date_long(today())}
    return [
        _("%(cluster)s, benchmark of %(issuer)s.", cluster=comparison.cluster.name, issuer=issuer),
        of_group,
        _("Own figures of %(date)s; drawn on %(today)s.", **days),
    ]
