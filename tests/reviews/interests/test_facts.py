"""The facts behind the signs: who was in a team, who assessed whom, and how many statements it takes."""

from datetime import timedelta

import pytest
from flask import Flask

from labelapp.clock import now, set_clock
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import remove_member
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.interests.facts import MUTUAL_FOR, signs_between, signs_of
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.models import AssessorProfile
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import declare_conflict, make_assessor, make_review
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


def test_person_who_left_the_team_is_still_known() -> None:
    cluster, person = make_cluster(), make_user("Ada Berg")
    add_member(cluster, make_user("Mette Lindholt"), TeamRole.MANAGER)
    add_member(cluster, person, TeamRole.VIEWER)
    remove_member(cluster, person)
    assert signs_of(person, cluster) == [Sign.TEAM]
    assert signs_of(person, make_cluster()) == []


def test_earlier_interest_counts_for_every_case_of_the_organisation() -> None:
    cluster, person = make_cluster(), make_user("Ada Berg")
    declare_conflict(make_review(make_submission(cluster), nominated=False), person)
    assert signs_of(person, cluster) == [Sign.DECLARED]


@pytest.mark.parametrize(("age", "expected"), [(timedelta(days=30), [Sign.MUTUAL]), (MUTUAL_FOR, [])])
def test_expert_whose_organisation_was_assessed_by_the_team_is_told(
    app: Flask, age: timedelta, expected: list[Sign]
) -> None:
    """Ada's own organisation is assessed by Birk, who works for the cluster that Ada is to assess."""
    own, cluster = make_cluster(country="DK"), make_cluster()
    ada, birk = make_assessor("Ada Berg"), make_assessor("Birk Holm", country="DK")
    add_member(own, ada, TeamRole.CONTRIBUTOR)
    add_member(cluster, birk, TeamRole.CONTRIBUTOR)
    make_review(make_submission(own), lead=birk)
    moment = now() + age + timedelta(seconds=1)
    set_clock(app, lambda: moment)
    assert signs_of(ada, cluster) == expected


def test_employer_of_the_profile_is_compared() -> None:
    cluster, person = make_cluster("Nordlys Energy"), make_assessor()
    db.session.get_one(AssessorProfile, person.id).employer = "Nordlys Energy"
    db.session.flush()
    assert signs_of(person, cluster) == [Sign.EMPLOYER]


def test_many_pairs_take_as_many_statements_as_one() -> None:
    clusters = [cluster_of(make_review()) for _number in range(3)]
    people = [make_assessor(f"Expert {number}") for number in range(4)]
    for row in (*clusters, *people):
        db.session.refresh(row)
    with count_statements() as one:
        signs_between(people[:1], clusters[:1])
    with count_statements() as many:
        signs_between(people, clusters)
    assert len(many) == len(one) <= 7
