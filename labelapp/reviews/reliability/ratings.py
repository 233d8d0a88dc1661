"""Reading what assessors said about the same indicators, from the frozen reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Submission
from labelapp.extensions import db
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.models import Report, Review
from labelapp.reviews.record import IndicatorRecord, ReviewRecord, SheetRecord, load_record


@dataclass(frozen=True)
class Given:
    """What one assessor gave, as a share of the maximum (0 to 1)."""

    assessor: int
    share: Fraction


@dataclass(frozen=True)
class Rating:
    """One indicator of one case that was scored by two: the lead first. `agreed` is the consensus.

    All are shares of the indicator's maximum, so that indicators of unlike worth can be put together.
    """

    review: int
    indicator: str
    lead: Given
    co: Given
    agreed: Fraction


@dataclass(frozen=True)
class Ratings:
    """The ratings of one scheme in one year, and the names of the assessors by id."""

    rows: list[Rating]
    names: dict[int, str]
    cases: int


def cycles(user: User) -> list[tuple[str, int]]:
    """(scheme code, year of assessment) of the final reports that the reader may know of, the newest first."""
    query = (
        select(Assessment.scheme_code, Review.assessed_on)
        .select_from(Report)
        .join(Review, Review.id == Report.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(*visible_to(user))
        .distinct()
    )
    found = {(code, day.year) for code, day in db.session.execute(query) if day is not None}
    return sorted(found, key=lambda cycle: (-cycle[1], cycle[0]))


def ratings_of(user: User, scheme_code: str, year: int) -> Ratings:
    """What two assessors each said under a scheme in the reports of one year.

    Only of cases in which the reader declared to have no interest; one statement.
    """
    query = (
        select(Report.content)
        .join(Review, Review.id == Report.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(*visible_to(user), Assessment.scheme_code == scheme_code)
        .where(Review.assessed_on >= date(year, 1, 1), Review.assessed_on <= date(year, 12, 31))
        .order_by(Report.id)
    )
    rows: list[Rating] = []
    names: dict[int, str] = {}
    for content in db.session.scalars(query):
        record = load_record(content)
        rows.extend(_ratings(record))
        names |= {assessor.id: assessor.name for assessor in record.assessors}
    return Ratings(rows, names, len({row.review for row in rows}))


def _ratings(record: ReviewRecord) -> Iterator[Rating]:
    for code, indicator in record.indicators.items():
        maximum, agreed = Fraction(indicator.max), indicator.consensus.points
        sheets = _scored(indicator)
        if agreed is not None and len(sheets) == 2:
            lead, co = (_given(sheet, maximum) for sheet in sheets)
            yield Rating(record.review, code, lead, co, Fraction(agreed) / maximum)


def _scored(indicator: IndicatorRecord) -> list[SheetRecord]:
    """The sheets with points, where the indicator carries any and applies."""
    if not indicator.scored or not indicator.applies or not Fraction(indicator.max):
        return []
    return [sheet for sheet in indicator.sheets if sheet.points is not None]


def _given(sheet: SheetRecord, maximum: Fraction) -> Given:
    return Given(sheet.assessor, Fraction(sheet.points or 0) / maximum)
