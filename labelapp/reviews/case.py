"""A review with everything that is judged in it: the scheme version, the frozen submission and what came after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from labelapp.assessments.models import Assessment
from labelapp.assessments.snapshot import Snapshot, load
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
from labelapp.reviews.clarifications.supplements import Supplement, changed_moments, overlay, supplements_of
from labelapp.reviews.judging import Question, question
from labelapp.reviews.models import Review
from labelapp.schemes.definition import Scheme


def scheme_of(review: Review) -> Scheme:
    """The scheme version that the assessment started with and keeps."""
    assessment = assessment_of(review)
    return schemes().get(assessment.scheme_code, assessment.scheme_version)


def assessment_of(review: Review) -> Assessment:
    """The self-assessment under review."""
    return review.submission.assessment


def cluster_of(review: Review) -> Cluster:
    """The cluster organisation whose case this is."""
    return review.submission.assessment.cluster


@dataclass(frozen=True)
class Case:
    """A review, its scheme version, the frozen submission and what clarifications brought since."""

    review: Review
    scheme: Scheme
    submitted: Snapshot
    supplements: tuple[Supplement, ...] = ()

    @cached_property
    def snapshot(self) -> Snapshot:
        """What is judged: the submission with what was handed in afterwards laid over it."""
        return overlay(self.submitted, self.supplements)

    @cached_property
    def changed_at(self) -> Mapping[str, datetime]:
        """When clarifications last changed what is judged, by indicator."""
        return changed_moments(self.scheme, self.submitted, self.supplements)

    @property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        """The answers that are judged, {indicator: {field: value}}."""
        return self.snapshot.answers

    @cached_property
    def questions(self) -> dict[str, Question]:
        """What assessors are asked, by indicator in the order of the scheme's dimensions."""
        order = [code for dimension in self.scheme.dimensions for code in dimension.indicators]
        return {code: question(self.scheme.indicators[code], self.answers) for code in order}

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation whose case this is."""
        return cluster_of(self.review)


def case_of(review: Review) -> Case:
    """Open the case of a review."""
    return Case(review, scheme_of(review), load(review.submission), supplements_of(review))
