"""The figures as tables in the reader's words: one form for pages, for the paper of the board and for spreadsheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import format_decimal
from flask_babel import gettext as _

from labelapp.clusters.places import sort_key
from labelapp.schemes.numbers import cut_percent
from labelapp.steering.durations import Lap, StepFigures
from labelapp.steering.periods import Period
from labelapp.steering.queries.agreement import Cycle
from labelapp.steering.queries.experts import Load
from labelapp.steering.queries.overdue import LateCount
from labelapp.steering.queries.renewals import Endings, Renewal, by_month_and_level
from labelapp.steering.throughput import Flow
from labelapp.steering.words import (
    flow_name,
    late_name,
    level_name,
    month_words,
    renewal_name,
    step_name,
)
from labelapp.web.formats import country_name, date_short, points
from labelapp.web.locale import scheme_text

Cell = str | int | float | Fraction | date | None


@dataclass(frozen=True)
class Column:
    """The head of a column."""

    label: str
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """A table. `title` fits on the tab of a spreadsheet in every language; cells are values, None is a gap."""

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def heads(self) -> list[dict[str, str | bool]]:
        """The columns as the macros of pages take them."""
        return [{"label": column.label, "numeric": column.numeric} for column in self.columns]

    @property
    def texts(self) -> list[list[str]]:
        """The rows in words."""
        return [[cell_text(cell) for cell in row] for row in self.rows]


def cell_text(cell: Cell) -> str:
    """A cell in words; figures are exact but for those that are estimates."""
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case Fraction():
            return points(cell)
        case date():
            return date_short(cell)
        case float():
            return str(format_decimal(cell, format="0.00"))
        case _:
            return str(format_decimal(cell))


def throughput_table(counts: Mapping[Flow, Sequence[int]], period: Period) -> Table:
    """One row a month, and their sum."""
    rows: list[list[Cell]] = [
        [month_words(month), *(counts[flow][place] for flow in Flow)]
        for place, month in enumerate(period.months)
    ]
    return Table(
        title=_("Throughput"),
        note=_("Decisions after a re-examination count too."),
        columns=[Column(_("Month"), numeric=False), *(Column(flow_name(flow)) for flow in Flow)],
        rows=[*rows, [_("Total"), *(sum(counts[flow]) for flow in Flow)]],
    )


def steps_table(figures: Sequence[StepFigures], laps: Sequence[Lap], today: date) -> Table:
    """One row a step."""
    return Table(
        title=_("Days per step"),
        note=_("Calendar days of the steps that ended in the period; what runs is as of today."),
        columns=[
            Column(_("Step"), numeric=False),
            Column(_("Ended")),
            Column(_("Lower quartile")),
            Column(_("Median")),
            Column(_("Upper quartile")),
            Column(_("Running")),
            Column(_("Longest running")),
        ],
        rows=[
            [
                step_name(one.step),
                one.ended,
                one.q1,
                one.median,
                one.q3,
                one.running,
                None if one.longest is None else laps[one.longest].days(today),
            ]
            for one in figures
        ],
    )


def overdue_table(counts: Sequence[LateCount], today: date) -> Table:
    """One row for each kind of thing that is late."""
    return Table(
        title=_("Overdue"),
        note=_("What was late on the day of this report."),
        columns=[
            Column(_("What is late"), numeric=False),
            Column(_("Number")),
            Column(_("Most days late")),
            Column(_("Due since")),
        ],
        rows=[[late_name(one.kind), one.count, (today - one.oldest).days, one.oldest] for one in counts],
    )


def countries_table(loads: Sequence[Load]) -> Table:
    """One row for the experts of each country, by its name."""
    found = sorted(loads, key=lambda load: sort_key(_country(load.country)))
    rows = [[_country(load.country), load.people, *_figures(load)] for load in found]
    heads = [Column(_("Country"), numeric=False), Column(_("Experts")), *_load_heads()]
    return Table(_("Experts by country"), _load_note(), heads, rows)


def experts_table(loads: Sequence[Load]) -> Table:
    """One row an expert."""
    rows = [[load.name, _country(load.country), *_figures(load)] for load in loads]
    heads = [Column(_("Expert"), numeric=False), Column(_("Country"), numeric=False), *_load_heads()]
    return Table(_("Experts"), _load_note(), heads, rows)


def _load_note() -> str:
    return str(
        _("Open today; the rest in the period. Days run from the nomination to the locked score sheet.")
    )


def _load_heads() -> list[Column]:
    return [Column(_("Open")), Column(_("Finished")), Column(_("Median days to lock")), Column(_("Declined"))]


def _figures(load: Load) -> list[Cell]:
    return [load.open, load.finished, load.median, load.declined]


def _country(code: str) -> str:
    return country_name(code) if code else str(_("Not known"))


def agreement_table(cycles: Sequence[Cycle]) -> Table:
    """One row a cycle. Percentages are shares of equal points, and of the maximum of an indicator."""
    rows: list[list[Cell]] = [
        [
            scheme_text(one.scheme.name),
            str(one.year),
            one.cases,
            Fraction(cut_percent(one.equal * 100, 1)),
            one.kappa.value if one.kappa else None,
            one.kappa.low if one.kappa else None,
            one.kappa.high if one.kappa else None,
            one.widest,
            one.spread.value * 100 if one.spread else None,
            ", ".join(one.unclear),
        ]
        for one in cycles
    ]
    return Table(
        title=_("Agreement"),
        note=_("What two assessors gave the same case before they talked, by the year of the assessment."),
        columns=[
            Column(_("Label"), numeric=False),
            Column(_("Year")),
            Column(_("Cases")),
            Column(_("Equal points in percent")),
            Column(_("Weighted kappa")),
            Column(_("Lower bound")),
            Column(_("Upper bound")),
            Column(_("Widest indicator"), numeric=False),
            Column(_("Its mean distance in percent")),
            Column(_("Look at the guidance of"), numeric=False),
        ],
        rows=rows,
    )


def renewals_table(endings: Sequence[Endings]) -> Table:
    """One row for each month and level in which any certificate ends."""
    return Table(
        title=_("Renewals to come"),
        note=_("Certificates by the month in which they end, without those that another one has replaced."),
        columns=[
            Column(_("Ends in"), numeric=False),
            Column(_("Level"), numeric=False),
            *(Column(renewal_name(state)) for state in Renewal),
            Column(_("Total")),
        ],
        rows=[
            [
                month_words(month),
                level_name(level),
                *(found.get(state, 0) for state in Renewal),
                sum(found.values()),
            ]
            for (month, level), found in by_month_and_level(endings).items()
        ],
    )
