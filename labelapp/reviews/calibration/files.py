"""Case and reference as a table: the workbook to fill in, reading it back, and the results as tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, BinaryIO

from flask_babel import gettext as _

from labelapp.dataroom.tables import Table, read_table
from labelapp.reviews.calibration.case import ExerciseCase, order_of
from labelapp.reviews.calibration.operations.preparing import Part
from labelapp.reviews.calibration.results import Results
from labelapp.reviews.judging import Question, relevant
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.operations.scoring import checked_content
from labelapp.reviews.reliability.statistics import Estimate
from labelapp.schemes.definition import Scheme
from labelapp.schemes.numbers import exact
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import scheme_text
from labelapp.web.spreadsheets import workbook

# The headings of a case are the same in every language, so that a file travels.
COLUMNS = ("code", "indicator", "answer", "evidence", "points", "minimum_met", "plausible", "reason")
LONGEST = 10_000
_WORDS = {"yes": True, "no": False, "": None}


@dataclass(frozen=True)
class Reading:
    """What a file holds: parts by indicator, and what is wrong with it, in sentences."""

    parts: dict[str, Part]
    faults: list[str]

    def as_json(self) -> dict[str, Any]:
        """The parts as JSON."""
        return {
            code: {"answer": part.answer, "evidence": part.evidence, "reference": vars(part.reference)}
            for code, part in self.parts.items()
        }


def parts_from_json(content: dict[str, Any]) -> dict[str, Part]:
    """The parts that `Reading.as_json` wrote."""
    return {
        code: Part(part["answer"], part["evidence"], ScoreContent(**part["reference"]))
        for code, part in content.items()
    }


def part_of(case: ExerciseCase, code: str) -> Part:
    """What stands in the case about one indicator; empty where nothing does."""
    item = case.items.get(code)
    if item is None:
        return Part("")
    reference = ScoreContent(item.points, item.minimum_met, item.plausible, item.reason)
    return Part(item.answer, item.evidence, reference)


def read_case(file: BinaryIO, scheme: Scheme) -> Reading:
    """The case in a file. Raises InvalidInput for what is no such table; faults of rows are collected."""
    table = read_table(file, longest_cell=LONGEST)
    headings = [heading.lower() for heading in table.headings]
    missing = [name for name in ("code", "answer") if name not in headings]
    if missing:
        raise InvalidInput(
            _(
                "The column %(names)s is missing. Download the table here and fill it in.",
                names=", ".join(missing),
            )
        )
    parts: dict[str, Part] = {}
    faults: list[str] = []
    for line, row in _rows(table, headings):
        code = row["code"]
        if code not in scheme.indicators:
            faults.append(
                _("Line %(line)s: the scheme has no indicator “%(code)s”.", line=line, code=code[:20])
            )
        elif code in parts:
            faults.append(_("Line %(line)s: indicator %(code)s stands there twice.", line=line, code=code))
        else:
            parts[code], found = _part(Question(scheme.indicators[code]), row)
            faults += [_("Line %(line)s: %(fault)s", line=line, fault=fault) for fault in found]
    return Reading({code: parts[code] for code in order_of(scheme) if code in parts}, faults)


def _rows(table: Table, headings: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in zip(table.lines, table.rows, strict=True):
        row = dict(zip(headings, cells, strict=False))
        yield line, {name: row.get(name, "").strip() for name in COLUMNS}


def _part(asked: Question, row: dict[str, str]) -> tuple[Part, list[str]]:
    faults = [
        str(_("%(column)s must be yes, no or empty.", column=name))
        for name in ("minimum_met", "plausible")
        if row[name].lower() not in _WORDS
    ]
    given = ScoreContent(
        row["points"].replace(",", ".") or None,
        _WORDS.get(row["minimum_met"].lower()),
        _WORDS.get(row["plausible"].lower()),
        row["reason"],
    )
    try:
        given = checked_content(asked, given)
    except InvalidInput as error:
        faults.append(error.message)
    return Part(row["answer"], row["evidence"], given), faults


def case_workbook(case: ExerciseCase) -> bytes:
    """The table of a case, with what stands in it by now and a row for every indicator of the scheme."""
    rows: list[list[str | float]] = [list(COLUMNS)]
    for code in order_of(case.scheme):
        part, name = part_of(case, code), scheme_text(case.scheme.indicators[code].name)
        given = part.reference
        said = (given.points or "", _word(given.minimum_met), _word(given.plausible), given.justification)
        rows.append([code, name, part.answer, part.evidence, *said])
    return workbook([(_("Case"), rows, (8, 30, 60, 60, 8, 12, 10, 60))])


def _word(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def score_rows(found: Results) -> Iterator[list[str | float]]:
    """One row for each scorer and indicator: what was given beside the reference. Points are numbers."""
    yield [
        _("Name"), _("Indicator"), _("Points"), _("Reference"), _("Maximum"), _("Minimum met"), _("Reference"),
        _("Plausible"), _("Reference"), _("Justification"),
    ]  # fmt: skip
    for sheet_id, sheet in found.sheets.items():
        for code, asked in found.case.questions.items():
            entry = found.entries[sheet_id].get(code)
            if entry is None:
                continue
            own, reference = relevant(asked, entry.judgement), found.case.reference(code)
            yield [
                sheet.user.name,
                code,
                _number(own.points),
                _number(reference.points),
                _number(asked.indicator.max_points if asked.scored else None),
                _word(own.minimum_met),
                _word(reference.minimum_met),
                _word(own.plausible),
                _word(reference.plausible),
                entry.justification,
            ]


def _scorer_rows(found: Results) -> Iterator[list[str | float]]:
    yield [
        _("Name"),
        _("Ratings"),
        _("Equal in percent"),
        *_headings(),
        _("Yes or no answered alike"),
        _("of"),
    ]
    for one in found.figures.scorers:
        cells = (*_cells(one.kappa), *_cells(one.difference, 100))
        equal = _number(one.equal, 100)
        yield [found.sheets[one.scorer].user.name, one.marks, equal, *cells, one.alike, one.verdicts]


def _headings() -> list[str]:
    figures = (_("kappa"), _("mean difference in percent"))
    parts = (_("estimate"), _("lower bound"), _("upper bound"))
    return [_("%(figure)s, %(part)s", figure=figure, part=part) for figure in figures for part in parts]


def _indicator_rows(found: Results) -> Iterator[list[str | float]]:
    yield [
        _("Indicator"), _("Name"), _("Scorers"), _("Reference"), _("Lowest"), _("Median"), _("Highest"),
        _("Equal in percent"), _("Mean distance in percent"), *_headings()[3:], _("Needs better guidance"),
    ]  # fmt: skip
    for one in found.figures.indicators:
        indicator = found.case.scheme.indicators[one.code]
        shares = (one.reference, one.low, one.median, one.high)
        yield [
            one.code,
            scheme_text(indicator.name),
            one.scorers,
            *(_number(share * indicator.max_points) for share in shares),
            _number(one.equal, 100),
            _number(one.distance, 100),
            *_cells(one.difference, 100),
            _word(one.needs_guidance),
        ]


def _cells(estimate: Estimate | None, scale: int = 1) -> list[str | float]:
    bounds = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    return ["" if bound is None else round(bound * scale, 3) for bound in bounds]


def _number(value: Fraction | None, scale: int = 1) -> str | float:
    if value is None:
        return ""
    return round(float(value * scale), 3)


def plain_rows(rows: Iterator[list[str | float]]) -> Iterator[list[str]]:
    """Rows as a CSV file takes them."""
    for row in rows:
        yield [exact(Fraction(str(cell))) if isinstance(cell, float) else str(cell) for cell in row]


def results_workbook(found: Results) -> bytes:
    """All results: the scores, and the figures by scorer and by indicator."""
    return workbook(
        [
            (_("Scores"), list(score_rows(found)), (26, 10, 8, 10, 10, 12, 10, 10, 10, 80)),
            (_("Scorers"), list(_scorer_rows(found)), (26, 10, 12, *(14,) * 8)),
            (_("Indicators"), list(_indicator_rows(found)), (10, 34, 10, *(12,) * 10)),
        ]
    )
