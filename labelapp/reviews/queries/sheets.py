"""Reading score sheets. Callers ask for the sheets that their reader may see, by id."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from labelapp.extensions import db
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Score

JUDGED = ("points", "minimum_met", "plausible")
WRITTEN = ("justification", "strengths", "improvements", "visit_question")
FIELDS = (*JUDGED, *WRITTEN, "flagged")
EMPTY: dict[str, object] = dict.fromkeys(JUDGED) | dict.fromkeys(WRITTEN, "") | {"flagged": False}


@dataclass(frozen=True)
class Entry:
    """The score that counts for one indicator of one sheet."""

    judgement: Judgement
    justification: str
    strengths: str
    improvements: str
    given_at: datetime
    visit_question: str = ""
    flagged: bool = False


def entries_of_sheets(sheet_ids: Collection[int]) -> dict[int, dict[str, Entry]]:
    """The scores that count, by sheet and indicator; one statement."""
    latest = (
        select(func.max(Score.id))
        .where(Score.sheet_id.in_(sheet_ids))
        .group_by(Score.sheet_id, Score.indicator)
    )
    found: dict[int, dict[str, Entry]] = {sheet_id: {} for sheet_id in sheet_ids}
    for score in db.session.scalars(select(Score).where(Score.id.in_(latest)).order_by(Score.id)):
        found[score.sheet_id][score.indicator] = _entry(score)
    return found


def entries_of(sheet_id: int) -> dict[str, Entry]:
    """The scores that count on one sheet, by indicator."""
    return entries_of_sheets([sheet_id])[sheet_id]


def _entry(score: Score) -> Entry:
    points = Fraction(score.points) if score.points is not None else None
    return Entry(
        Judgement(points, score.minimum_met, score.plausible),
        score.justification,
        score.strengths,
        score.improvements,
        score.given_at,
        score.visit_question,
        score.flagged,
    )


@dataclass(frozen=True)
class FieldChange:
    """A row that changed a field: its number within the sheet and indicator, the value, and the typing it came from."""

    number: int
    value: object
    run: str | None
    step: int | None


def field_changes(sheet_id: int, indicator: str) -> dict[str, list[FieldChange]]:
    """For each field of a score the rows that changed it, oldest first.

    Rows are numbered within the sheet and indicator: numbers of the table would tell how busy the other sheet is.
    """
    query = select(Score).where(Score.sheet_id == sheet_id, Score.indicator == indicator).order_by(Score.id)
    changes: dict[str, list[FieldChange]] = {field: [] for field in FIELDS}
    values: dict[str, object] = dict(EMPTY)
    for number, score in enumerate(db.session.scalars(query), start=1):
        for field in FIELDS:
            value = getattr(score, field)
            if value != values[field]:
                values[field] = value
                changes[field].append(FieldChange(number, value, score.run, score.step))
    return changes


def field_versions(sheet_id: int, indicator: str) -> dict[str, int]:
    """For each field of a score the number of the row that changed it last, 0 for one that was never filled in."""
    changes = field_changes(sheet_id, indicator)
    return {field: found[-1].number if found else 0 for field, found in changes.items()}


def value_at(changes: list[FieldChange], field: str, version: int) -> object:
    """What stood in a field when its version was this one."""
    known = [change.value for change in changes if change.number <= version]
    return known[-1] if known else EMPTY[field]


def saved_version(sheet_id: int, indicator: str, field: str, run: str, step: int) -> int | None:
    """The version under which this step of a run of typing, or a later one, is stored."""
    query = select(Score.id).where(
        Score.sheet_id == sheet_id, Score.indicator == indicator, Score.run == run, Score.step >= step
    )
    if db.session.scalar(query.limit(1)) is None:
        return None
    return field_versions(sheet_id, indicator)[field]
