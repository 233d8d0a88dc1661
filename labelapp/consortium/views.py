"""A partner's view of the clusters in its remit."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.benchmarks.exporting.places import ChartPlace, find_chart, on_chart
from labelapp.benchmarks.views import (
    Pages,
    comparison_chart,
    comparison_file,
    comparison_page,
    comparison_report,
)
from labelapp.certificates.register.wishes import LEVELS
from labelapp.certificates.status import status_of
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.clusters.places import sort_key
from labelapp.clusters.queries import find_cluster
from labelapp.consortium import queries
from labelapp.consortium.models import Partner
from labelapp.consortium.policy import may_read_comparison_in_remit, may_see_remit
from labelapp.web.access import requires, requires_on
from labelapp.web.formats import country_name
from labelapp.web.paging import read_position
from labelapp.web.spreadsheets import csv_file

bp = Blueprint("consortium", __name__)
_BENCHMARK = Pages(
    "consortium.benchmark",
    "consortium.benchmark_file",
    "consortium.benchmark_report",
    "consortium.benchmark_chart",
)


@bp.get("/consortium")
@requires(may_see_remit)
def index() -> ResponseReturnValue:
    """Certificates of the clusters in the remit."""
    partner, day = _partner(), today()
    asked = _asked(partner)
    return render_template(
        "consortium/index.html",
        partner=partner,
        asked=asked,
        page=queries.certificates_in_remit(partner, asked, day),
        count=queries.count_in_remit(partner, asked, day),
        counts=queries.count_by_level(partner, day),
        countries=sorted(
            ((code, country_name(code)) for code in partner.countries), key=lambda item: sort_key(item[1])
        ),
        levels=LEVELS,
        status_of=lambda certificate: status_of(certificate, day),
    )


@bp.get("/consortium/certificates.csv")
@requires(may_see_remit)
def download() -> ResponseReturnValue:
    """The list as a table."""
    partner, day = _partner(), today()
    rows = [("serial", "holder", "place", "country", "level", "status", "valid_from", "valid_until", "code")]
    for found in queries.all_in_remit(partner, _asked(partner), day):
        facts = (found.serial, found.holder, found.place, found.country, found.level)
        dates = (found.valid_from.isoformat(), found.valid_until.isoformat())
        rows.append((*facts, status_of(found, day).value, *dates, found.code))
    return csv_file("certificates.csv", rows)


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark(cluster: Cluster) -> ResponseReturnValue:
    """The comparison of a cluster organisation that agreed."""
    back = (url_for("consortium.index"), _("Our clusters"))
    return comparison_page(cluster, _BENCHMARK, _readable(), back)


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark.csv")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark_file(cluster: Cluster) -> ResponseReturnValue:
    """The same as a table."""
    return comparison_file(cluster, _readable())


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark.pdf")
@requires_on(find_cluster, may_read_comparison_in_remit)
def benchmark_report(cluster: Cluster) -> ResponseReturnValue:
    """The same as a document."""
    return comparison_report(cluster, _readable())


@bp.get("/consortium/clusters/<int:cluster_id>/benchmark/charts/<code>.<form>")
@requires_on(find_chart, on_chart(may_read_comparison_in_remit))
def benchmark_chart(place: ChartPlace) -> ResponseReturnValue:
    """One chart of it as a file."""
    return comparison_chart(place, _readable())


def _readable() -> frozenset[int]:
    return queries.clusters_readable_by(_partner())


def _partner() -> Partner:
    partner = queries.partner_of(current_user)
    assert partner is not None
    return partner


def _asked(partner: Partner) -> queries.RemitRequest:
    arguments = request.args
    return queries.RemitRequest(
        search=arguments.get("search", "").replace("\0", "").strip()[:100],
        country=country if (country := arguments.get("country", "")) in partner.countries else "",
        level=level if (level := arguments.get("level", "")) in LEVELS else "",
        sort=sort if (sort := arguments.get("sort", "")) in queries.SORTS else "holder",
        descending=arguments.get("order") == "descending",
        position=read_position(arguments.get("at")),
    )
