"""The comparison of a cluster organisation, on a page and as a table."""

from functools import partial
from typing import NamedTuple

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.benchmarks.comparison import Comparison, Wish, compare
from labelapp.benchmarks.distributions import choice_groups, trend_rows
from labelapp.benchmarks.exporting.files import chart_file
from labelapp.benchmarks.exporting.places import ChartPlace, find_chart, on_chart
from labelapp.benchmarks.naming import choices, file_part, group_name, kind_name
from labelapp.benchmarks.policy import may_read_comparison
from labelapp.benchmarks.presentation import (
    composition_chart,
    month,
    profile_chart,
    strip_groups,
)
from labelapp.benchmarks.printing import comparison_pdf
from labelapp.benchmarks.queries import clusters_of
from labelapp.benchmarks.tables import table
from labelapp.benchmarks.traits import KINDS
from labelapp.benchmarks.wording import planning_for, standing_out
from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster, is_cluster_person
from labelapp.web.access import requires, requires_on
from labelapp.web.locale import language_name, shipped_languages
from labelapp.web.spreadsheets import csv_file

bp = Blueprint("benchmarks", __name__)


@bp.get("/benchmark")
@requires(is_cluster_person)
def mine() -> ResponseReturnValue:
    """The comparison of the person's own cluster organisation."""
    return go_to_own("benchmarks.show", _("Which comparison?"))


@bp.get("/clusters/<int:cluster_id>/benchmark")
@requires_on(find_cluster, may_read_comparison)
def show(cluster: Cluster) -> ResponseReturnValue:
    """A cluster organisation beside the group that the reader chose."""
    return comparison_page(cluster, _OWN)


@bp.get("/clusters/<int:cluster_id>/benchmark.csv")
@requires_on(find_cluster, may_read_comparison)
def download(cluster: Cluster) -> ResponseReturnValue:
    """The same figures as a table."""
    return comparison_file(cluster)


@bp.get("/clusters/<int:cluster_id>/benchmark.pdf")
@requires_on(find_cluster, may_read_comparison)
def report(cluster: Cluster) -> ResponseReturnValue:
    """The same as a document."""
    return comparison_report(cluster)


@bp.get("/clusters/<int:cluster_id>/benchmark/charts/<code>.<form>")
@requires_on(find_chart, on_chart(may_read_comparison))
def chart(place: ChartPlace) -> ResponseReturnValue:
    """One chart of the page as a file."""
    return comparison_chart(place)


class Pages(NamedTuple):
    """The endpoints by which a kind of reader gets the page, the table, the document and a file of a chart."""

    page: str
    table: str
    document: str
    chart: str


_OWN = Pages("benchmarks.show", "benchmarks.download", "benchmarks.report", "benchmarks.chart")


def comparison_page(
    cluster: Cluster,
    pages: Pages,
    known: frozenset[int] = frozenset(),
    back: tuple[str, str] | None = None,
) -> ResponseReturnValue:
    """The page, for whoever may read it.

    `known` are clusters whose figures the reader may read beside those of its own teams. A reader who is not of the
    team comes from a list: `back` is its address and its translated name.
    """
    comparison = _compare(cluster, known)
    if comparison is None:
        return render_template("benchmarks/nothing_yet.html", cluster=cluster, back=back)
    return render_template(
        "benchmarks/show.html",
        cluster=cluster,
        comparison=comparison,
        back=back,
        own_name=_("this cluster") if back else _("your cluster"),
        choice_groups=choice_groups(comparison),
        trends=trend_rows(comparison),
        chart_url=partial(_chart_url, pages.chart, comparison),
        group_name=group_name,
        kind_name=kind_name,
        choices=choices(comparison),
        month=month,
        sections=standing_out(comparison),
        planning=None if back else planning_for(comparison, current_user),
        strip_groups=strip_groups(comparison),
        compositions=[composition_chart(found, comparison) for found in comparison.compositions],
        profiles=[profile_chart(found) for found in comparison.profiles],
        page_url=url_for(pages.page, cluster_id=cluster.id),
        file_url=url_for(pages.table, cluster_id=cluster.id, group=comparison.chosen.key),
        document_url=url_for(pages.document, cluster_id=cluster.id),
        report_languages=[(code, language_name(code)) for code in shipped_languages()],
    )


def _chart_url(endpoint: str, comparison: Comparison, code: str, form: str) -> str:
    group, cluster = comparison.chosen.key, comparison.cluster
    return url_for(endpoint, cluster_id=cluster.id, code=code, form=form, group=group)


def comparison_chart(place: ChartPlace, known: frozenset[int] = frozenset()) -> ResponseReturnValue:
    """One chart as PNG, SVG, CSV or XLSX, 404 for what is not on the page."""
    comparison = _compare(place.cluster, known)
    if comparison is None:
        abort(404)
    return chart_file(comparison, place.code, place.form)


def comparison_file(cluster: Cluster, known: frozenset[int] = frozenset()) -> ResponseReturnValue:
    """The comparison as CSV, 404 when nothing was submitted yet."""
    comparison = _compare(cluster, known)
    if comparison is None:
        abort(404)
    name = f"benchmark-{cluster.id}-{file_part(comparison.chosen.selection)}.csv"
    return csv_file(name, table(comparison))


def comparison_report(cluster: Cluster, known: frozenset[int] = frozenset()) -> ResponseReturnValue:
    """The comparison as PDF, 404 when nothing was submitted yet."""
    comparison = _compare(cluster, known)
    if comparison is None:
        abort(404)
    name = f"benchmark-{cluster.id}-{file_part(comparison.chosen.selection)}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        comparison_pdf(comparison, asked_languages()), mimetype="application/pdf", headers=headers
    )


def asked_languages() -> list[str]:
    """The languages that the address asks for: `language` or the reader's own, and `and` for the two pages again."""
    known = shipped_languages()
    first = request.args.get("language", "")
    first = first if first in known else get_locale().language
    further = request.args.get("and", "")
    return [first, further] if further in known and further != first else [first]


def _compare(cluster: Cluster, known: frozenset[int]) -> Comparison | None:
    """The comparison that the address asks for: with a group by its key, or with an own selection by its codes."""
    arguments = request.args
    codes = {kind: arguments.getlist(kind) for kind in KINDS if kind in arguments}
    own = "own" in arguments
    return compare(
        cluster, Wish(arguments.get("group"), codes if own else None), known | clusters_of(current_user)
    )
