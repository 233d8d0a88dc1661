"""How far assessors agree, for the secretariat: on a page and as a table."""

from collections.abc import Iterator
from fractions import Fraction

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.extensions import schemes
from labelapp.reviews import policy
from labelapp.reviews.reliability.ratings import cycles, ratings_of
from labelapp.reviews.reliability.statistics import Estimate
from labelapp.reviews.reliability.summary import KAPPA_FROM, MEAN_FROM, Summary, summarise
from labelapp.reviews.views.blueprint import bp, number_in_query, reader
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires
from labelapp.web.locale import scheme_text
from labelapp.web.spreadsheets import csv_file


@bp.get("/agreement")
@requires(policy.may_see_agreement)
def agreement() -> ResponseReturnValue:
    """Kappa and mean differences of one scheme in one year."""
    offered = _offered()
    chosen = _chosen(offered)
    if chosen is None:
        return render_template("reviews/agreement_empty.html")
    scheme, year = chosen
    return render_template(
        "reviews/agreement.html",
        scheme=scheme,
        year=year,
        schemes=[schemes().get(code) for code in dict.fromkeys(code for code, _year in offered)],
        years=list(dict.fromkeys(year for _code, year in offered)),
        summary=summarise(ratings_of(reader(), scheme.code, year), scheme),
        kappa_from=KAPPA_FROM,
        mean_from=MEAN_FROM,
    )


def _offered() -> list[tuple[str, int]]:
    """(scheme code, year) of the reports of cases that two assess, the newest first."""
    return [found for found in cycles(reader()) if schemes().get(found[0]).assessors.count > 1]


def _chosen(offered: list[tuple[str, int]]) -> tuple[Scheme, int] | None:
    """What the address asks for; without a wish the newest. 404 for what is not on offer."""
    if not offered:
        return None
    wish = (request.args.get("scheme", ""), number_in_query("year"))
    if wish == ("", None):
        wish = offered[0]
    code, year = wish
    known = {known for known, _year in offered}
    if year is None or code not in known:
        abort(404)
    return schemes().get(code), year


@bp.get("/agreement.csv")
@requires(policy.may_see_agreement)
def agreement_file() -> ResponseReturnValue:
    """The same figures as a table; differences in percent of the maximum."""
    chosen = _chosen(_offered())
    if chosen is None:
        abort(404)
    scheme, year = chosen
    summary = summarise(ratings_of(reader(), scheme.code, year), scheme)
    return csv_file(f"agreement-{scheme.code}-{year}.csv", _table(summary))


def _table(summary: Summary) -> Iterator[list[str]]:
    figures = (_("kappa"), _("mean difference in percent"))
    parts = (_("estimate"), _("lower bound"), _("upper bound"))
    bounds = [_("%(figure)s, %(part)s", figure=figure, part=part) for figure in figures for part in parts]
    yield [_("About"), _("Name"), _("Cases"), _("Equal in percent"), *bounds]
    for one in summary.indicators:
        name = f"{one.code} {scheme_text(one.name)}"
        cells = (*_cells(one.kappa), *_cells(one.distance, 100))
        yield [_("Indicator"), name, str(one.cases), _number(one.equal, 100), *cells]
    for pair in summary.pairs:
        name = _("%(one)s and %(other)s", one=pair.first, other=pair.second)
        cells = (*_cells(pair.kappa), *_cells(pair.difference, 100))
        yield [_("Pair"), name, str(pair.cases), _number(pair.equal, 100), *cells]
    for person in summary.assessors:
        cells = (*_cells(None), *_cells(person.difference, 100))
        yield [_("Assessor"), person.name, str(person.cases), "", *cells]


def _cells(estimate: Estimate | None, scale: int = 1) -> list[str]:
    bounds = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    return ["" if bound is None else _number(bound, scale) for bound in bounds]


def _number(value: float | Fraction, scale: int) -> str:
    return f"{float(value) * scale:.3f}"
