"""What the clusters of a remit answered, year by year, on a page and as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.benchmarks.disclosure.asking import Reader
from labelapp.benchmarks.presentation import DASH, figure, reason, trend_text
from labelapp.benchmarks.queries import clusters_of
from labelapp.benchmarks.report import Position
from labelapp.benchmarks.values import Topic
from labelapp.consortium.models import Partner
from labelapp.consortium.policy import may_see_remit
from labelapp.consortium.remit import clusters_in_remit, clusters_readable_by
from labelapp.consortium.results import Results, results_by_year, smallest_group, topics
from labelapp.consortium.views.blueprint import asked_of, bp, own_partner
from labelapp.schemes.numbers import cut_percent
from labelapp.web.access import requires
from labelapp.web.locale import scheme_text
from labelapp.web.portfolio_charts import BoxStrip, Spread, box_strip, common_axis
from labelapp.web.spreadsheets import csv_file


@dataclass(frozen=True)
class Line:
    """A year of one topic: texts of the figures, and the chart. Withheld figures are dashes."""

    name: str
    n: str
    median: str
    q1: str
    q3: str
    trend: str
    reason: str
    strip: BoxStrip


@bp.get("/consortium/results")
@requires(may_see_remit)
def results() -> ResponseReturnValue:
    """One topic over the years."""
    partner, offered = own_partner(), topics()
    code = asked_of("topic", [topic.code for topic in offered]) or offered[0].code
    topic = next(one for one in offered if one.code == code)
    found, minimum = results_by_year(clusters_in_remit(partner), _reader(partner)), smallest_group()
    return render_template(
        "consortium/results.html",
        topics=[(one.code, scheme_text(one.label)) for one in offered],
        topic=topic,
        title=scheme_text(topic.label),
        unit=scheme_text(topic.unit),
        lines=_lines(found, topic, minimum),
        minimum=minimum,
        csv_url=url_for("consortium.results_file"),
    )


@bp.get("/consortium/results.csv")
@requires(may_see_remit)
def results_file() -> ResponseReturnValue:
    """All topics as a table."""
    partner = own_partner()
    return csv_file("results.csv", _rows(results_by_year(clusters_in_remit(partner), _reader(partner))))


def _reader(partner: Partner) -> Reader:
    """What the partner reads anyway, and what the person knows as part of a team."""
    return Reader(known=clusters_readable_by(partner) | clusters_of(current_user))


def _year(found: Results) -> str:
    return str(found.year) if found.year else str(_("All years"))


def _lines(years: list[Results], topic: Topic, minimum: int) -> list[Line]:
    """The years of a topic on one axis."""
    groups = [found.of(topic).group for found in years]
    shown = [value for one in groups for value in (one.q1, one.median, one.q3) if value is not None]
    axis = common_axis(shown)
    return [_line(found, topic, minimum, axis) for found in years]


def _line(found: Results, topic: Topic, minimum: int, axis: tuple[Fraction, Fraction]) -> Line:
    position, unit = found.of(topic), topic.unit
    group = position.group
    spread = Spread(group.n, group.median, group.q1, group.q3)
    return Line(
        name=_year(found),
        n=_size(position, minimum),
        median=figure(group.median, unit),
        q1=figure(group.q1, unit),
        q3=figure(group.q3, unit),
        trend=trend_text(position.trend, unit),
        reason=reason(position.withheld, "median", "q1", "q3"),
        strip=box_strip(spread, None, axis),
    )


def _rows(years: list[Results]) -> Iterator[list[str]]:
    yield [_("Year"), _("Topic"), _("Unit"), "n", "q1", _("Median"), "q3", _("Why a figure is missing")]
    minimum = smallest_group()
    for found in years:
        for one in found.positions:
            figures = (one.group.q1, one.group.median, one.group.q3)
            yield [
                _year(found),
                scheme_text(one.topic.label),
                scheme_text(one.topic.unit),
                _size(one, minimum),
                *("" if value is None else cut_percent(value, 2) for value in figures),
                reason(one.withheld, "median", "q1", "q3"),
            ]


def _size(found: Position, minimum: int) -> str:
    return str(found.group.n) if found.group.n >= minimum else DASH
