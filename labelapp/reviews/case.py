"""A review with everything that is judged in it: the scheme version and the frozen submission."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from labelapp.assessments.models import Assessment
from labelapp.assessments.snapshot import Snapshot, load
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
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
    """A review, its scheme version and the frozen submission."""

    review: Review
    scheme: Scheme
    snapshot: Snapshot

    @property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        """The frozen answers, {indicator: {field: value}}."""
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
    return Case(review, scheme_of(review), load(review.submission))
