"""Reading score sheets. Callers ask for the sheets that their reader may see, by id."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from labelapp.extensions import db
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Score

FIELDS = ("points", "minimum_met", "plausible", "justification", "strengths", "improvements")


@dataclass(frozen=True)
class Entry:
    """The score that counts for one indicator of one sheet."""

    judgement: Judgement
    justification: str
    strengths: str
    improvements: str
    given_at: datetime


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
    )


def field_versions(sheet_id: int, indicator: str) -> dict[str, int]:
    """For each field of a score the number of the row that changed it last, 0 for one that was never filled in.

    Rows are numbered within the sheet and indicator: numbers of the table would tell how busy the other sheet is.
    """
    query = select(Score).where(Score.sheet_id == sheet_id, Score.indicator == indicator).order_by(Score.id)
    versions = dict.fromkeys(FIELDS, 0)
    values: dict[str, object] = dict.fromkeys(FIELDS, None) | dict.fromkeys(FIELDS[3:], "")
    for number, score in enumerate(db.session.scalars(query), start=1):
        for field in FIELDS:
            if getattr(score, field) != values[field]:
                values[field], versions[field] = getattr(score, field), number
    return versions
