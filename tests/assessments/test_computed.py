"""Answers computed from the data room: shown, scored, overruled with a reason, and frozen."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.assessments.models import Answer, Overruling, Submission
from labelapp.assessments.operations import submit_assessment
from labelapp.assessments.overview import overview
from labelapp.assessments.snapshot import Snapshot, load
from labelapp.clock import today
from labelapp.dataroom.figures import source_digest
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in
from tests.factories.assessments import answer_all, complete_answers, make_submission
from tests.factories.clusters import make_cluster
from tests.factories.dataroom import make_member

PAGE = "/indicators/1.3/figures/committed"


@pytest.fixture
def members(team: Team) -> int:
    """Three committed members, and one of somebody else."""
    for _each in range(3):
        make_member(team.cluster)
    make_member(make_cluster())
    return 3


def value(team: Team, code: str = "1.3", field: str = "committed") -> object:
    return overview(team.assessment, today()).answers.get(code, {}).get(field)


def answers_without(*places: tuple[str, str]) -> dict[str, dict[str, object]]:
    answers = complete_answers()
    for code, field in places:
        del answers[code][field]
    return answers


def test_field_without_rows_in_the_data_room_is_asked(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert 'name="committed"' in client.get(f"{team.page}/indicators/1.3").text
    assert client.get(team.page + PAGE).status_code == 404
    assert value(team) is None


def test_figure_is_the_value_where_the_team_gave_none(client: FlaskClient, team: Team, members: int) -> None:
    sign_in(client, team.manager)
    page = client.get(f"{team.page}/indicators/1.3").text
    assert 'name="committed"' not in page
    assert "counted from 3 members" in page
    assert value(team) == members
    assert db.session.scalars(select(Answer)).all() == []


def test_value_of_the_team_counts_before_the_figure(client: FlaskClient, team: Team, members: int) -> None:
    answer_all(team.assessment, {"1.3": {"committed": 40}}, team.manager)
    db.session.commit()
    sign_in(client, team.manager)
    assert "Typed: the data room gives 3 participants." in client.get(f"{team.page}/indicators/1.3").text
    assert value(team) == 40


def test_overruling_needs_a_reason(client: FlaskClient, team: Team, members: int) -> None:
    sign_in(client, team.manager)
    answer = client.post(team.page + PAGE, data={"reason": " "})
    assert answer.status_code == 422
    assert "Say why." in answer.text


def test_overruled_field_is_saved_by_autosave_and_can_go_back(
    client: FlaskClient, team: Team, members: int
) -> None:
    sign_in(client, team.contributor)
    assert client.post(team.page + PAGE, data={"reason": "Two have just signed."}).status_code == 303
    page = client.get(f"{team.page}/indicators/1.3").text
    assert "Because: Two have just signed. (Jonas Krag" in page
    sent = {"field": "committed", "value": "5", "version": 1}
    assert client.post(f"{team.page}/indicators/1.3/autosave", json=sent).status_code == 200
    assert value(team) == 5
    assert client.post(team.page + PAGE, data={"go": "back"}).status_code == 303
    db.session.expire_all()
    assert value(team) == members
    assert db.session.scalars(select(Overruling)).all() == []


@pytest.mark.parametrize("person", ["viewer", "representative"])
def test_who_only_reads_cannot_overrule(client: FlaskClient, team: Team, members: int, person: str) -> None:
    sign_in(client, getattr(team, person))
    assert client.post(team.page + PAGE, data={"reason": "No."}).status_code == 404


def test_submission_freezes_figure_day_rows_and_digest(team: Team, members: int) -> None:
    answer_all(team.assessment, answers_without(("1.3", "committed")), team.manager)
    snapshot = load(submit_assessment(team.assessment, team.representative))
    facts = snapshot.figures["1.3"]["committed"]
    assert (facts.figure, facts.value, facts.rows, facts.on) == ("members.committed", 3, 3, today())
    assert facts.digest == source_digest(team.cluster, "members.committed", today())
    assert facts.overruled is None
    assert snapshot.answers["1.3"]["committed"] == 3


def test_submission_freezes_both_values_and_the_reason(client: FlaskClient, team: Team, members: int) -> None:
    sign_in(client, team.manager)
    client.post(team.page + PAGE, data={"reason": "Two have just signed."})
    answers = answers_without(("1.3", "committed"))
    answer_all(team.assessment, answers, team.manager)
    snapshot = load(submit_assessment(team.assessment, team.representative))
    overruled = snapshot.figures["1.3"]["committed"].overruled
    assert overruled is not None
    assert (overruled.value, overruled.reason, overruled.by) == (3, "Two have just signed.", "Mette Lindholt")
    typed = snapshot.figures["1.1"]["listed"].overruled
    assert typed is not None
    assert (typed.value, typed.reason) == (answers["1.1"]["listed"], "")


def test_what_was_submitted_stays_when_the_data_room_changes(team: Team, members: int) -> None:
    answer_all(team.assessment, answers_without(("1.3", "committed")), team.manager)
    submit_assessment(team.assessment, team.representative)
    make_member(team.cluster, joined_on=today() - timedelta(days=9))
    db.session.expire_all()
    assert value(team) == members


def test_snapshot_of_the_first_format_still_loads(team: Team) -> None:
    submission: Submission = make_submission()
    content = {name: part for name, part in submission.content.items() if name != "figures"} | {"format": 1}
    assert Snapshot.model_validate(content).figures == {}
