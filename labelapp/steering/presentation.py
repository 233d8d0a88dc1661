"""What the charts of the pages show, in places and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.certificates.register.wishes import LEVELS
from labelapp.steering.durations import StepFigures
from labelapp.steering.figures import Work
from labelapp.steering.queries.deadlines import Late
from labelapp.steering.queries.overdue import LateThing
from labelapp.steering.queries.renewals import Endings
from labelapp.steering.throughput import Flow
from labelapp.steering.words import flow_name, level_name, month_words, step_name
from labelapp.web.formats import points
from labelapp.web.work_charts import (
    DaysStrip,
    Mark,
    Months,
    days_axis,
    days_strip,
    month_columns,
    month_marks,
)

_PAGES = {
    Late.INTERESTS: ("reviews.assignment", "review_id"),
    Late.SHEET: ("reviews.assignment", "review_id"),
    Late.REPORT: ("reviews.assignment", "review_id"),
    Late.CONDITION: ("conditions.show", "condition_id"),
    Late.APPEAL: ("appeals.show", "appeal_id"),
    Late.STATEMENT: ("appeals.show", "appeal_id"),
    Late.DECLARATION: ("declarations.show", "declaration_id"),
    Late.HEARING: ("hearings.show", "hearing_id"),
    Late.COMPLAINT: ("complaints.show", "complaint_id"),
    Late.SURVEILLANCE: ("surveillance.show", "mark_id"),
    Late.REASSESSMENT: ("flags.show", "flag_id"),
}


@dataclass(frozen=True)
class ColumnRow:
    """A row of columns. `sentence` is what the chart says, `most` how high its highest column is."""

    name: str
    sentence: str
    most: str
    chart: Months


@dataclass(frozen=True)
class LongestRun:
    """What has been running longest in a step. Without a name it is a case of which the reader may not know."""

    days: str
    name: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True)
class StepRow:
    """A step: its strip, None when nothing ended, and its figures in words."""

    name: str
    ended: str
    median: str
    half: str
    sentence: str
    chart: DaysStrip | None
    running: str
    longest: LongestRun | None


def flow_rows(counts: Mapping[Flow, Sequence[int]]) -> list[ColumnRow]:
    """One row for each thing that is counted, all on one scale."""
    highest = max((number for values in counts.values() for number in values), default=0)
    return [_columns(flow_name(flow), values, highest) for flow, values in counts.items()]


def level_rows(endings: Sequence[Endings], months: Sequence[date]) -> list[ColumnRow]:
    """One row for each level: how many certificates end in each month."""
    levels = [*LEVELS, *sorted({one.level for one in endings} - set(LEVELS))]
    numbers = {level: [0] * len(months) for level in levels}
    for one in endings:
        numbers[one.level][months.index(one.month)] += one.count
    highest = max(number for values in numbers.values() for number in values)
    return [_columns(level_name(level), values, highest) for level, values in numbers.items() if any(values)]


def _columns(name: str, values: Sequence[int], highest: int) -> ColumnRow:
    chart = month_columns(values, highest)
    most = str(_("at most %(most)s a month", most=max(values, default=0)))
    sentence = str(_("%(name)s: %(total)s in all, %(most)s", name=name, total=chart.total, most=most))
    return ColumnRow(name, sentence, most, chart)


def month_names(months: Sequence[date]) -> list[tuple[Mark, str]]:
    """The months that are named below rows of columns."""
    return [(mark, month_words(months[mark.value])) for mark in month_marks(len(months))]


def steps_axis(steps: Sequence[StepFigures]) -> tuple[Mark, ...]:
    """The axis on which the strips of all steps lie. What still runs does not stretch it."""
    return days_axis(max((one.q3 for one in steps if one.q3 is not None), default=Fraction(1)))


def step_rows(work: Work, today: date, *, named: bool) -> list[StepRow]:
    """One row a step. `named`: the reader may know whose case has been running longest, if they declared."""
    whole = steps_axis(work.steps)[-1].value
    return [_step_row(work, one, whole, today, named) for one in work.steps]


def _step_row(work: Work, one: StepFigures, whole: int, today: date, named: bool) -> StepRow:
    name, chart, half, sentence = step_name(one.step), None, "–", ""
    if one.q1 is not None and one.median is not None and one.q3 is not None:
        chart = days_strip(one.q1, one.median, one.q3, whole)
        low, high, median = points(one.q1), points(one.q3), points(one.median)
        half = str(_("%(low)s to %(high)s", low=low, high=high))
        sentence = str(
            _("%(name)s: median %(median)s days, middle half %(half)s", name=name, median=median, half=half)
        )
    return StepRow(
        name=name,
        ended=str(ngettext("%(num)s ended", "%(num)s ended", one.ended)),
        median=points(one.median),
        half=half,
        sentence=sentence,
        chart=chart,
        running=str(ngettext("%(num)s running", "%(num)s running", one.running)),
        longest=_longest(work, one, today, named),
    )


def _longest(work: Work, one: StepFigures, today: date, named: bool) -> LongestRun | None:
    if one.longest is None:
        return None
    number, run = work.laps[one.longest].days(today), work.owners[one.longest]
    days = str(ngettext("%(num)s day", "%(num)s days", number))
    if not (named and run.told):
        return LongestRun(days)
    url = (
        url_for("reviews.assignment", review_id=run.review_id) if run.review_id else url_for("reviews.cases")
    )
    return LongestRun(days, run.cluster, run.language, url)


def url_of_late(thing: LateThing) -> str:
    """Where the reader goes on with what is late."""
    if thing.kind not in _PAGES:
        return url_for("board.sessions")
    endpoint, parameter = _PAGES[thing.kind]
    values: dict[str, Any] = {parameter: thing.subject}
    return url_for(endpoint, **values)
