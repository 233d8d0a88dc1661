"""The public reports of countries: for everybody, as pages and as documents."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from labelapp.benchmarks.presentation import figure, reason
from labelapp.clock import today
from labelapp.clusters.places import sort_key
from labelapp.consortium.models import CountryReport
from labelapp.consortium.reports.country import country_facts
from labelapp.consortium.reports.editions import find_report, public_reports
from labelapp.consortium.reports.facts import Fact
from labelapp.consortium.reports.printing import country_pdf
from labelapp.web.access import public
from labelapp.web.formats import country_name
from labelapp.web.links import public_link

bp = Blueprint("editions", __name__)


@bp.get("/reports")
@public
def index() -> ResponseReturnValue:
    """The countries that have public reports, by name."""
    by_country: dict[str, list[CountryReport]] = {}
    for report in public_reports():
        by_country.setdefault(report.country, []).append(report)
    named = ((country_name(code), code, reports) for code, reports in by_country.items())
    return render_template(
        "consortium/editions.html", countries=sorted(named, key=lambda item: sort_key(item[0]))
    )


@bp.get("/reports/<country>/<int:year>")
@public
def show(country: str, year: int) -> ResponseReturnValue:
    """The report of a country about a year."""
    report = _public(country, year)
    return render_template(
        "consortium/edition.html",
        report=report,
        found=country_facts(report.country, year, today()),
        Fact=Fact,
        figure=figure,
        reason=reason,
        canonical=public_link("editions.show", country=report.country, year=year),
    )


@bp.get("/reports/<country>/<int:year>.pdf")
@public
def document(country: str, year: int) -> ResponseReturnValue:
    """The same as a document."""
    report = _public(country, year)
    content = country_pdf(report.country, year, today())
    headers = {"Content-Disposition": f'inline; filename="labels-{report.country}-{year}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _public(country: str, year: int) -> CountryReport:
    report = find_report(country, year)
    if report is None:
        abort(404)
    return report
