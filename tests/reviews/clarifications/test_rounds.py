"""Asking back: drafts, rounds, days, endings."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.clock import now, set_clock
from labelapp.events.jobs import run_waiting
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.clarifications import asking
from labelapp.reviews.clarifications.models import Ending, Reason
from labelapp.reviews.clarifications.queries import open_round, own_drafts, rounds_of
from labelapp.reviews.clarifications.supplements import content_hash
from labelapp.reviews.models import Review
from labelapp.reviews.queries.sheets import entries_of
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days
from tests.factories.clarifications import hand_in, make_round, manager_of, reply, scorers
from tests.factories.reviews import lock, score_all, sheets_of

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)


def _mails(to: str) -> list[OutboxMail]:
    query = select(OutboxMail).where(OutboxMail.recipient == to).order_by(OutboxMail.id)
    return list(db.session.scalars(query))


def _travel(app: Flask, moment: datetime) -> None:
    set_clock(app, lambda: moment)


def _actions(review: Review) -> list[str]:
    return [event.action for event in timeline(review) if event.action.startswith("clarification.")]


def test_round_takes_along_the_questions_of_all_who_score(review: Review) -> None:
    lead, co = scorers(review)
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=lead)
    asking.ask(review, "1.1", Reason.OUTDATED, "Is there a newer list?", by=co)
    asking.ask(review, "2.8", Reason.INCORRECT, "Met in person?", by=co)
    round_ = asking.send_round(review, by=lead)
    assert round_.indicators == ["1.1", "2.8"]
    assert len(round_.requests) == 3
    assert own_drafts(review, co) == {}


def test_question_about_an_indicator_that_has_one_replaces_it(review: Review) -> None:
    lead = scorers(review)[0]
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=lead)
    asking.ask(review, "1.1", Reason.OUTDATED, " Which year? ", by=lead)
    (draft,) = own_drafts(review, lead).values()
    assert (draft.reason, draft.question) == (Reason.OUTDATED, "Which year?")
    asking.unask(review, "1.1", by=lead)
    assert own_drafts(review, lead) == {}


def test_drafts_leave_no_trace_in_the_log(review: Review) -> None:
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=scorers(review)[1])
    assert _actions(review) == []


def test_question_of_somebody_who_left_the_case_is_not_sent(review: Review) -> None:
    lead, co = scorers(review)
    asking.ask(review, "2.8", Reason.UNCLEAR, "Met in person?", by=co)
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=lead)
    next(one for one in review.assignments if one.user_id == co.id).ended_at = now()
    db.session.flush()
    assert asking.send_round(review, by=lead).indicators == ["1.1"]


def test_round_without_questions_or_for_an_unknown_indicator_is_refused(review: Review) -> None:
    lead = scorers(review)[0]
    with pytest.raises(InvalidInput, match="No indicator is marked"):
        asking.send_round(review, by=lead)
    with pytest.raises(InvalidInput, match=r"no indicator 9\.9"):
        asking.ask(review, "9.9", Reason.UNCLEAR, "?", by=lead)
    with pytest.raises(InvalidInput, match="Write down"):
        asking.ask(review, "1.1", Reason.UNCLEAR, "  ", by=lead)


def test_last_day_is_counted_in_working_days_of_the_applicant_and_told(app: Flask, review: Review) -> None:
    _travel(app, WEDNESDAY)
    round_ = make_round(review)
    days = scheme_of(review).procedure.clarification_days
    assert round_.due_on == add_working_days(WEDNESDAY.date(), days, "DK") == date(2026, 12, 9)
    (mail,) = [one for one in _mails(manager_of(review).email) if f"/clarifications/{round_.id}" in one.body]
    assert "9 December 2026" in mail.body


def test_mail_to_the_applicant_tells_neither_the_question_nor_who_asks(review: Review) -> None:
    round_ = make_round(review, question="Is this the whole list?")
    (mail,) = [one for one in _mails(manager_of(review).email) if f"/clarifications/{round_.id}" in one.body]
    assert "whole list" not in mail.body
    assert all(person.name not in mail.body for person in scorers(review))


def test_mail_to_a_french_manager_is_french(review: Review) -> None:
    manager = manager_of(review)
    manager.locale = "fr"
    make_round(review)
    assert [one.language for one in _mails(manager.email)][-1] == "fr"


def test_second_round_waits_for_the_end_of_the_first(review: Review) -> None:
    first = make_round(review)
    lead = scorers(review)[0]
    asking.ask(review, "2.8", Reason.UNCLEAR, "And these?", by=lead)
    with pytest.raises(DomainError, match="open already"):
        asking.send_round(review, by=lead)
    asking.close_round(first, "It was answered by phone.", by=lead)
    assert asking.send_round(review, by=lead).number == 2


def test_no_more_rounds_than_the_scheme_allows(review: Review) -> None:
    lead, allowed = scorers(review)[0], scheme_of(review).procedure.clarification_rounds
    for _number in range(allowed):
        asking.close_round(make_round(review), "Enough.", by=lead)
    assert asking.rounds_left(review) == 0
    with pytest.raises(DomainError, match="All rounds"):
        asking.ask(review, "1.1", Reason.UNCLEAR, "Once more?", by=lead)


def test_round_is_not_sent_once_a_sheet_is_locked(review: Review) -> None:
    lead = scorers(review)[0]
    score_all(sheets_of(review)[1])
    lock(sheets_of(review)[1])
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=lead)
    with pytest.raises(DomainError, match="rest on the answers"):
        asking.send_round(review, by=lead)


def test_sheet_is_not_locked_while_a_round_is_open(review: Review) -> None:
    round_ = make_round(review)
    score_all(sheets_of(review)[1])
    with pytest.raises(DomainError, match="are open until"):
        lock(sheets_of(review)[1])
    asking.close_round(round_, "Answered by phone.", by=scorers(review)[0])
    lock(sheets_of(review)[1])
    assert sheets_of(review)[1].locked_at is not None


def test_sheet_is_not_locked_while_an_own_question_was_not_sent(review: Review) -> None:
    lead, co = scorers(review)
    asking.ask(review, "1.1", Reason.UNCLEAR, "Since when?", by=lead)
    for sheet in sheets_of(review):
        score_all(sheet)
    lock(sheets_of(review)[1])
    with pytest.raises(DomainError, match=r"1\.1 were not sent"):
        lock(sheets_of(review)[0])
    assert own_drafts(review, co) == {}


@pytest.mark.parametrize(("days", "closed"), [(0, False), (1, True)])
def test_round_ends_the_day_after_its_last_one_with_what_was_handed_in(
    app: Flask, review: Review, days: int, closed: bool
) -> None:
    _travel(app, WEDNESDAY)
    round_ = make_round(review, ["1.1", "2.8"])
    reply(round_, "1.1", {"listed": "90"})
    hand_in(round_, "1.1")
    reply(round_, "2.8", {"met": "60"})
    db.session.commit()
    last = datetime.combine(round_.due_on, WEDNESDAY.timetz())
    _travel(app, last + timedelta(days=days))
    run_waiting()
    (found,) = rounds_of(review)
    assert (found.closed_at is not None) is closed
    if closed:
        assert found.ending is Ending.OVER
        answers = case_of(review).answers
        assert (answers["1.1"]["listed"], answers["2.8"]["met"]) == (90, 54)


def test_answers_after_the_last_day_are_refused_though_the_worker_has_not_run(
    app: Flask, review: Review
) -> None:
    _travel(app, WEDNESDAY)
    round_ = make_round(review)
    _travel(app, datetime.combine(round_.due_on + timedelta(days=1), WEDNESDAY.timetz()))
    with pytest.raises(DomainError, match="days for answers are over"):
        reply(round_, "1.1", {"listed": "90"})


def test_extended_round_is_open_longer_and_says_why(app: Flask, review: Review) -> None:
    _travel(app, WEDNESDAY)
    round_ = make_round(review)
    secretariat, later = scorers(review)[0], round_.due_on + timedelta(days=7)
    with pytest.raises(InvalidInput, match="after the present one"):
        asking.extend_round(round_, round_.due_on, "Illness.", by=secretariat)
    asking.extend_round(round_, later, "The manager is ill.", by=secretariat)
    assert "The manager is ill." in _mails(manager_of(review).email)[-1].body
    db.session.commit()
    _travel(app, datetime.combine(later, WEDNESDAY.timetz()))
    run_waiting()
    assert open_round(review) is not None
    assert _actions(review) == ["clarification.sent", "clarification.extended"]


def test_managers_are_reminded_once_before_the_end(app: Flask, review: Review) -> None:
    _travel(app, WEDNESDAY)
    round_ = make_round(review)
    db.session.commit()
    for days in (4, 2, 1):
        _travel(app, datetime.combine(round_.due_on - timedelta(days=days), WEDNESDAY.timetz()))
        run_waiting()
    subjects = [one.subject for one in _mails(manager_of(review).email)]
    assert sum("are to be answered by" in subject for subject in subjects) == 1


def test_end_freezes_a_supplement_and_tells_the_assessors(review: Review) -> None:
    round_ = make_round(review)
    reply(round_, "1.1", {"comment": "All of them."})
    hand_in(round_)
    assert round_.ending is Ending.ANSWERED
    assert round_.content is not None
    assert content_hash(round_.content) == round_.sha256
    assert all("round 1 has ended" in _mails(person.email)[-1].subject for person in scorers(review))
    assert _actions(review) == ["clarification.sent", "clarification.handed_in", "clarification.ended"]
    assert timeline(review)[-1].details["sha256"] == round_.sha256


def test_lead_closes_a_round_only_with_a_reason_that_the_applicant_reads(review: Review) -> None:
    round_, lead = make_round(review), scorers(review)[0]
    with pytest.raises(InvalidInput, match="Say why"):
        asking.close_round(round_, " ", by=lead)
    asking.close_round(round_, "We found the list ourselves.", by=lead)
    assert "We found the list ourselves." in _mails(manager_of(review).email)[-1].body
    with pytest.raises(DomainError, match="has ended"):
        asking.close_round(round_, "Again.", by=lead)


def test_score_given_before_the_answer_changed_needs_a_second_look(review: Review) -> None:
    sheet = sheets_of(review)[0]
    score_all(sheet)
    round_ = make_round(review, ["1.3"])
    reply(round_, "1.3", {"committed": "80"})
    hand_in(round_)
    entries = entries_of(sheet.id)
    missing = operations.incomplete(case_of(review), entries)
    # 1.3 itself, and what takes its number from there.
    assert missing == {code: ["changed"] for code in ("1.1", "1.3", "1.4", "2.2", "2.8", "2.9", "5.3")}
    for code in missing:
        operations.give_score(sheet, code, operations.content_of(entries[code]))
    lock(sheet)
    assert sheet.locked_at is not None
