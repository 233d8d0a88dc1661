"""A newer version of Gold, and drafts that start from an earlier submission."""

from functools import cache

from flask import Flask

from labelapp.accounts.models import User
from labelapp.assessments.cycle.carrying import carry_over, sources
from labelapp.assessments.models import Assessment
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import Library, load_scheme
from labelapp.settings import PROJECT
from tests.factories.assessments import make_assessment

NEWER = PROJECT / "tests" / "assessments" / "data" / "cme-gold-2026.2.yaml"


@cache
def newer_gold() -> Scheme:
    """Gold 2026.2: see the head of its file for what is different."""
    return load_scheme(NEWER, Library(PROJECT / "assessments"))


def publish(app: Flask, scheme: Scheme) -> None:
    """Put a version into force. Undo it by `app.extensions["schemes"] = …`."""
    library = schemes()
    app.extensions["schemes"] = Library(library.directory, {**library.schemes, scheme.key: scheme})


def make_carried(cluster: Cluster, by: User, scheme: str = "cme-gold") -> Assessment:
    """A draft that started from the cluster organisation's newest submission that fits."""
    assessment = make_assessment(cluster, by, scheme)
    carry_over(assessment, sources(cluster, schemes().get(scheme))[0], by)
    return assessment
