"""Reading the sheets of exercises. Callers ask for the sheets that their reader may see, by id."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from labelapp.extensions import db
from labelapp.reviews.calibration.models import CalibrationScore
from labelapp.reviews.judging import Judgement, as_points
from labelapp.reviews.queries.sheets import Entry

FIELDS = ("points", "minimum_met", "plausible", "justification")
_EMPTY: dict[str, object] = {"justification": ""}


def entries_of_sheets(sheet_ids: Collection[int]) -> dict[int, dict[str, Entry]]:
    """The scores that count, by sheet and indicator; one statement."""
    latest = (
        select(func.max(CalibrationScore.id))
        .where(CalibrationScore.sheet_id.in_(sheet_ids))
        .group_by(CalibrationScore.sheet_id, CalibrationScore.indicator)
    )
    query = select(CalibrationScore).where(CalibrationScore.id.in_(latest)).order_by(CalibrationScore.id)
    found: dict[int, dict[str, Entry]] = {sheet_id: {} for sheet_id in sheet_ids}
    for score in db.session.scalars(query):
        given = Judgement(as_points(score.points), score.minimum_met, score.plausible)
        found[score.sheet_id][score.indicator] = Entry(given, score.justification, "", "", score.given_at)
    return found


def entries_of(sheet_id: int) -> dict[str, Entry]:
    """The scores that count on one sheet, by indicator."""
    return entries_of_sheets([sheet_id])[sheet_id]


@dataclass(frozen=True)
class Change:
    """The row that changed a field last: its number within the sheet and indicator, and where it was typed."""

    number: int = 0
    run: str | None = None


def last_changes(sheet_id: int, indicator: str) -> dict[str, Change]:
    """For each field the row that changed it last. Numbers of the table would tell how busy other sheets are."""
    query = select(CalibrationScore).where(
        CalibrationScore.sheet_id == sheet_id, CalibrationScore.indicator == indicator
    )
    changes, values = dict.fromkeys(FIELDS, Change()), dict.fromkeys(FIELDS) | _EMPTY
    for number, score in enumerate(db.session.scalars(query.order_by(CalibrationScore.id)), start=1):
        for field in FIELDS:
            if getattr(score, field) != values[field]:
                values[field] = getattr(score, field)
                changes[field] = Change(number, score.run)
    return changes


def is_stored(sheet_id: int, indicator: str, run: str, step: int) -> bool:
    """Whether this step of a run of typing, or a later one, is stored."""
    query = select(CalibrationScore.id).where(
        CalibrationScore.sheet_id == sheet_id,
        CalibrationScore.indicator == indicator,
        CalibrationScore.run == run,
        CalibrationScore.step >= step,
    )
    return db.session.scalar(query.limit(1)) is not None
