"""A self-assessment on which two people work."""

from dataclasses import dataclass

from flask import Flask

from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment
from tests.factories.clusters import add_member, make_cluster

MANAGER = "Mette Lindholt"
COLLEAGUE = "Jonas Krag"


@dataclass(frozen=True)
class Draft:
    """The addresses of two indicators, and of those who answer them, who are called MANAGER and COLLEAGUE."""

    assessment_id: int
    first: str
    indicator: str
    manager: str
    contributor: str


def make_draft(app: Flask) -> Draft:
    """An empty Gold self-assessment of a French cluster organisation with a manager and a contributor."""
    with app.app_context():
        cluster = make_cluster(language="fr")
        manager, contributor = make_user(MANAGER, locale="fr"), make_user(COLLEAGUE, locale="fr")
        add_member(cluster, manager, TeamRole.MANAGER)
        add_member(cluster, contributor, TeamRole.CONTRIBUTOR)
        assessment_id = make_assessment(cluster, manager).id
        address = f"/assessments/{assessment_id}/indicators"
        db.session.commit()
        return Draft(assessment_id, f"{address}/1.3", f"{address}/2.8", manager.email, contributor.email)
