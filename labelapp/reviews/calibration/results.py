"""What an exercise came to: all of it for the secretariat, one sheet beside the rest for who scored it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, lazyload

from labelapp.accounts.models import User
from labelapp.extensions import db
from labelapp.reviews.calibration.case import ExerciseCase, case_of
from labelapp.reviews.calibration.figures import (
    Figures,
    IndicatorFigures,
    Mark,
    ScorerFigures,
    Verdict,
    figures_of,
)
from labelapp.reviews.calibration.models import CalibrationItem, CalibrationSheet, Exercise
from labelapp.reviews.calibration.sheets import entries_of_sheets
from labelapp.reviews.judging import Judgement, Question, relevant
from labelapp.reviews.queries.sheets import Entry

# From so many others on their spread is shown: with fewer, it would tell what one person gave.
OTHERS_FROM = 3


@dataclass(frozen=True)
class Results:
    """The locked sheets of an exercise by id, what stands on them, and their figures."""

    case: ExerciseCase
    sheets: dict[int, CalibrationSheet]
    entries: dict[int, dict[str, Entry]]
    figures: Figures


@dataclass(frozen=True)
class Others:
    """How others scored an indicator, without names: points, and how many said that the minimum is met."""

    count: int
    low: Fraction | None
    median: Fraction | None
    high: Fraction | None
    met: int


@dataclass(frozen=True)
class Beside:
    """One indicator on the page of somebody who locked. `others` is None while they are too few."""

    code: str
    asked: Question
    item: CalibrationItem
    own: Judgement
    justification: str
    reference: Judgement
    others: Others | None

    @property
    def difference(self) -> Fraction | None:
        """Own minus reference, in points."""
        if self.own.points is None or self.reference.points is None:
            return None
        return self.own.points - self.reference.points

    @property
    def equal(self) -> bool:
        """Whether the reference says the same in everything."""
        return self.own == self.reference


@dataclass(frozen=True)
class Comparison:
    """One locked sheet beside the reference, the farthest indicators first; `others` have locked theirs."""

    rows: list[Beside]
    figures: ScorerFigures
    others: int


@dataclass(frozen=True)
class PersonResult:
    """What one exercise came to for one person, for the register of experts."""

    exercise: Exercise
    sheet: CalibrationSheet
    figures: ScorerFigures | None


def results_of(exercise: Exercise) -> Results:
    """Everything that was locked so far; one statement for the scores."""
    case = case_of(exercise)
    sheets = {sheet.id: sheet for sheet in exercise.sheets if sheet.locked_at is not None}
    entries = entries_of_sheets(sheets)
    return Results(case, sheets, entries, _figures(case, entries))


def _figures(case: ExerciseCase, entries: Mapping[int, Mapping[str, Entry]]) -> Figures:
    marks = [mark for sheet, given in entries.items() for mark in _marks(case, sheet, given)]
    verdicts = [one for sheet, given in entries.items() for one in _verdicts(case, sheet, given)]
    return figures_of(list(entries), list(case.questions), marks, verdicts)


def _pairs(case: ExerciseCase, given: Mapping[str, Entry]) -> Iterator[tuple[str, Judgement, Judgement]]:
    for code, asked in case.questions.items():
        if code in given:
            yield code, relevant(asked, given[code].judgement), case.reference(code)


def _marks(case: ExerciseCase, sheet: int, given: Mapping[str, Entry]) -> Iterator[Mark]:
    for code, own, reference in _pairs(case, given):
        if own.points is not None and reference.points is not None:
            maximum = case.scheme.indicators[code].max_points
            yield Mark(sheet, code, own.points / maximum, reference.points / maximum)


def _verdicts(case: ExerciseCase, sheet: int, given: Mapping[str, Entry]) -> Iterator[Verdict]:
    for code, own, reference in _pairs(case, given):
        for said, expected in (
            (own.minimum_met, reference.minimum_met),
            (own.plausible, reference.plausible),
        ):
            if said is not None and expected is not None:
                yield Verdict(sheet, code, said, expected)


def comparison_of(exercise: Exercise, sheet: CalibrationSheet) -> Comparison:
    """A locked sheet beside the reference and the other locked sheets. Ask `policy.may_compare` first."""
    found = results_of(exercise)
    rest = {number: given for number, given in found.entries.items() if number != sheet.id}
    own = found.entries[sheet.id]
    rows = [
        Beside(
            code,
            found.case.questions[code],
            found.case.items[code],
            said,
            own[code].justification,
            reference,
            _others(found.case.questions[code], [given[code].judgement for given in rest.values()]),
        )
        for code, said, reference in _pairs(found.case, own)
    ]
    figures = next(one for one in found.figures.scorers if one.scorer == sheet.id)
    return Comparison(sorted(rows, key=_nearness), figures, len(rest))


def _nearness(row: Beside) -> tuple[bool, Fraction]:
    maximum = row.asked.indicator.max_points or 1
    return row.equal, -abs(row.difference or Fraction(0)) / maximum


def _others(asked: Question, given: list[Judgement]) -> Others | None:
    if len(given) < OTHERS_FROM:
        return None
    said = [relevant(asked, one) for one in given]
    points = [one.points for one in said if one.points is not None]
    return Others(
        len(given),
        min(points) if points else None,
        Fraction(median(points)) if points else None,
        max(points) if points else None,
        sum(one.minimum_met is True for one in said),
    )


def farthest_first(figures: Figures) -> list[IndicatorFigures]:
    """The indicators, the mean distance from the reference falling."""
    return sorted(figures.indicators, key=lambda one: -one.distance)


def results_of_person(person: User, reader: User) -> list[PersonResult]:
    """The exercises to which a person was invited and that were opened, the newest first; constant statements.

    Not those that the reader is still to score: a result beside the reference would tell of the reference.
    """
    to_score = select(CalibrationSheet.exercise_id).where(
        CalibrationSheet.user_id == reader.id, CalibrationSheet.locked_at.is_(None)
    )
    query = (
        select(CalibrationSheet)
        .join(CalibrationSheet.exercise)
        .where(
            CalibrationSheet.user_id == person.id,
            Exercise.opened_at.is_not(None),
            Exercise.id.not_in(to_score),
        )
        .options(
            contains_eager(CalibrationSheet.exercise).selectinload(Exercise.items),
            lazyload(CalibrationSheet.user),
        )
        .order_by(Exercise.opened_at.desc(), Exercise.id.desc())
    )
    sheets = list(db.session.scalars(query))
    entries = entries_of_sheets([sheet.id for sheet in sheets if sheet.locked_at is not None])
    return [PersonResult(sheet.exercise, sheet, _alone(sheet, entries.get(sheet.id))) for sheet in sheets]


def _alone(sheet: CalibrationSheet, given: Mapping[str, Entry] | None) -> ScorerFigures | None:
    if given is None:
        return None
    return _figures(case_of(sheet.exercise), {sheet.id: given}).scorers[0]
