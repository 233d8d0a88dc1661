"""Every version of an answer can be read by whoever sees the self-assessment, and brought back by who answers."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from labelapp.assessments.history import histories
from labelapp.assessments.models import Answer, AnswerChange, AnswerOrigin
from labelapp.assessments.queries import Place, find_place, given_answer
from labelapp.assessments.saving import Clash, Saved, restore_answer, save_answer
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in

ADDRESS = "/indicators/2.8/history"


@pytest.fixture
def place(team: Team) -> Place:
    """An indicator whose number was 50, then 56 by a colleague."""
    found = find_place(team.assessment.id, "2.8")
    assert found
    save_answer(found, "met", "50", 0, team.manager)
    save_answer(found, "met", "56", 1, team.contributor)
    db.session.commit()
    return found


def _met(place: Place) -> tuple[object, int, AnswerOrigin]:
    db.session.expire_all()
    given = given_answer(place.assessment, "2.8", "met")
    assert given
    return given.content["value"], given.version, given.origin


def test_history_tells_who_when_from_what_to_what_and_how(team: Team, place: Place) -> None:
    (met,) = histories(place)
    latest, first = met.entries
    assert (latest.author, latest.old, latest.new) == ("Jonas Krag", "50 participants", "56 participants")
    assert (first.author, first.old, first.new) == ("Mette Lindholt", "", "50 participants")
    assert latest.manner == "typed"
    assert (latest.current, first.current) == (True, False)


def test_what_one_person_typed_in_a_row_is_told_as_one_unless_every_version_is_wanted(
    team: Team, place: Place
) -> None:
    for version, text in ((2, "57"), (3, "58"), (4, "59")):
        save_answer(place, "met", text, version, team.contributor)
    later = AnswerChange.version == 5
    moment = db.session.scalars(db.select(AnswerChange.changed_at).where(later)).one() + timedelta(minutes=5)
    db.session.execute(update(AnswerChange).where(later).values(changed_at=moment))
    db.session.expire_all()
    assert [(one.version, one.count) for one in histories(place)[0].entries] == [(5, 1), (4, 3), (1, 1)]
    assert [one.version for one in histories(place, every=True)[0].entries] == [5, 4, 3, 2, 1]
    assert histories(place)[0].entries[1].old == "50 participants"


def test_restored_version_is_a_new_version_that_says_so(team: Team, place: Place) -> None:
    assert isinstance(restore_answer(place, "met", 1, 2, team.manager), Saved)
    assert _met(place) == (50, 3, AnswerOrigin.RESTORED)
    assert histories(place)[0].entries[0].manner == "restored version 1"


def test_restoring_what_changed_meanwhile_is_a_clash_and_stores_nothing(team: Team, place: Place) -> None:
    save_answer(place, "met", "60", 2, team.contributor)
    outcome = restore_answer(place, "met", 1, 2, team.manager)
    assert isinstance(outcome, Clash)
    assert _met(place)[:2] == (60, 3)


def test_confirmation_shows_both_and_is_safe_against_a_change_meanwhile(
    client: FlaskClient, team: Team, place: Place
) -> None:
    sign_in(client, team.manager)
    address = f"{team.page}{ADDRESS}/met/1"
    page = client.get(address).text
    assert "56 participants" in page
    assert "50 participants" in page
    save_answer(place, "met", "60", 2, team.contributor)
    late = client.post(address, data={"seen": "2"})
    assert late.status_code == 409
    assert "Jonas Krag changed this answer meanwhile" in late.text
    assert "60 participants" in late.text
    assert _met(place)[0] == 60
    assert client.post(address, data={"seen": "3"}).status_code == 303
    assert _met(place)[0] == 50


def test_emptied_answer_can_be_brought_back(client: FlaskClient, team: Team, place: Place) -> None:
    save_answer(place, "met", None, 2, team.manager)
    sign_in(client, team.contributor)
    assert client.post(f"{team.page}{ADDRESS}/met/2", data={"seen": "3"}).status_code == 303
    assert _met(place)[0] == 56


@pytest.mark.parametrize(
    "path", ["/met/9", "/met/0", "/nothing/1", "/participants/1", "/not_applicable/1", "/how/1"]
)
def test_version_that_never_was_cannot_be_restored(
    client: FlaskClient, team: Team, place: Place, path: str
) -> None:
    sign_in(client, team.manager)
    assert client.get(team.page + ADDRESS + path).status_code == 404
    assert client.post(team.page + ADDRESS + path, data={"seen": "2"}).status_code == 404


@pytest.mark.parametrize("seen", ["", "-1", "x", "99"])
def test_restoring_without_the_version_that_was_seen_is_refused(
    client: FlaskClient, team: Team, place: Place, seen: str
) -> None:
    sign_in(client, team.manager)
    assert client.post(f"{team.page}{ADDRESS}/met/1", data={"seen": seen}).status_code == 422
    assert _met(place)[0] == 56


def test_viewer_reads_and_does_not_restore(client: FlaskClient, team: Team, place: Place) -> None:
    sign_in(client, team.viewer)
    page = client.get(team.page + ADDRESS)
    assert page.status_code == 200
    assert "56 participants" in page.text
    assert "/met/1" not in page.text
    assert client.post(f"{team.page}{ADDRESS}/met/1", data={"seen": "2"}).status_code == 404


def test_history_of_a_stranger_is_not_found(client: FlaskClient, team: Team, place: Place) -> None:
    sign_in(client, make_user("Ida Berg"))
    assert client.get(team.page + ADDRESS).status_code == 404
    assert client.get(f"{team.page}{ADDRESS}/met/1").status_code == 404


def test_closed_self_assessment_is_read_and_not_restored(
    client: FlaskClient, team: Team, place: Place
) -> None:
    sign_in(client, team.manager)
    client.post(f"{team.page}/cancel")
    page = client.get(team.page + ADDRESS)
    assert "56 participants" in page.text
    assert "/met/1" not in page.text
    assert client.get(f"{team.page}{ADDRESS}/met/1").status_code == 409
    assert client.post(f"{team.page}{ADDRESS}/met/1", data={"seen": "2"}).status_code == 409
    assert _met(place)[0] == 56


def test_restored_answer_of_the_team_needs_no_confirmation(app: Flask, team: Team, place: Place) -> None:
    db.session.execute(update(Answer).values(to_confirm=True, origin=AnswerOrigin.CARRIED))
    restore_answer(place, "met", 1, 2, team.manager)
    given = given_answer(place.assessment, "2.8", "met")
    assert given
    assert not given.to_confirm
