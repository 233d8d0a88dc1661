"""Who is here now: seen by the team, for a minute, at little cost."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.assessments.operations import cancel_assessment
from labelapp.assessments.together.models import Presence
from labelapp.assessments.together.queries import HERE_FOR
from labelapp.clock import set_clock
from labelapp.clusters.operations import remove_member
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in
from tests.statements import count_statements

HERE = "Jonas Krag is here now, in 2.8"


def _beat(client: FlaskClient, team: Team, code: str = "2.8") -> None:
    sign_in(client, team.contributor)
    assert client.post(f"{team.page}/indicators/{code}/presence").status_code == 200


def test_colleague_is_seen_on_the_indicator_in_its_dimension_and_on_the_list(
    client: FlaskClient, team: Team
) -> None:
    _beat(client, team)
    sign_in(client, team.manager)
    for page in ("", "/indicators/2.8", "/indicators/2.9"):
        assert HERE in client.get(team.page + page).text, page
    assert HERE not in client.get(f"{team.page}/indicators/4.1").text
    here = client.get(f"{team.page}/presence").json["here"]
    assert HERE in here["2"]
    assert (here["1"], here["4"]) == ("", "")


def test_reader_is_not_told_about_themselves(client: FlaskClient, team: Team) -> None:
    _beat(client, team)
    assert HERE not in client.get(f"{team.page}/indicators/2.8").text
    assert client.post(f"{team.page}/indicators/2.8/presence").json["here"]["2"] == ""


def test_whoever_goes_on_is_in_one_place(client: FlaskClient, team: Team) -> None:
    _beat(client, team)
    _beat(client, team, "4.1")
    assert [row.indicator for row in db.session.scalars(select(Presence))] == ["4.1"]


def test_presence_ends_after_a_minute(client: FlaskClient, app: Flask, team: Team) -> None:
    _beat(client, team)
    seen = db.session.scalars(select(Presence.last_seen)).one()
    sign_in(client, team.manager)
    set_clock(app, lambda: seen + HERE_FOR - timedelta(seconds=1))
    assert HERE in client.get(team.page).text
    set_clock(app, lambda: seen + HERE_FOR)
    assert HERE not in client.get(team.page).text


def test_reading_pages_writes_nothing(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    for page in ("", "/indicators/2.8", "/presence"):
        client.get(team.page + page)
    assert db.session.scalars(select(Presence)).all() == []


def test_nobody_outside_of_the_team_sees_or_leaves_a_trace(client: FlaskClient, team: Team) -> None:
    _beat(client, team)
    sign_in(client, make_user("Elin Vesterby", roles=list(RoleName)))
    assert client.get(f"{team.page}/presence").status_code == 404
    assert client.post(f"{team.page}/indicators/2.8/presence").status_code == 404
    for page in ("", "/indicators/2.8"):
        assert "is here now" not in client.get(team.page + page).text
    assert db.session.query(Presence).count() == 1


def test_whoever_left_the_team_is_not_there(client: FlaskClient, team: Team) -> None:
    _beat(client, team)
    remove_member(team.cluster, team.contributor, team.manager)
    assert db.session.query(Presence).count() == 0


def test_closed_self_assessment_keeps_no_presence(client: FlaskClient, team: Team) -> None:
    cancel_assessment(team.assessment, by=team.manager)
    _beat(client, team)
    assert db.session.query(Presence).count() == 0


def test_beat_is_cheap(client: FlaskClient, team: Team) -> None:
    _beat(client, team)
    with count_statements() as statements:
        client.post(f"{team.page}/indicators/2.8/presence")
    assert len(statements) <= 6, statements
