"""The reports of a partner: its own of each year, and which of its countries have a public one."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.consortium.operations import publish_report, withdraw_report
from labelapp.consortium.policy import may_publish_for, may_see_remit
from labelapp.consortium.remit import certified_in_remit
from labelapp.consortium.reports.editions import Edition, edition_of, editions_of
from labelapp.consortium.reports.facts import years_of
from labelapp.consortium.reports.printing import remit_pdf
from labelapp.consortium.reports.remit import RemitReport, remit_report
from labelapp.consortium.reports.workbook import remit_workbook
from labelapp.consortium.views.blueprint import bp, own_partner
from labelapp.web.access import requires, requires_on
from labelapp.web.spreadsheets import xlsx_file


@bp.get("/consortium/reports")
@requires(may_see_remit)
def reports() -> ResponseReturnValue:
    """All reports, by year."""
    partner = own_partner()
    return render_template(
        "consortium/reports.html",
        partner=partner,
        years=years_of(certified_in_remit(partner)),
        editions=editions_of(partner),
    )


@bp.get("/consortium/reports/<int:year>.pdf")
@requires(may_see_remit)
def report_document(year: int) -> ResponseReturnValue:
    """The report of a year as a document."""
    headers = {"Content-Disposition": f'attachment; filename="labels-{year}.pdf"'}
    return Response(remit_pdf(_report(year)), mimetype="application/pdf", headers=headers)


@bp.get("/consortium/reports/<int:year>.xlsx")
@requires(may_see_remit)
def report_workbook(year: int) -> ResponseReturnValue:
    """The same as a workbook."""
    return xlsx_file(f"labels-{year}.xlsx", remit_workbook(_report(year)))


def _report(year: int) -> RemitReport:
    partner = own_partner()
    if year not in years_of(certified_in_remit(partner)):
        abort(404)
    return remit_report(partner, year)


def may_publish(user: Any, edition: Edition) -> bool:
    """Whoever speaks for the country."""
    return may_publish_for(user, edition.country)


@bp.get("/consortium/reports/<country>/<int:year>/publish")
@requires_on(edition_of, may_publish)
def publish(edition: Edition) -> ResponseReturnValue:
    """Ask once more, with what will be public; or ask whether to take it back."""
    return render_template("consortium/publish.html", edition=edition)


@bp.post("/consortium/reports/<country>/<int:year>/publish")
@requires_on(edition_of, may_publish)
def publish_confirmed(edition: Edition) -> ResponseReturnValue:
    """Make it public."""
    publish_report(own_partner(), edition.country, edition.year, current_user._get_current_object())
    flash(_("The report is public now."), "success")
    return redirect(url_for("editions.show", country=edition.country, year=edition.year), 303)


@bp.post("/consortium/reports/<country>/<int:year>/withdraw")
@requires_on(edition_of, may_publish)
def withdraw_confirmed(edition: Edition) -> ResponseReturnValue:
    """Take it back."""
    if edition.report is None:
        abort(404)
    withdraw_report(edition.report, current_user._get_current_object())
    flash(_("The report is not public any more."), "success")
    return redirect(url_for("consortium.reports"), 303)
