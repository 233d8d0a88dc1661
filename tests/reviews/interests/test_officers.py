"""Officers declare before they see a case: one by one, or none in many at once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Submission
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import remove_member
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.interests.queries import cases_to_declare, count_to_declare
from labelapp.reviews.models import InterestDeclaration
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import declare_as_officer, make_report, make_review
from tests.statements import count_statements

PAGE = "/cases/interests"


@pytest.fixture
def office(app: object) -> User:
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _declared(user: User) -> list[int]:
    query = select(InterestDeclaration.submission_id).where(InterestDeclaration.user_id == user.id)
    return sorted(db.session.scalars(query))


def _formerly_of(submission: Submission, user: User) -> None:
    cluster = submission.assessment.cluster
    add_member(cluster, user, TeamRole.VIEWER)
    remove_member(cluster, user)
    db.session.commit()


def test_officer_sees_whose_case_waits_and_nothing_else(client: FlaskClient, office: User) -> None:
    submission = make_submission(make_cluster("Nordlys Energy", country="SE"))
    sign_in(client, office)
    page = client.get(PAGE).text
    for shown in ("Nordlys Energy", "Sweden", "Gold"):
        assert shown in page
    for hidden in (submission.sha256, "Vera Holm", "Assignment", f"/assessments/{submission.assessment_id}"):
        assert hidden not in page
    assert "1 case waits for your declaration" in client.get("/tasks").text


def test_none_is_declared_in_several_cases_at_once_and_only_in_those_ticked(
    client: FlaskClient, office: User
) -> None:
    first, second, third = (make_submission() for _number in range(3))
    sign_in(client, office)
    answer = client.post(PAGE, data={"case": [str(first.id), str(third.id), "x", "99999999999"]})
    assert answer.location == PAGE
    assert _declared(office) == [first.id, third.id]
    assert count_to_declare(office) == 1
    assert client.get("/cases").text.count(second.assessment.cluster.name) == 0


def test_nothing_ticked_declares_nothing(client: FlaskClient, office: User) -> None:
    make_submission()
    sign_in(client, office)
    client.post(PAGE, data={})
    assert _declared(office) == []


def test_case_with_a_sign_is_answered_by_itself_with_a_reason(client: FlaskClient, office: User) -> None:
    submission = make_submission()
    _formerly_of(submission, office)
    sign_in(client, office)
    assert f'name="case" value="{submission.id}"' not in client.get(PAGE).text
    client.post(PAGE, data={"case": [str(submission.id)]})
    assert _declared(office) == []
    single = f"/cases/{submission.id}/interests"
    assert "You are or were in the team" in client.get(single).text
    assert client.post(single, data={"none": "y"}).status_code == 422
    assert client.post(single, data={"none": "y", "note": "An internship in 2001."}).status_code == 303
    declaration = db.session.scalars(select(InterestDeclaration)).one()
    assert (declaration.conflict, declaration.signs, declaration.note) == (
        False,
        ["team"],
        "An internship in 2001.",
    )


def test_interest_takes_the_case_off_the_list_for_good(client: FlaskClient, office: User) -> None:
    submission = make_submission()
    sign_in(client, office)
    single = f"/cases/{submission.id}/interests"
    assert client.post(single, data={"interests": "family"}).status_code == 303
    assert client.get(single).status_code == 404
    assert client.post(single, data={"none": "y"}).status_code == 404
    client.post(PAGE, data={"case": [str(submission.id)]})
    assert len(_declared(office)) == 1


def test_cases_with_a_final_report_wait_apart_and_press_nobody(office: User) -> None:
    make_report()
    assert count_to_declare(office) == 0
    assert count_to_declare(office, past=True) == 1


def test_own_organisation_is_not_asked_about(office: User) -> None:
    submission = make_submission()
    add_member(submission.assessment.cluster, office, TeamRole.VIEWER)
    assert count_to_declare(office) == 0


def test_officer_is_asked_again_when_a_person_joins_the_team(office: User) -> None:
    review = make_review(nominated=False)
    declare_as_officer(office, review)
    assert count_to_declare(office) == 0
    add_member(cluster_of(review), make_user("New Colleague"), TeamRole.VIEWER)
    (row,) = cases_to_declare(office, None).items
    assert row.again
    declare_as_officer(office, review)
    assert count_to_declare(office) == 0


def test_list_takes_as_many_statements_for_many_cases_as_for_few(office: User) -> None:
    make_submission()
    with count_statements() as few:
        cases_to_declare(office, None)
    for _number in range(4):
        make_submission()
    db.session.commit()
    with count_statements() as many:
        assert len(cases_to_declare(office, None).items) == 5
    assert len(many) <= len(few) + 1  # the officer's own row is read anew after the commit
