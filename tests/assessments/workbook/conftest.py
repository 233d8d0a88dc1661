"""The team of the neighbouring tests; most tests use a small scheme that has every type of question."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from labelapp.assessments.models import Assessment
from labelapp.assessments.operations import start_assessment
from labelapp.extensions import db
from labelapp.schemes.loading import Library, load_scheme
from tests.assessments.conftest import Team, team

__all__ = ["team"]

SMALL = load_scheme(Path(__file__).parent / "paper-2026.1.yaml")


@pytest.fixture
def small(app: Flask, team: Team) -> Iterator[Assessment]:
    """A self-assessment of the team under the small scheme."""
    library: Library = app.extensions["schemes"]
    app.extensions["schemes"] = replace(library, schemes=library.schemes | {SMALL.key: SMALL})
    assessment = start_assessment(team.cluster, SMALL, [], by=team.manager)
    db.session.commit()
    yield assessment
    app.extensions["schemes"] = library
