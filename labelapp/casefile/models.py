"""A case as a whole. It has no table: it is everything that follows from one self-assessment."""

from dataclasses import dataclass

from labelapp.assessments.models import Assessment
from labelapp.reviews.models import Review


@dataclass(frozen=True)
class Case:
    """A self-assessment and, once it was submitted and opened, its review; after an upheld appeal a second one."""

    assessment: Assessment
    reviews: tuple[Review, ...]
