"""What assessors want to see or ask at the site visit."""

from dataclasses import dataclass

from labelapp.accounts.models import User
from labelapp.reviews import policy
from labelapp.reviews.case import scheme_of
from labelapp.reviews.models import Review
from labelapp.reviews.queries.sheets import entries_of_sheets


@dataclass(frozen=True)
class VisitQuestion:
    """An assessor flagged an indicator for the visit, or wrote down a question (empty when only flagged)."""

    assessor: User
    flagged: bool
    question: str


def flagged(review: Review, reader: User | None = None) -> dict[str, list[VisitQuestion]]:
    """What is to be looked at during the visit, by indicator in the order of the scheme, lead first.

    Until all sheets are locked only what the `reader` wrote on their own sheet: a flag tells what its author thinks.
    """
    assignments = [one for one in policy.scoring_assignments(review) if one.sheet]
    if review.state not in policy.COMPARED:
        assignments = [one for one in assignments if reader is not None and one.user_id == reader.id]
    entries = entries_of_sheets([one.sheet.id for one in assignments if one.sheet])
    scheme = scheme_of(review)
    found: dict[str, list[VisitQuestion]] = {}
    for code in (code for dimension in scheme.dimensions for code in dimension.indicators):
        for one in assignments:
            entry = entries[one.sheet.id].get(code) if one.sheet else None
            if entry and (entry.flagged or entry.visit_question):
                said = VisitQuestion(one.user, entry.flagged, entry.visit_question)
                found.setdefault(code, []).append(said)
    return found
