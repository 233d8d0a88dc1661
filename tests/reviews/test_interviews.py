"""Interviews: only an independent expert, only what it needs, only as long as it is open; the team confirms."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments import operations, queries
from labelapp.assessments.interview import interviewing
from labelapp.assessments.models import AnswerOrigin, Assessment, AssessmentState, Interview, InterviewNote
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.decisions.policy import may_take_part
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.operations import open_interview
from labelapp.reviews.queries.candidates import conflicted_people
from labelapp.web.errors import DomainError, InvalidInput
from tests.assessments.test_form import form_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, complete_answers, make_assessment, make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import declare_conflict, make_assessor, make_report, make_review
from tests.statements import count_statements


@dataclass(frozen=True)
class Table:
    """A cluster organisation's manager and an expert before a Bronze questionnaire."""

    cluster: Cluster
    manager: User
    expert: User
    assessment: Assessment
    interview: Interview

    @property
    def screen(self) -> str:
        """The address of the first dimension's screen."""
        return f"/interviews/{self.interview.id}/dimensions/2"


def _sit_down(declared: bool = True) -> Table:
    cluster = make_cluster("Havnsund Maritime Cluster")
    manager, expert = make_user("Mette Lindholt"), make_assessor("Ivo Marinov")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    assessment = make_assessment(cluster, manager, "cme-bronze")
    interview = open_interview(assessment, expert.email, manager)
    if declared:
        interviewing.declare(interview, expert, interest=False)
    db.session.commit()
    return Table(cluster, manager, expert, assessment, interview)


@pytest.fixture
def table(app: Flask) -> Table:
    return _sit_down()


def _save(client: FlaskClient, table: Table, field: str, value: object, version: int = 0):  # type: ignore[no-untyped-def]
    sent = {"field": field, "value": value, "version": version}
    return client.post(f"{table.screen}/autosave", json=sent)


def _first_field(table: Table) -> str:
    """A number that is asked in the second dimension."""
    scheme = queries.scheme_of(table.assessment)
    for code in scheme.dimensions[1].indicators:
        for field in scheme.indicators[code].fields:
            if field.from_ is None and field.type == "integer":
                return f"{code}/{field.code}"
    raise AssertionError


def test_manager_opens_an_interview_and_the_expert_is_told(client: FlaskClient, app: Flask) -> None:
    cluster, manager, expert = make_cluster(), make_user(), make_assessor("Ivo Marinov")
    add_member(cluster, manager, TeamRole.MANAGER)
    assessment = make_assessment(cluster, manager, "cme-bronze")
    sign_in(client, manager)
    page = f"/assessments/{assessment.id}/interview"
    assert expert.name not in client.get(page).text, "managers see no list of experts"
    assert client.post(page, data={"email": expert.email}).status_code == 303
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == expert.email).order_by(OutboxMail.id)
    ).one()
    interview = interviewing.open_interview_of(assessment)
    assert interview
    assert f"/interviews/{interview.id}" in mail.body
    assert client.post(page, data={"email": expert.email}).status_code == 409, "one at a time"


def _unqualified(_cluster: Cluster) -> User:
    return make_assessor("Nora Vik", qualifications=["cme-gold"])


def _no_assessor(_cluster: Cluster) -> User:
    return make_user("Nora Vik", roles=[RoleName.BOARD])


def _closed(_cluster: Cluster) -> User:
    user = make_assessor("Nora Vik")
    user.active = False
    return user


def _of_the_team(cluster: Cluster) -> User:
    user = make_assessor("Nora Vik")
    add_member(cluster, user, TeamRole.VIEWER)
    return user


def _conflicted(cluster: Cluster) -> User:
    user = make_assessor("Nora Vik")
    declare_conflict(make_review(make_submission(cluster), lead=user), user)
    return user


@pytest.mark.parametrize("who", [_unqualified, _no_assessor, _closed, _of_the_team, _conflicted])
def test_who_is_not_qualified_or_independent_is_refused_in_the_same_words(app: Flask, who: object) -> None:
    cluster, manager = make_cluster(), make_user()
    add_member(cluster, manager, TeamRole.MANAGER)
    person = who(cluster)  # type: ignore[operator]
    assessment = make_assessment(cluster, manager, "cme-bronze")
    with pytest.raises(InvalidInput, match="Nobody with this address"):
        open_interview(assessment, person.email, manager)
    assert interviewing.open_interview_of(assessment) is None


def test_label_without_interview_has_none(client: FlaskClient, app: Flask) -> None:
    cluster, manager, expert = make_cluster(), make_user(), make_assessor()
    add_member(cluster, manager, TeamRole.MANAGER)
    gold = make_assessment(cluster, manager, "cme-gold")
    sign_in(client, manager)
    assert client.get(f"/assessments/{gold.id}/interview").status_code == 404
    with pytest.raises(DomainError):
        open_interview(gold, expert.email, manager)


def test_expert_sees_nothing_before_declaring(client: FlaskClient, app: Flask) -> None:
    table = _sit_down(declared=False)
    sign_in(client, table.expert)
    assert "Before the interview" in client.get(f"/interviews/{table.interview.id}").text
    assert client.get(table.screen).status_code == 404
    assert _save(client, table, _first_field(table), "3").status_code == 404
    assert client.post(f"/interviews/{table.interview.id}", data={}).status_code == 422
    answer = client.post(f"/interviews/{table.interview.id}", data={"interest": "no"}, follow_redirects=True)
    assert "Interview: " in answer.text


def test_declared_interest_ends_the_interview_and_is_known_in_later_cases(
    client: FlaskClient, app: Flask
) -> None:
    table = _sit_down(declared=False)
    sign_in(client, table.expert)
    client.post(f"/interviews/{table.interview.id}", data={"interest": "yes"})
    assert client.get(table.screen).status_code == 404
    assert table.expert.id in conflicted_people(table.cluster)
    with pytest.raises(InvalidInput):
        open_interview(table.assessment, table.expert.email, table.manager)
    subjects = db.session.scalars(
        select(OutboxMail.subject).where(OutboxMail.recipient == table.manager.email).order_by(OutboxMail.id)
    )
    assert any("No interview with Ivo Marinov" in subject for subject in subjects)


def test_what_the_expert_enters_waits_for_the_team(client: FlaskClient, table: Table) -> None:
    sign_in(client, table.expert)
    name = _first_field(table)
    answer = _save(client, table, name, "3")
    assert answer.status_code == 200
    code, _slash, field = name.partition("/")
    assert f'[id="score-{code}"]' in answer.json["fragments"]
    given = queries.given_answer(table.assessment, code, field)
    assert given
    assert (given.content, given.origin, given.to_confirm, given.author) == (
        {"value": 3},
        AnswerOrigin.INTERVIEW,
        True,
        "Ivo Marinov",
    )
    sign_in(client, table.manager)
    page = client.get(f"/assessments/{table.assessment.id}/indicators/{code}").text
    assert "Entered in the interview by Ivo Marinov." in page
    assert "Still true" in page


def test_plain_form_saves_answers_and_notes_and_goes_on(client: FlaskClient, table: Table) -> None:
    sign_in(client, table.expert)
    name = _first_field(table)
    code, _slash, field = name.partition("/")
    form = form_of(client.get(table.screen).text, "interview")
    form |= {name: "4", f"{code}/_note": "Two of them part time.\r\nSee the contracts.", "go": "next"}
    answer = client.post(table.screen, data=form)
    assert (answer.status_code, answer.location) == (303, table.screen.replace("/2", "/3"))
    assert queries.answers_of(table.assessment) == {code: {field: 4}}
    note = interviewing.notes_of(table.assessment)[code]
    assert (note.text, note.version) == ("Two of them part time.\nSee the contracts.", 1)


def test_stale_save_is_a_conflict_named_as_on_the_screen_and_can_be_chosen(
    app: Flask, client: FlaskClient, table: Table
) -> None:
    name = _first_field(table)
    code, _slash, field = name.partition("/")
    manager = app.test_client()
    sign_in(client, table.expert)
    sign_in(manager, table.manager)
    page = f"/assessments/{table.assessment.id}/indicators/{code}"
    assert (
        manager.post(f"{page}/autosave", json={"field": field, "value": "5", "version": 0}).status_code == 200
    )
    answer = _save(client, table, name, "6")
    assert answer.status_code == 409
    assert f'data-conflict="{name}"' in answer.json["html"]
    key = re.search(r'name="choice" value="([^"]*)"', answer.json["html"])
    assert key
    chosen = key[1].replace("&#34;", '"')
    assert client.post(f"{table.screen}/choice", data={"field": name, "choice": chosen}).status_code == 303
    given = queries.given_answer(table.assessment, code, field)
    assert given
    assert (given.content, given.version) == ({"value": 6}, 2)


def test_note_of_two_windows_is_a_conflict_and_every_version_is_kept(
    client: FlaskClient, table: Table
) -> None:
    sign_in(client, table.expert)
    name = _first_field(table).partition("/")[0] + "/_note"
    assert _save(client, table, name, "One").json["version"] == 1
    assert _save(client, table, name, "Two", 1).json["version"] == 2
    answer = _save(client, table, name, "Three", 1)
    assert answer.status_code == 409
    assert "Three" in answer.json["html"]
    assert "Two" in answer.json["html"]
    assert _save(client, table, name, "Two", 1).status_code == 200, "the same text is no conflict"
    assert _save(client, table, name, "Four", 9).status_code == 422
    assert sorted(db.session.scalars(select(InterviewNote.text))) == ["One", "Two"]


def test_notes_are_for_the_team_and_the_expert_alone(app: Flask, client: FlaskClient, table: Table) -> None:
    code = _first_field(table).partition("/")[0]
    place = queries.find_place(table.assessment.id, code)
    assert place
    interviewing.write_note(place, "Undisclosed remark", 0, table.expert)
    db.session.commit()
    page = f"/assessments/{table.assessment.id}/indicators/{code}"
    sign_in(client, table.manager)
    assert "Undisclosed remark" in client.get(page).text
    secretariat = app.test_client()
    sign_in(secretariat, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    shown = secretariat.get(page)
    assert shown.status_code == 200
    assert "Undisclosed remark" not in shown.text


def test_ended_interview_shows_nothing_and_stores_nothing(
    app: Flask, client: FlaskClient, table: Table
) -> None:
    manager = app.test_client()
    sign_in(client, table.expert)
    sign_in(manager, table.manager)
    assert client.get(table.screen).status_code == 200
    assert manager.post(f"/interviews/{table.interview.id}/end").status_code == 303
    for address in (table.screen, f"/interviews/{table.interview.id}"):
        assert client.get(address).status_code == 404
    assert _save(client, table, _first_field(table), "3").status_code == 404
    assert queries.answers_of(table.assessment) == {}
    assert table.cluster.name not in client.get("/tasks").text


def test_end_that_comes_between_is_noticed_before_storing(table: Table) -> None:
    found = interviewing.find_interview(table.interview.id)
    assert found
    db.session.execute(
        db.update(Interview).values(ended_at=found.opened_at).execution_options(synchronize_session=False)
    )
    with pytest.raises(DomainError, match="was ended"):
        interviewing.hold_interview(found)


def test_saving_holds_the_self_assessment_before_the_interview_as_the_submission_does(table: Table) -> None:
    with count_statements() as statements:
        interviewing.hold_interview(table.interview)
    held = [
        one.partition("FROM ")[2].split()[0]
        for one in statements
        if "ended_at" in one or "scheme_version" in one
    ]
    assert held[-2:] == ["assessment", "interview"]


def test_submission_ends_the_interview_for_good(client: FlaskClient, table: Table) -> None:
    answer_all(table.assessment, complete_answers("cme-bronze"), table.manager)
    operations.submit_assessment(table.assessment, table.manager)
    db.session.commit()
    sign_in(client, table.expert)
    assert client.get(table.screen).status_code == 404
    assert interviewing.open_interview_of(table.assessment) is None


@pytest.mark.parametrize("state", [AssessmentState.AWAITING_CONFIRMATION, AssessmentState.CANCELLED])
def test_expert_has_no_access_while_answers_are_closed(
    client: FlaskClient, table: Table, state: AssessmentState
) -> None:
    sign_in(client, table.expert)
    table.assessment.state = state
    assert client.get(table.screen).status_code == 404


def test_expert_sees_the_screen_and_no_other_page_of_the_team(client: FlaskClient, table: Table) -> None:
    sign_in(client, table.expert)
    assert table.cluster.name in client.get("/tasks").text
    for address in (
        f"/assessments/{table.assessment.id}",
        f"/assessments/{table.assessment.id}/indicators/B2.1",
        f"/assessments/{table.assessment.id}/check",
        f"/clusters/{table.cluster.id}/assessments",
    ):
        assert client.get(address).status_code == 404, address


def test_another_expert_and_one_who_lost_the_role_are_kept_out(client: FlaskClient, table: Table) -> None:
    sign_in(client, make_assessor("Nora Vik"))
    assert client.get(table.screen).status_code == 404
    assert client.post(f"/interviews/{table.interview.id}/end").status_code == 404
    table.expert.roles = []
    db.session.commit()
    sign_in(client, table.expert)
    assert client.get(table.screen).status_code == 404


def test_who_interviewed_may_assess_but_never_decide(app: Flask) -> None:
    table = _sit_down()
    answer_all(table.assessment, complete_answers("cme-bronze"), table.manager)
    submission = operations.submit_assessment(table.assessment, table.manager)
    review = make_review(submission, lead=table.expert)
    assert review.assignments[0].user_id == table.expert.id
    other = _interviewed_board_member()
    report = make_report(make_review(other.assessment.submission, lead=make_assessor("Nora Vik")))
    independent = make_user("Ilse Marenholt", roles=[RoleName.BOARD])
    assert may_take_part(independent, report.review)
    assert not may_take_part(other.expert, report.review)


def _interviewed_board_member() -> Table:
    """A submitted case whose expert is on the board too, and is not asked to assess it."""
    cluster, manager = make_cluster(), make_user()
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    expert = make_user("Vera Holm", roles=[RoleName.BOARD, RoleName.ASSESSOR])
    assessment = make_assessment(cluster, manager, "cme-bronze")
    interview = interviewing.begin_interview(assessment, expert, manager)
    answer_all(assessment, complete_answers("cme-bronze"), manager)
    operations.submit_assessment(assessment, manager)
    db.session.commit()
    return Table(cluster, manager, expert, assessment, interview)


@pytest.mark.parametrize("field", ["B9.9/x", "B2.1/nothing", "B1.1/since", "", None])
def test_field_that_the_screen_does_not_have_is_refused(
    client: FlaskClient, table: Table, field: str | None
) -> None:
    sign_in(client, table.expert)
    assert _save(client, table, field, "3").status_code == 422  # type: ignore[arg-type]


def test_note_that_is_too_long_is_refused(client: FlaskClient, table: Table) -> None:
    sign_in(client, table.expert)
    name = _first_field(table).partition("/")[0] + "/_note"
    assert _save(client, table, name, "x" * 4001).status_code == 422


def test_screen_of_a_dimension_needs_few_statements(client: FlaskClient, table: Table) -> None:
    sign_in(client, table.expert)
    with count_statements() as statements:
        assert client.get(f"/interviews/{table.interview.id}/dimensions/1").status_code == 200
    assert len(statements) <= 12, statements
