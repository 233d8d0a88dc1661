"""The reader's own sheet, as all views of the desk take it."""

from dataclasses import dataclass

from flask import abort

from labelapp.reviews import policy
from labelapp.reviews.case import Case, case_of
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Review, ReviewState, ScoreSheet
from labelapp.reviews.queries.sheets import Entry, entries_of
from labelapp.reviews.views.blueprint import reader


@dataclass(frozen=True)
class Desk:
    """The reader's place at the desk: their sheet and what stands on it. Never anybody else's."""

    case: Case
    sheet: ScoreSheet | None
    entries: dict[str, Entry]

    @property
    def open(self) -> bool:
        """Whether the reader may score now."""
        return (
            self.sheet is not None
            and self.sheet.locked_at is None
            and self.case.review.state is ReviewState.SCORING
        )


def desk_of(review: Review) -> Desk:
    """The reader's place at the desk of a review."""
    sheet = policy.own_sheet(reader(), review)
    return Desk(case_of(review), sheet, entries_of(sheet.id) if sheet else {})


def judgements_on(seat: Desk) -> dict[str, Judgement]:
    """What stands on the reader's sheet, by indicator."""
    return {code: entry.judgement for code, entry in seat.entries.items()}


def own_sheet(seat: Desk) -> ScoreSheet:
    """The reader's sheet; 404 for those who do not score."""
    if seat.sheet is None:
        abort(404)
    return seat.sheet


def tidy(text: str | None) -> str:
    """A text with line ends as stored."""
    return (text or "").replace("\r\n", "\n").replace("\0", "")
