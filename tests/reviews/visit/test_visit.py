"""A visit is planned, sent, written about and closed; who may see what of it."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.saving import Run
from labelapp.clusters.models import TeamRole
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.operations import ScoreContent, give_score
from labelapp.reviews.visit import operations
from labelapp.reviews.visit.models import VisitNote
from labelapp.reviews.visit.operations import NoteClash, combined, write_note
from labelapp.reviews.visit.queries import VisitPlace, notes_of, visit_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.reviews import declare_conflict, make_observer, make_report, sheets_of, start_scoring
from tests.factories.visits import FRAME, make_past_visit, make_visit

SECRET = "The register of 14 March"


@pytest.fixture
def review(app: Flask) -> Review:
    return start_scoring()


def _assessors(review: Review) -> tuple[User, User]:
    lead, co = policy.scoring_assignments(review)
    return lead.user, co.user


def _manager(review: Review) -> User:
    return next(one.user for one in cluster_of(review).team if one.role is TeamRole.MANAGER)


def _read(client: FlaskClient, user: User, address: str) -> tuple[int, str]:
    sign_in(client, user)
    answer = client.get(address)
    return answer.status_code, answer.get_data(as_text=True)


def test_first_plan_brings_the_people_of_the_case_and_an_agenda(review: Review) -> None:
    visit = make_visit(review, sent=False)
    names = {one.name for one in visit.participants}
    assert {one.name for one in _assessors(review)} | {_manager(review).name} <= names
    assert [slot.minutes for slot in visit.slots] == [15, 30]
    assert visit.slots[0].starts_at.hour == 8


def test_later_plan_moves_the_agenda_to_its_new_beginning(review: Review) -> None:
    visit = make_visit(review)
    before = [slot.starts_at for slot in visit.slots]
    moved = operations.Frame(FRAME.mode, FRAME.place, FRAME.timezone, combined(date(2026, 12, 4), time(10)))
    operations.plan(VisitPlace(review, visit), moved, by=_assessors(review)[0])
    assert {
        after - old for after, old in zip((slot.starts_at for slot in visit.slots), before, strict=True)
    } == {timedelta(days=1, hours=1)}


def test_agenda_is_drafted_from_the_questions_in_the_language_of_the_cluster(review: Review) -> None:
    cluster_of(review).language = "fr"
    visit = make_visit(review)
    place, (lead, co) = VisitPlace(review, visit), _assessors(review)
    operations.ask(place, "1.1", "Les conventions signées", by=co)
    operations.draft_agenda(place, by=lead)
    titles = [slot.title for slot in visit.slots]
    assert [title[:2] for title in titles[1:3]] == ["1 ", "2 "]
    assert titles[0] == "Ouverture"


@pytest.mark.parametrize(("code", "text"), [("9.9", "Show it."), ("2.8", "  ")])
def test_question_without_words_or_about_nothing_is_refused(review: Review, code: str, text: str) -> None:
    visit = make_visit(review)
    with pytest.raises(InvalidInput):
        operations.ask(VisitPlace(review, visit), code, text, by=_assessors(review)[0])
    assert len(visit.questions) == 1


def test_flags_and_questions_of_the_own_score_sheet_come_on_the_list_once(review: Review) -> None:
    visit, lead = make_visit(review), _assessors(review)[0]
    mine, theirs = sheets_of(review)
    give_score(mine, "2.8", ScoreContent(points="3", justification="J.", visit_question="Show the log."))
    give_score(mine, "4.1", ScoreContent(points="3", justification="J.", flagged=True))
    give_score(theirs, "5.3", ScoreContent(points="3", justification="J.", visit_question=SECRET))
    assert operations.take_over_flags(VisitPlace(review, visit), by=lead) == 2
    assert operations.take_over_flags(VisitPlace(review, visit), by=lead) == 0
    listed = {(one.author_id, one.indicator, one.text) for one in visit.questions}
    assert listed >= {(lead.id, "2.8", "Show the log."), (lead.id, "4.1", "Show us this at the visit.")}
    assert SECRET not in {text for _author, _code, text in listed}


def test_cluster_sees_nothing_before_the_agenda_is_sent_and_no_author_after(
    client: FlaskClient, review: Review
) -> None:
    make_visit(review, sent=False, question=SECRET)
    address = f"/reviews/{review.id}/visit"
    manager = _manager(review)
    assert _read(client, manager, address)[0] == 404
    operations.send(VisitPlace(review, visit_of(review)), by=_assessors(review)[0])
    status, page = _read(client, manager, address)
    assert status == 200
    assert SECRET in page
    assert "Take back" not in page
    assert client.get(f"{address}/sheet").status_code == 404


def test_agenda_is_mailed_to_team_and_assessors_but_to_nobody_with_a_conflict(review: Review) -> None:
    observer = make_observer(review)
    make_visit(review, sent=False, question=SECRET)
    declare_conflict(review, observer)
    operations.send(VisitPlace(review, visit_of(review)), by=_assessors(review)[0])
    mails = db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.subject.contains("Visit of the assessors"))
        .order_by(OutboxMail.id)
    ).all()
    lead, co = _assessors(review)
    assert {lead.email, co.email, _manager(review).email} <= {mail.recipient for mail in mails}
    assert observer.email not in {mail.recipient for mail in mails}
    assert not any(SECRET in mail.body for mail in mails)


def test_calendar_file_has_utc_times_and_a_growing_revision(client: FlaskClient, review: Review) -> None:
    visit = make_visit(review)
    operations.send(VisitPlace(review, visit), by=_assessors(review)[0])
    _status, text = _read(client, _manager(review), f"/reviews/{review.id}/visit/visit.ics")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["SEQUENCE"] == 2
    assert event["DTSTART"].to_ical() == b"20261203T080000Z"
    assert event["DTEND"].to_ical() == b"20261203T084500Z"
    assert str(event["LOCATION"]) == FRAME.place
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert str(event["UID"]).startswith(f"visit-{visit.id}-day-1@")


def test_only_the_lead_plans_and_only_those_who_score_ask(client: FlaskClient, review: Review) -> None:
    make_visit(review)
    lead, co = _assessors(review)
    office = make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])
    place = {"mode": "video", "place": "https://meet.example/x", "day": "2026-12-08", "begin": "10:00"}
    place["timezone"] = "Europe/Lisbon"
    address = f"/reviews/{review.id}/visit"
    for user, planned, asked in (
        (co, 404, 303),
        (office, 404, 404),
        (_manager(review), 404, 404),
        (lead, 303, 303),
    ):
        sign_in(client, user)
        assert client.post(address, data=place).status_code == planned
        question = {"indicator": "1.1", "text": "Show it."}
        assert client.post(f"{address}/questions", data=question).status_code == asked


def test_question_of_somebody_else_cannot_be_taken_back(client: FlaskClient, review: Review) -> None:
    visit = make_visit(review)
    sign_in(client, _assessors(review)[1])
    address = f"/reviews/{review.id}/visit/questions/{visit.questions[0].id}/remove"
    assert client.post(address).status_code == 404


def test_wrong_plan_is_answered_at_the_field_and_loses_nothing(client: FlaskClient, review: Review) -> None:
    sign_in(client, _assessors(review)[0])
    data = {
        "mode": "on_site",
        "place": "Kajplats 7",
        "day": "soon",
        "begin": "10:00",
        "timezone": "Europe/Paris",
    }
    answer = client.post(f"/reviews/{review.id}/visit", data=data)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Kajplats 7" in page
    assert "Not a valid date value." in page
    assert visit_of(review) is None


def test_agenda_is_changed_and_its_last_item_stays(client: FlaskClient, review: Review) -> None:
    visit = make_visit(review)
    sign_in(client, _assessors(review)[0])
    base = f"/reviews/{review.id}/visit/slots"
    first, second = (slot.id for slot in visit.slots)
    data = {"day": "2026-12-03", "begin": "09:15", "minutes": "45", "title": "Tour of the test bed"}
    assert client.post(base, data=data).status_code == 303
    assert client.post(f"{base}/{first}", data=data | {"minutes": "0"}).status_code == 422
    for number in (first, second):
        assert client.post(f"{base}/{number}", data={"then": "remove"}).status_code == 303
    (left,) = visit_of(review).slots  # type: ignore[union-attr]
    assert (left.title, left.minutes) == ("Tour of the test bed", 45)
    client.post(f"{base}/{left.id}", data={"then": "remove"})
    assert len(visit_of(review).slots) == 1  # type: ignore[union-attr]


def test_every_change_of_the_plan_is_an_event_without_the_words_of_anybody(review: Review) -> None:
    place, (lead, co) = VisitPlace(review, make_visit(review, question=SECRET)), _assessors(review)
    wish = operations.AgendaWish("Tour of the test bed", combined(date(2026, 12, 3), time(9)), 45)
    before = len(timeline(review))
    item = operations.add_item(place, wish, by=lead)
    operations.change_item(place, item, replace(wish, minutes=30), by=lead)
    operations.remove_item(place, item, by=lead)
    guest = operations.expect(place, "Dagny Lind", "chair of the board", by=lead)
    operations.expect_no_more(place, guest, by=lead)
    operations.take_back(place, operations.ask(place, "1.1", SECRET, by=co), by=co)
    operations.draft_agenda(place, by=lead)
    events = timeline(review)[before:]
    assert [(event.action.partition(".")[2], event.actor_id) for event in events] == [
        ("item_added", lead.id),
        ("item_changed", lead.id),
        ("item_removed", lead.id),
        ("person_added", lead.id),
        ("person_removed", lead.id),
        ("question_asked", co.id),
        ("question_removed", co.id),
        ("agenda_drafted", lead.id),
    ]
    assert not any(SECRET in str(event.details) or "Dagny" in str(event.details) for event in events)


def test_plan_of_a_visit_that_is_over_is_not_changed(review: Review) -> None:
    place, (lead, _co) = VisitPlace(review, make_past_visit(review)), _assessors(review)
    operations.confirm_attendance(place, [], by=lead)
    changes = (
        lambda: operations.remove_item(place, place.planned.slots[0], by=lead),
        lambda: operations.expect(place, "Dagny Lind", "", by=lead),
        lambda: operations.ask(place, "1.1", "Late", by=lead),
        lambda: operations.draft_agenda(place, by=lead),
    )
    for change in changes:
        with pytest.raises(DomainError):
            change()
    assert timeline(review)[-1].action == "visit.attended"


def test_notes_are_the_writers_alone(client: FlaskClient, review: Review) -> None:
    lead, co = _assessors(review)
    make_visit(review)
    write_note(review, "2.8", SECRET, 0, lead)
    for user in (co, _manager(review), make_observer(review)):
        for page in ("", "/sheet", "/paper"):
            assert SECRET not in _read(client, user, f"/reviews/{review.id}/visit{page}")[1]
    assert SECRET in _read(client, lead, f"/reviews/{review.id}/visit/sheet")[1]
    assert SECRET in _read(client, lead, f"/reviews/{review.id}/visit/paper")[1]


def test_note_of_another_window_is_a_clash_and_nothing_is_lost(review: Review) -> None:
    lead, _co = _assessors(review)
    write_note(review, "2.8", "From the laptop", 0, lead)
    with pytest.raises(NoteClash):
        write_note(review, "2.8", "From the tablet", 0, lead)
    assert notes_of(review, lead)["2.8"].text == "From the laptop"
    assert write_note(review, "2.8", "From the laptop", 0, lead).version == 2


def test_step_of_typing_that_was_stored_already_comes_to_nothing(review: Review) -> None:
    lead, _co = _assessors(review)
    write_note(review, "2.8", "Fifty", 0, lead, run=Run("a", 0))
    write_note(review, "2.8", "Fifty-four", 0, lead, run=Run("a", 1))
    write_note(review, "2.8", "Fifty", 0, lead, run=Run("a", 0))
    note = notes_of(review, lead)["2.8"]
    assert (note.text, note.version) == ("Fifty-four", 2)


def test_note_is_autosaved_and_a_clash_shows_both(client: FlaskClient, review: Review) -> None:
    sign_in(client, _assessors(review)[0])
    address = f"/reviews/{review.id}/visit/sheet/autosave"
    saved = client.post(address, json={"field": "2.8", "value": "Seen", "version": 0, "run": "a", "step": 0})
    assert saved.get_json()["version"] == 1
    clash = client.post(
        address, json={"field": "2.8", "value": "Not seen", "version": 0, "run": "b", "step": 0}
    )
    assert clash.status_code == 409
    assert "Not seen" in clash.get_json()["html"]
    chosen = client.post(
        f"/reviews/{review.id}/visit/sheet/choose", data={"field": "2.8", "choice": "Not seen"}
    )
    assert chosen.status_code == 303
    assert db.session.scalars(select(VisitNote.text)).all() == ["Not seen"]


@pytest.mark.parametrize(
    "sent",
    [{"field": "9.9", "value": "x", "version": 0}, {"field": "2.8", "value": 5, "version": 0}, [], {"field": "2.8"},
     {"field": "2.8", "value": "x", "version": "new"}, {"field": "2.8", "value": "\ud800", "version": 0}],
    ids=str,
)  # fmt: skip
def test_what_is_no_note_is_refused(client: FlaskClient, review: Review, sent: object) -> None:
    sign_in(client, _assessors(review)[0])
    answer = client.post(f"/reviews/{review.id}/visit/sheet/autosave", json=sent)
    assert answer.status_code == 422
    assert not db.session.scalars(select(VisitNote)).all()


def test_posted_sheet_saves_what_was_changed_on_it(client: FlaskClient, review: Review) -> None:
    lead, _co = _assessors(review)
    write_note(review, "1.1", "Kept", 0, lead)
    page = _read(client, lead, f"/reviews/{review.id}/visit/sheet")[1]
    data = dict(re.findall(r'name="((?:version|shown)\.[\d.]+)" value="([^"]*)"', page))
    write_note(review, "1.2", "Typed elsewhere", 0, lead)
    data |= dict.fromkeys((name.partition(".")[2] for name in data), "") | {"1.1": "Kept", "2.8": "New"}
    assert client.post(f"/reviews/{review.id}/visit/sheet", data=data).status_code == 303
    assert {code: note.text for code, note in notes_of(review, lead).items()} == {
        "1.1": "Kept",
        "1.2": "Typed elsewhere",
        "2.8": "New",
    }


def test_attendance_is_final_and_asks_to_be_sure(client: FlaskClient, review: Review) -> None:
    visit = make_past_visit(review)
    lead, _co = _assessors(review)
    sign_in(client, lead)
    address = f"/reviews/{review.id}/visit/attendance"
    first = visit.participants[0].id
    assert client.post(address, data={"present": first}).status_code == 422
    assert client.post(address, data={"present": [first, 99999], "sure": "y"}).status_code == 303
    found = visit_of(review)
    assert found is not None
    assert [one.attended for one in found.participants] == [True] + [False] * (len(found.participants) - 1)
    assert client.post(address, data={"sure": "y"}).status_code == 409
    assert client.post(f"/reviews/{review.id}/visit/people", data={"name": "Late"}).status_code == 409
    assert "visit.attended" in [event.action for event in timeline(review)]


def test_attendance_waits_for_the_visit(review: Review) -> None:
    visit = make_visit(review)
    with pytest.raises(DomainError):
        operations.confirm_attendance(VisitPlace(review, visit), [], by=_assessors(review)[0])


def test_notes_are_closed_with_the_report(app: Flask) -> None:
    review = make_report().review
    with pytest.raises(DomainError):
        write_note(review, "2.8", "Late", 0, _assessors(review)[0])


def test_worker_of_the_sheet_is_served_below_the_visit_only_to_those_who_score(
    client: FlaskClient, review: Review
) -> None:
    make_visit(review)
    add_member(cluster_of(review), make_user("Sofie Aagaard"), TeamRole.VIEWER)
    address = f"/reviews/{review.id}/visit/worker.js"
    sign_in(client, _assessors(review)[1])
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    answer.close()
    assert _read(client, _manager(review), address)[0] == 404
