"""A cluster organisation with its team, and a self-assessment under way."""

from dataclasses import dataclass

import pytest
from flask import Flask

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.assessments import answer_all, complete_answers, make_assessment
from tests.factories.clusters import add_member, make_cluster


@dataclass(frozen=True)
class Team:
    """The people of one cluster organisation, and its Gold self-assessment."""

    cluster: Cluster
    manager: User
    contributor: User
    viewer: User
    representative: User
    assessment: Assessment

    @property
    def page(self) -> str:
        """The address of the self-assessment."""
        return f"/assessments/{self.assessment.id}"


@pytest.fixture
def team(app: Flask) -> Team:
    cluster = make_cluster("Havnsund Maritime Cluster")
    people = {
        TeamRole.MANAGER: make_user("Mette Lindholt"),
        TeamRole.CONTRIBUTOR: make_user("Jonas Krag"),
        TeamRole.VIEWER: make_user("Sofie Aagaard"),
        TeamRole.LEGAL_REPRESENTATIVE: make_user("Erik Dam"),
    }
    for role, person in people.items():
        add_member(cluster, person, role)
    assessment = make_assessment(cluster, people[TeamRole.MANAGER])
    db.session.commit()
    return Team(cluster, *people.values(), assessment)


@pytest.fixture
def answered(team: Team) -> Team:
    """The same with every answer given."""
    answer_all(team.assessment, complete_answers(), team.manager)
    db.session.commit()
    return team
