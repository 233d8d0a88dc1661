"""Dividing the dimensions: who may, who is told, what is seen, and who loses them."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.accounts.operations import deactivate
from labelapp.assessments.models import AssessmentState
from labelapp.assessments.operations import cancel_assessment, request_confirmation
from labelapp.assessments.together.models import SectionAssignment
from labelapp.assessments.together.queries import colleagues, sections_of
from labelapp.assessments.together.reminders import DAYS_BEFORE, remind_at
from labelapp.assessments.together.sections import Wish, WrongSections, assign_sections
from labelapp.clock import now, set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import change_role, remove_member
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.models import Job, OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, complete_answers
from tests.factories.clusters import add_member

SOON = timedelta(days=10)


def _give(team: Team, dimension: str = "4", due_on: date | None = None) -> None:
    """Give a dimension to the contributor."""
    wish = Wish(team.contributor.id, due_on)
    assign_sections(
        team.assessment, {dimension: wish}, {dimension: _stands(team, dimension)}, by=team.manager
    )
    db.session.commit()


def _stands(team: Team, dimension: str) -> Wish:
    held = sections_of(team.assessment, colleagues(team.assessment)).get(dimension)
    return Wish(held.user_id, held.due_on) if held else Wish()


def _held(team: Team) -> dict[str, str]:
    held = sections_of(team.assessment, colleagues(team.assessment))
    return {code: section.name for code, section in held.items()}


def _subjects(email: str) -> list[str]:
    query = select(OutboxMail.subject).where(OutboxMail.recipient == email).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def _posted(team: Team, **rows: tuple[object, str]) -> dict[str, str]:
    """The form with some rows filled in: `s4=(person, date)`."""
    form = {}
    for name, (person, due_on) in rows.items():
        code = name.removeprefix("s")
        stands = _stands(team, code)
        form[f"section-{code}-was"] = f"{stands.user_id or ''} {stands.due_on or ''}"
        form |= {f"section-{code}-person": str(person), f"section-{code}-due_on": due_on}
    return form


def test_manager_divides_by_form_and_each_person_gets_one_mail(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    page = f"{team.page}/sections"
    assert client.get(page).text.count("Jonas Krag") == 5
    person, day = team.contributor.id, today() + SOON
    form = _posted(team, s2=(person, ""), s4=(person, day.isoformat()), s5=(team.manager.id, ""))
    answer = client.post(page, data=form)
    assert (answer.status_code, answer.location) == (303, team.page)
    assert _held(team) == {"2": "Jonas Krag", "4": "Jonas Krag", "5": "Mette Lindholt"}
    assert _subjects(team.contributor.email) == [
        "2 dimensions of the self-assessment of Havnsund Maritime Cluster are yours"
    ]
    assert _subjects(team.manager.email) == []
    mail = db.session.scalars(select(OutboxMail.body).order_by(OutboxMail.id)).one()
    assert f"{team.page}?only=mine" in mail
    assert "by " in next(line for line in mail.splitlines() if line.startswith("- 4 "))


@pytest.mark.parametrize(("person", "due_in", "says"), [
    ("contributor", -1, "This day is over"),
    ("contributor", 31, "closes on"),
    ("viewer", 3, "Not a valid choice"),
    (None, 3, "Choose who does it"),
])  # fmt: skip
def test_impossible_division_comes_back_with_the_reason_and_what_was_typed(
    client: FlaskClient, team: Team, person: str | None, due_in: int, says: str
) -> None:
    team.assessment.due_on = today() + timedelta(days=30)
    sign_in(client, team.manager)
    day = (today() + timedelta(days=due_in)).isoformat()
    chosen = getattr(team, person).id if person else ""
    answer = client.post(f"{team.page}/sections", data=_posted(team, s4=(chosen, day), s1=("", "")))
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{day}"' in answer.text
    assert _held(team) == {}


def test_last_possible_days_are_accepted(team: Team) -> None:
    team.assessment.due_on = today() + timedelta(days=30)
    _give(team, "4", today())
    _give(team, "5", team.assessment.due_on)
    assert set(_held(team)) == {"4", "5"}


def test_section_that_another_manager_gave_meanwhile_is_not_taken_silently(team: Team) -> None:
    seen = {"4": Wish()}
    _give(team, "4")
    with pytest.raises(WrongSections) as caught:
        assign_sections(team.assessment, {"4": Wish(team.manager.id)}, seen, by=team.manager)
    assert "Jonas Krag" in caught.value.problems["4"]
    assert _held(team) == {"4": "Jonas Krag"}


def test_section_that_was_not_touched_keeps_what_another_manager_gave_meanwhile(team: Team) -> None:
    _give(team, "4")
    assert assign_sections(team.assessment, {"4": Wish()}, {"4": Wish()}, by=team.manager) == 0
    assert _held(team) == {"4": "Jonas Krag"}


def test_only_managers_divide(client: FlaskClient, team: Team) -> None:
    for person in (team.contributor, team.viewer, team.representative):
        sign_in(client, person)
        assert client.get(f"{team.page}/sections").status_code == 404
        assert client.post(f"{team.page}/sections", data={}).status_code == 404


def test_closed_self_assessment_is_not_divided(team: Team) -> None:
    cancel_assessment(team.assessment, by=team.manager)
    with pytest.raises(DomainError):
        _give(team)


def test_task_list_shows_the_person_in_place_of_the_last_author_and_narrows_to_mine(
    client: FlaskClient, team: Team
) -> None:
    answer_all(team.assessment, {"4.1": complete_answers()["4.1"]}, team.manager)
    _give(team, "4", today() + timedelta(days=5))
    sign_in(client, team.contributor)
    page = client.get(team.page).text
    assert "Jonas Krag, by" in page
    assert "5 days left" in page
    assert "Show mine only" in page
    mine = client.get(f"{team.page}?only=mine").text
    assert mine.count('<details class="dimension"') == 1
    sign_in(client, team.viewer)
    assert client.get(f"{team.page}?only=mine").text.count('<details class="dimension"') == 5


def test_secretariat_sees_neither_sections_nor_the_team(client: FlaskClient, team: Team) -> None:
    _give(team, "4", today() + SOON)
    sign_in(client, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT]))
    page = client.get(team.page).text
    assert "Jonas Krag" not in page
    assert "data-presence-url" not in page


def test_tasks_of_the_assignee_name_section_count_and_day(client: FlaskClient, team: Team) -> None:
    answers = complete_answers()
    answer_all(team.assessment, {c: a for c, a in answers.items() if c not in ("4.7", "4.8")}, team.manager)
    sign_in(client, team.contributor)
    assert "Answer the last 2 indicators</h2>" in client.get("/tasks").text
    _give(team, "4", today() + SOON)
    page = client.get("/tasks").text
    assert "Answer the last 2 indicators of 4 " in page
    assert "Answer the last 2 indicators</h2>" not in page
    assert "10 days left" in page
    assert f"{team.page}/indicators/4.7" in page
    sign_in(client, team.manager)
    assert "of 4 " not in client.get("/tasks").text


def test_whoever_leaves_or_may_not_answer_any_more_loses_sections_for_good(team: Team) -> None:
    _give(team, "4")
    change_role(team.cluster, team.contributor, TeamRole.VIEWER, team.manager)
    assert db.session.query(SectionAssignment).count() == 0
    change_role(team.cluster, team.contributor, TeamRole.CONTRIBUTOR, team.manager)
    _give(team, "4")
    remove_member(team.cluster, team.contributor, team.manager)
    add_member(team.cluster, team.contributor, TeamRole.CONTRIBUTOR)
    assert _held(team) == {}
    actions = [event.action for event in timeline(team.assessment)]
    assert actions.count("section.released") == 2


def test_member_who_stays_keeps_sections(team: Team) -> None:
    _give(team, "4")
    change_role(team.cluster, team.contributor, TeamRole.MANAGER, team.manager)
    remove_member(team.cluster, team.viewer, team.manager)
    assert _held(team) == {"4": "Jonas Krag"}


def test_closed_account_holds_no_section(team: Team) -> None:
    _give(team, "4")
    deactivate(team.contributor, by=team.manager)
    assert _held(team) == {}


def test_section_outlives_a_change_of_the_scheme_version(client: FlaskClient, team: Team) -> None:
    _give(team, "4")
    team.assessment.scheme_version = "2023.1"
    sign_in(client, team.manager)
    assert "Jonas Krag" in client.get(team.page).text


def _run_on(app: Flask, day: date) -> None:
    moment = remind_at(day) + timedelta(days=DAYS_BEFORE, hours=1)
    set_clock(app, lambda: moment)
    run_waiting()


def _reminders(team: Team) -> int:
    return sum("is due on" in subject for subject in _subjects(team.contributor.email))


def test_reminder_is_written_three_days_before_and_never_twice(app: Flask, team: Team) -> None:
    due_on = today() + SOON
    _give(team, "4", due_on)
    run_waiting()
    assert _reminders(team) == 0
    _run_on(app, due_on - timedelta(days=DAYS_BEFORE + 1))
    assert _reminders(team) == 0
    _run_on(app, due_on - timedelta(days=DAYS_BEFORE))
    assert _reminders(team) == 1
    job = db.session.scalars(select(Job)).one()
    job.done_at, job.next_try_at = None, now()
    db.session.commit()
    _run_on(app, due_on)
    assert _reminders(team) == 1


def test_reminder_follows_a_new_date_and_goes_to_the_new_person(app: Flask, team: Team) -> None:
    first, second = today() + SOON, today() + 2 * SOON
    _give(team, "4", first)
    wish, seen = Wish(team.manager.id, second), Wish(team.contributor.id, first)
    assign_sections(team.assessment, {"4": wish}, {"4": seen}, by=team.manager)
    db.session.commit()
    _run_on(app, first)
    assert _subjects(team.manager.email) == []
    _run_on(app, second)
    assert _reminders(team) == 0
    assert len(_subjects(team.manager.email)) == 1


def test_complete_section_is_not_reminded_of(app: Flask, team: Team) -> None:
    due_on = today() + SOON
    _give(team, "4", due_on)
    answer_all(team.assessment, complete_answers(), team.manager)
    db.session.commit()
    _run_on(app, due_on)
    assert _reminders(team) == 0


def test_reminder_waits_while_the_representative_is_asked(app: Flask, team: Team) -> None:
    due_on = today() + SOON
    answer_all(team.assessment, complete_answers(), team.manager)
    _give(team, "4", due_on)
    request_confirmation(team.assessment, by=team.manager)
    db.session.commit()
    _run_on(app, due_on - timedelta(days=2))
    assert db.session.scalars(select(Job)).one().done_at is None
    team.assessment.state = AssessmentState.DRAFT
    db.session.execute(db.text("DELETE FROM answer WHERE indicator = '4.7'"))
    db.session.commit()
    _run_on(app, due_on - timedelta(days=1))
    assert _reminders(team) == 1


def test_section_due_at_once_needs_no_reminder(team: Team) -> None:
    _give(team, "4", today() + timedelta(days=DAYS_BEFORE - 1))
    assert db.session.query(Job).count() == 0
