"""The team of a cluster organisation: managers look after it, and one always remains."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clusters import operations
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import may_manage_team, roles_of
from labelapp.clusters.queries import find_cluster, legal_representative
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from labelapp.web.tasks import tasks_of
from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.factories.clusters import add_member, make_cluster

PERSON = {"person_name": "Jonas Krag", "email": "jonas@people.example", "locale": "en", "role": "contributor"}


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(name="Havnsund")


@pytest.fixture
def manager(cluster: Cluster, client: FlaskClient) -> User:
    user = make_user(name="Mette Lindholt")
    add_member(cluster, user, TeamRole.MANAGER)
    sign_in(client, user)
    return user


def _person(email: str = "jonas@people.example") -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def _mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_manager_invites_a_new_person_who_then_sees_the_team(
    app: Flask, client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    answer = client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON)
    assert answer.location == f"/clusters/{cluster.id}/team"
    assert roles_of(_person(), cluster) == {TeamRole.CONTRIBUTOR}
    [mail] = _mails()
    assert mail.subject == "You are in the team of Havnsund"
    assert "Mette Lindholt added you" in mail.body
    assert "Contributor" in mail.body
    [link] = re.findall(r"http://localhost(/invitations/\S+)", mail.body)
    other = app.test_client()
    other.post(link, data={"password": PASSWORD, "password_confirm": PASSWORD})
    other.post("/login", data={"email": "jonas@people.example", "password": PASSWORD})
    assert other.get(f"/clusters/{cluster.id}/team").status_code == 200


def test_manager_adds_a_person_who_has_an_account_already(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    jonas = make_user(name="Jonas Krag", email="jonas@people.example")
    client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON | {"email": "JONAS@people.example"})
    assert roles_of(jonas, cluster) == {TeamRole.CONTRIBUTOR}
    assert f"http://localhost/clusters/{cluster.id}/team" in _mails()[0].body


@pytest.mark.parametrize("role", [RoleName.ASSESSOR, RoleName.BOARD, RoleName.SECRETARIAT])
def test_manager_cannot_take_a_judge_off_the_case_by_adding_them_to_the_team(
    client: FlaskClient, cluster: Cluster, manager: User, role: RoleName
) -> None:
    judge = make_user(name="Jonas Krag", email="jonas@people.example", roles=[role])
    answer = client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON)
    assert answer.status_code == 422
    assert "Ask the secretariat." in answer.text
    assert roles_of(judge, cluster) == frozenset()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "jonas"}, "Enter an e-mail address such as"),
        ({"role": ""}, "Choose a role."),
        ({"role": "legal_representative"}, "Not a valid choice."),
        ({"person_name": ""}, "Enter the name of the person."),
    ],
)
def test_invitation_with_an_error_is_shown_again_and_sends_nothing(
    client: FlaskClient, cluster: Cluster, manager: User, change: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert _mails() == []


def test_name_cannot_write_paragraphs_into_the_mail(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    name = "Jonas\r\n\r\nClick here \u202e now"
    client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON | {"person_name": name})
    assert _person().name == "Jonas    Click here   now"
    assert _mails()[0].body.startswith("Dear Jonas    Click here   now,\n\n")


def test_person_is_not_added_twice(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON)
    answer = client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON)
    assert answer.status_code == 422
    assert "in the team already" in answer.text
    assert len(_mails()) == 1


def test_manager_sends_an_invitation_again(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON)
    client.post(f"/clusters/{cluster.id}/team/{_person().id}/invitation")
    first, second = (re.findall(r"http://localhost(/invitations/\S+)", mail.body)[0] for mail in _mails())
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_manager_changes_a_role_and_keeps_the_legal_representative(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    jonas = make_user(name="Jonas Krag")
    add_member(cluster, jonas, TeamRole.VIEWER)
    add_member(cluster, jonas, TeamRole.LEGAL_REPRESENTATIVE)
    client.post(f"/clusters/{cluster.id}/team/{jonas.id}", data={"role": "contributor"})
    assert roles_of(jonas, cluster) == {TeamRole.CONTRIBUTOR, TeamRole.LEGAL_REPRESENTATIVE}
    actions = [(event.action, event.details["role"]) for event in timeline(cluster)[-2:]]
    assert actions == [("team.role_taken", "viewer"), ("team.role_given", "contributor")]


def test_last_manager_cannot_step_down(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    add_member(cluster, make_user(name="Jonas Krag"), TeamRole.CONTRIBUTOR)
    answer = client.post(f"/clusters/{cluster.id}/team/{manager.id}", data={"role": "viewer"})
    assert answer.status_code == 422
    assert "A team needs a manager" in answer.text
    assert roles_of(manager, cluster) == {TeamRole.MANAGER}


def test_last_manager_cannot_be_removed(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    assert client.post(f"/clusters/{cluster.id}/team/{manager.id}/remove").status_code == 409
    assert roles_of(manager, cluster) == {TeamRole.MANAGER}


def test_manager_whose_only_colleague_is_a_closed_account_cannot_step_down(
    app: Flask, cluster: Cluster, manager: User
) -> None:
    closed = make_user()
    add_member(cluster, closed, TeamRole.MANAGER)
    closed.active = False
    with pytest.raises(DomainError):
        operations.remove_member(cluster, manager)


def test_manager_steps_down_when_another_remains(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    add_member(cluster, make_user(name="Jonas Krag"), TeamRole.MANAGER)
    answer = client.post(f"/clusters/{cluster.id}/team/{manager.id}/remove")
    assert answer.location == "/tasks"
    assert roles_of(manager, cluster) == frozenset()
    assert client.get(f"/clusters/{cluster.id}/team").status_code == 404


def test_removal_asks_first(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    jonas = make_user(name="Jonas Krag")
    add_member(cluster, jonas, TeamRole.CONTRIBUTOR)
    assert (
        "Remove Jonas Krag from the team?"
        in client.get(f"/clusters/{cluster.id}/team/{jonas.id}/remove").text
    )
    assert roles_of(jonas, cluster) == {TeamRole.CONTRIBUTOR}


def test_legal_representative_is_one_person(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    jonas = make_user(name="Jonas Krag")
    add_member(cluster, jonas, TeamRole.LEGAL_REPRESENTATIVE)
    address = f"/clusters/{cluster.id}/team/legal-representative"
    assert client.post(address, data={"person": str(manager.id)}).status_code == 302
    named = legal_representative(cluster)
    assert named is not None
    assert named.id == manager.id
    assert roles_of(jonas, cluster) == {TeamRole.VIEWER}, "stays in the team"


@pytest.mark.parametrize("person", ["", "0", "of another team"])
def test_legal_representative_must_be_in_the_team(
    client: FlaskClient, cluster: Cluster, manager: User, person: str
) -> None:
    stranger = make_user()
    add_member(make_cluster(), stranger, TeamRole.MANAGER)
    person = str(stranger.id) if person == "of another team" else person
    answer = client.post(f"/clusters/{cluster.id}/team/legal-representative", data={"person": person})
    assert answer.status_code == 422
    assert legal_representative(cluster) is None


@pytest.mark.parametrize("role", [TeamRole.CONTRIBUTOR, TeamRole.VIEWER, TeamRole.LEGAL_REPRESENTATIVE])
def test_member_who_is_no_manager_sees_the_team_but_cannot_change_it(
    client: FlaskClient, cluster: Cluster, manager: User, role: TeamRole
) -> None:
    member = make_user(name="Sofie Aagaard")
    add_member(cluster, member, role)
    sign_in(client, member)
    page = client.get(f"/clusters/{cluster.id}/team")
    assert "Mette Lindholt" in page.text
    assert "Invite a person" not in page.text
    assert client.post(f"/clusters/{cluster.id}/team/invite", data=PERSON).status_code == 404
    assert client.post(f"/clusters/{cluster.id}/team/{manager.id}/remove").status_code == 404
    assert (
        client.post(f"/clusters/{cluster.id}/team/{member.id}", data={"role": "manager"}).status_code == 404
    )
    assert roles_of(member, cluster) == {role}


def test_member_of_one_team_is_not_reached_through_another(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    other, stranger = make_cluster(), make_user()
    add_member(other, stranger, TeamRole.VIEWER)
    assert client.get(f"/clusters/{cluster.id}/team/{stranger.id}").status_code == 404
    assert (
        client.post(f"/clusters/{other.id}/team/{stranger.id}", data={"role": "manager"}).status_code == 404
    )


def test_secretariat_manages_a_team_only_while_it_has_no_manager_who_can_sign_in(app: Flask) -> None:
    secretariat, cluster = make_user(roles=[RoleName.SECRETARIAT]), make_cluster()
    assert may_manage_team(secretariat, cluster)
    invited = make_user(password=None)
    add_member(cluster, invited, TeamRole.MANAGER)
    assert may_manage_team(secretariat, cluster)
    manager = make_user()
    add_member(cluster, manager, TeamRole.MANAGER)
    assert not may_manage_team(secretariat, cluster)
    manager.active = False
    assert may_manage_team(secretariat, cluster)


def test_manager_is_told_that_nobody_is_named_and_the_profile_is_incomplete(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    cluster.founded_on = None
    db.session.commit()
    page = client.get("/tasks").text
    assert "Name the legal representative" in page
    assert "Complete the profile" in page
    cluster.founded_on = cluster.created_at.date()
    add_member(cluster, manager, TeamRole.LEGAL_REPRESENTATIVE)
    page = client.get("/tasks").text
    assert "Name the legal representative" not in page
    assert "Complete the profile" not in page


def test_contributor_is_not_asked_to_do_a_managers_work(app: Flask, cluster: Cluster) -> None:
    member = make_user()
    add_member(cluster, member, TeamRole.CONTRIBUTOR)
    with app.test_request_context():
        assert tasks_of(member) == []


def test_team_is_read_anew_after_a_change(app: Flask, cluster: Cluster) -> None:
    user = make_user()
    assert roles_of(user, cluster) == frozenset()
    operations.add_member(cluster, user, TeamRole.MANAGER)
    assert roles_of(user, cluster) == {TeamRole.MANAGER}
    found = find_cluster(cluster.id)
    assert found is not None
    assert roles_of(user, found) == {TeamRole.MANAGER}
