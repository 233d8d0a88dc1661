"""Moving a draft to a newer version: previewed, in one step, and nothing is lost, not even what is being typed."""

import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments import operations, queries
from labelapp.assessments.cycle import moving
from labelapp.assessments.models import AnswerChange, Assessment, Interview, VersionMove
from labelapp.assessments.saving import Clash, Moved, Saved, require_draft, save_answer
from labelapp.assessments.workbook.operations import receive_workbook
from labelapp.clock import now
from labelapp.events.log import timeline
from labelapp.extensions import db, schemes
from labelapp.web.errors import DomainError
from tests.assessments.conftest import Team
from tests.assessments.test_form import form_of
from tests.assessments.workbook import books
from tests.factories.accounts import sign_in
from tests.factories.assessments import answer_all, complete_answers
from tests.factories.cycles import newer_gold, publish
from tests.factories.reviews import make_assessor

SHOWN = "?scheme=2026.1"


@pytest.fixture
def behind(app: Flask, team: Team) -> Iterator[Team]:
    """A complete Gold draft under 2026.1 while 2026.2 is in force."""
    answer_all(team.assessment, complete_answers(), team.manager)
    db.session.commit()
    library = schemes()
    publish(app, newer_gold())
    yield team
    app.extensions["schemes"] = library


def _move(team: Team) -> moving.Plan:
    plan = moving.move_assessment(team.assessment, "2026.2", team.manager)
    db.session.commit()
    return plan


def test_move_forgets_a_workbook_of_the_old_version_that_nobody_decided_on(
    client: FlaskClient, behind: Team
) -> None:
    content = books.filled(books.write(behind.assessment), {"1.3|committed|": 7})
    upload = receive_workbook(behind.assessment, BytesIO(content), "book.xlsx", behind.manager)
    db.session.commit()
    sign_in(client, behind.manager)
    address = f"/workbooks/{upload.id}"
    assert client.get(address).status_code == 200
    _move(behind)
    assert client.get(address).status_code == 404
    assert client.get(f"{behind.page}/paper").status_code == 200


def test_draft_keeps_its_version_unless_moved(behind: Team) -> None:
    assert queries.scheme_of(behind.assessment).version == "2026.1"
    newer = moving.newer_version(behind.assessment)
    assert newer
    assert newer.version == "2026.2"


def test_preview_lists_what_is_kept_asked_differently_new_and_dropped(
    client: FlaskClient, behind: Team
) -> None:
    plan = moving.plan_move(behind.assessment, newer_gold())
    assert {(one.indicator, one.field) for one in plan.to_confirm} == {("2.8", "met")}
    assert {(one.indicator, one.field) for one in plan.dropped} == {
        ("1.3", "committed"),
        ("2.7", "bodies"),
        ("5.3", "level"),
        ("5.3", "surveyed_on"),
        ("5.3", "answers"),
    }
    assert [(one.code, field.code) for one, field in plan.fresh] == [("2.8", "partners")]
    assert plan.after.total.points < plan.before.total.points
    sign_in(client, behind.manager)
    page = client.get(f"{behind.page}/version").text
    for text in ("84 participants", "Partners visited in the last year", "Levels, measure or minimum"):
        assert text in page
    assert queries.scheme_of(behind.assessment).version == "2026.1", "a preview changes nothing"


def test_move_keeps_values_marks_changed_questions_and_records_what_was_dropped(behind: Team) -> None:
    _move(behind)
    given = queries.given_answers(behind.assessment)
    assert behind.assessment.scheme_version == "2026.2"
    assert behind.assessment.scheme_hash == newer_gold().content_hash
    assert (given["2.8", "met"].to_confirm, given["2.8", "met"].content) == (True, {"value": 54})
    assert (given["2.8", "how"].to_confirm, given["2.8", "how"].version) == (False, 1)
    assert (given["1.3", "committed"].content, given["1.3", "committed"].version) == ({"value": None}, 2)
    record = db.session.scalars(select(VersionMove)).one()
    assert record.dropped["1.3"] == {"committed": {"value": 84}}
    assert set(record.dropped["5.3"]) == {"level", "surveyed_on", "answers"}
    event = [one for one in timeline(behind.assessment) if one.action == "assessment.moved"]
    assert len(event) == 1


def test_dropped_value_can_be_answered_anew_and_history_has_all_versions(behind: Team) -> None:
    _move(behind)
    place = queries.find_place(behind.assessment.id, "1.3")
    assert place
    assert isinstance(save_answer(place, "committed", "42", 2, behind.manager), Saved)
    versions = db.session.scalars(
        select(AnswerChange.version).where(AnswerChange.indicator == "1.3", AnswerChange.field == "committed")
    )
    assert sorted(versions) == [2, 3]


def test_moved_draft_can_be_finished(behind: Team) -> None:
    _move(behind)
    with pytest.raises(DomainError):
        operations.submit_assessment(behind.assessment, behind.representative)
    db.session.rollback()
    for code, field, text, version in (
        ("1.3", "committed", "42", 2),
        ("2.8", "met", "40", 1),
        ("2.8", "partners", "9", 0),
    ):
        place = queries.find_place(behind.assessment.id, code)
        assert place
        assert isinstance(save_answer(place, field, text, version, behind.manager), Saved)
    assert operations.submit_assessment(behind.assessment, behind.representative).content["scheme"] == {
        "code": "cme-gold",
        "version": "2026.2",
        "hash": newer_gold().content_hash,
    }


@pytest.mark.parametrize("version", ["2026.1", "2023.1", "2099.1", ""])
def test_move_to_another_version_than_the_one_in_force_is_refused(
    client: FlaskClient, behind: Team, version: str
) -> None:
    sign_in(client, behind.manager)
    assert client.post(f"{behind.page}/version", data={"version": version}).status_code == 409
    db.session.expire_all()
    assert behind.assessment.scheme_version == "2026.1"


def test_contributor_cannot_move(client: FlaskClient, behind: Team) -> None:
    sign_in(client, behind.contributor)
    assert client.post(f"{behind.page}/version", data={"version": "2026.2"}).status_code == 404


def test_draft_with_the_latest_version_has_nowhere_to_move(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    assert client.get(f"{team.page}/version").status_code == 409
    assert "See what a move would change" not in client.get(team.page).text


def test_autosave_of_an_old_page_shows_both_values_and_stores_nothing(
    client: FlaskClient, behind: Team
) -> None:
    _move(behind)
    sign_in(client, behind.contributor)
    sent = {"field": "met", "value": "61", "version": 1}
    answer = client.post(f"{behind.page}/indicators/2.8/autosave{SHOWN}", json=sent)
    assert answer.status_code == 409
    assert answer.json
    assert "moved to version 2026.2" in answer.json["html"]
    assert "61 participants" in answer.json["html"]
    assert "54 participants" in answer.json["html"]
    assert queries.given_answers(behind.assessment)["2.8", "met"].content == {"value": 54}


@pytest.mark.parametrize(
    ("code", "field", "value"), [("5.3", "answers", "39"), ("2.7", "bodies", "Assembly, 39 members")]
)
def test_autosave_into_a_question_that_is_gone_gives_the_value_back(
    client: FlaskClient, behind: Team, code: str, field: str, value: str
) -> None:
    _move(behind)
    sign_in(client, behind.contributor)
    sent = {"field": field, "value": value, "version": 1}
    answer = client.post(f"{behind.page}/indicators/{code}/autosave{SHOWN}", json=sent)
    assert answer.status_code == 409
    assert answer.json
    assert "39" in answer.json["html"]


def test_plain_form_of_an_old_page_comes_back_with_everything_typed(
    client: FlaskClient, behind: Team
) -> None:
    sign_in(client, behind.contributor)
    page = f"{behind.page}/indicators/2.8"
    form = form_of(client.get(page).text) | {"met": "61", "how": "By letter."}
    _move(behind)
    answer = client.post(page + SHOWN, data=form)
    assert answer.status_code == 409
    assert "moved to version 2026.2" in answer.text
    assert 'value="61"' in answer.text
    assert "By letter." in answer.text
    gone = client.post(f"{behind.page}/indicators/5.3{SHOWN}", data={"version.answers": "1", "answers": "39"})
    assert gone.status_code == 409
    assert "39 participants" in gone.text


def test_plain_form_gives_back_what_has_no_place_in_the_new_version(
    client: FlaskClient, behind: Team
) -> None:
    sign_in(client, behind.contributor)
    page = f"{behind.page}/indicators/2.7"
    form = form_of(client.get(page).text) | {"bodies": "Assembly, 39 members"}
    _move(behind)
    answer = client.post(page + SHOWN, data=form)
    assert answer.status_code == 409
    assert "Assembly, 39 members" in answer.text


def test_draft_with_an_open_interview_is_not_moved(behind: Team) -> None:
    expert = make_assessor()
    db.session.add(
        Interview(
            assessment_id=behind.assessment.id,
            expert_id=expert.id,
            opened_at=now(),
            opened_by_id=behind.manager.id,
        )
    )
    db.session.flush()
    with pytest.raises(DomainError, match="An interview is open"):
        moving.move_assessment(behind.assessment, "2026.2", behind.manager)


def test_move_during_a_request_that_saves_is_noticed(behind: Team) -> None:
    """What is loaded before the move is no licence to write after it."""
    place = queries.find_place(behind.assessment.id, "2.8")
    assert place
    db.session.execute(
        db.update(Assessment).values(scheme_version="2026.2").execution_options(synchronize_session=False)
    )
    with pytest.raises(Moved):
        require_draft(place.assessment)


def test_move_and_saves_at_the_same_time_lose_no_acknowledged_answer(app: Flask, behind: Team) -> None:
    assessment_id, manager_id = behind.assessment.id, behind.manager.id
    acknowledged: list[str] = []
    refused: list[type] = []
    ready = threading.Barrier(2)

    def type_on() -> None:
        with app.app_context():
            manager = db.session.get_one(User, manager_id)
            ready.wait()
            version = 1
            for number in range(12):
                place = queries.find_place(assessment_id, "1.3")
                assert place
                try:
                    if place.scheme.version != "2026.1":
                        raise Moved(place.scheme.version)
                    require_draft(place.assessment)
                    outcome = save_answer(place, "committed", str(100 + number), version, manager)
                except Moved as error:
                    db.session.rollback()
                    refused.append(type(error))
                    return
                assert not isinstance(outcome, Clash)
                db.session.commit()
                version = outcome.version
                acknowledged.append(str(100 + number))

    def move() -> None:
        with app.app_context():
            ready.wait()
            found = queries.find_assessment(assessment_id)
            assert found
            moving.move_assessment(found, "2026.2", db.session.get_one(User, manager_id))
            db.session.commit()

    db.session.commit()
    threads = [threading.Thread(target=type_on), threading.Thread(target=move)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.expire_all()
    record = db.session.scalars(select(VersionMove)).one()
    last = acknowledged[-1] if acknowledged else "84"
    assert record.dropped["1.3"]["committed"] == {"value": int(last)}
    assert refused == [Moved] or len(acknowledged) == 12
