"""The comment period: who reads what, remarks and answers, its end by itself, and points that change in between."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.clock import now, set_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.events.jobs import NotYet
from labelapp.events.models import Event, OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of, cluster_of
from labelapp.reviews.commenting import period
from labelapp.reviews.commenting.models import Ending
from labelapp.reviews.commenting.operations import (
    answer_remark,
    hand_in,
    reopen_agreement,
    send_draft,
    take_back_remark,
    write_remark,
)
from labelapp.reviews.drafting.composing import compose
from labelapp.reviews.drafting.operations import ChangedMeanwhile, as_text, say_of_draft, write_section
from labelapp.reviews.drafting.texts import joined
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.record import load_record
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.reviews import (
    agree,
    lock,
    make_compared,
    make_review,
    make_sent_draft,
    score_all,
    sheets_of,
    start_scoring,
    write_draft,
)


def _lead(review: Review):  # type: ignore[no-untyped-def]
    return policy.scoring_assignments(review)[0].user


def test_the_same_remark_of_two_assessors_is_said_once() -> None:
    assert (
        joined(["Close contact.", " close  contact", "", "Write it down."], " ")
        == "Close contact. Write it down."
    )


def test_draft_joins_what_both_wrote_and_names_neither(app: Flask) -> None:
    review = start_scoring()
    first, second = sheets_of(review)
    score_all(first, {"2.8": "3"}, justification="Names drawn.", strengths="Close contact.")
    score_all(second, {"2.8": "3"}, justification="Names drawn", improvements="Write it down.")
    lock(first)
    lock(second)
    agree(review)
    texts = compose(case_of(review)).texts
    assert texts is not None
    assert texts.indicators["2.8"] == (
        "Names drawn.\n\nStrengths: Close contact.\n\nAreas for improvement: Write it down."
    )
    assert "Annika" not in str(texts.model_dump())
    # 2.8 misses most points, so it is the first priority.
    assert texts.priorities[0].code == "2.8"


def test_a_written_section_stands_until_the_lead_goes_back_to_the_draft(app: Flask) -> None:
    review = make_compared()
    agree(review)
    lead = _lead(review)
    drafted = compose(case_of(review)).summary
    first = write_section(review, "summary", as_text("In my words."), lead, version=0)
    assert first is not None
    assert compose(case_of(review)).summary == "In my words."
    with pytest.raises(ChangedMeanwhile):
        write_section(review, "summary", as_text("From another window."), lead, version=0)
    assert write_section(review, "summary", None, lead, version=first.id) is not None
    assert compose(case_of(review)).summary == drafted


def test_draft_is_sent_only_after_the_other_assessor_agreed_to_these_very_words(app: Flask) -> None:
    review = make_compared()
    agree(review)
    write_draft(review)
    write_section(review, "summary", as_text("Changed afterwards."), _lead(review))
    with pytest.raises(InvalidInput, match="has not agreed"):
        send_draft(review, _lead(review))
    say_of_draft(review, True, "", policy.scoring_assignments(review)[1].user)
    draft = send_draft(review, _lead(review))
    assert review.state is ReviewState.COMMENTING
    assert draft.due_on == add_working_days(today(), 15, cluster_of(review).country)


def test_report_is_not_final_before_the_comments_are_over(app: Flask) -> None:
    draft = make_sent_draft()
    with pytest.raises(DomainError, match="not over"):
        operations.finalise_report(draft.review, _lead(draft.review))
    hand_in(draft, draft.review.submission.confirmed_by)
    assert draft.ending is Ending.NO_REMARKS
    report = operations.finalise_report(draft.review, _lead(draft.review))
    steps = [one.what for one in load_record(report.content).course]
    assert steps[-3:] == ["draft_sent", "comments_ended", "reported"]


def test_remarks_are_answered_and_frozen_with_the_report(app: Flask) -> None:
    draft = make_sent_draft()
    review, manager = draft.review, draft.review.submission.confirmed_by
    remark = write_remark(draft, "2.8", "We met 61 participants, not 54.", manager)
    other = write_remark(draft, None, "A slip.", manager)
    take_back_remark(other, manager)
    with pytest.raises(DomainError):
        answer_remark(remark, True, "Too early.", _lead(review))
    hand_in(draft, manager)
    with pytest.raises(DomainError, match="over"):
        write_remark(draft, None, "One more.", manager)
    with pytest.raises(InvalidInput, match="every remark"):
        operations.finalise_report(review, _lead(review))
    with pytest.raises(InvalidInput):
        answer_remark(remark, False, " ", _lead(review))
    answer_remark(remark, True, "The figure is corrected.", _lead(review))
    write_section(review, "indicator:2.8", as_text("61 participants were met."), _lead(review))
    record = load_record(operations.finalise_report(review, _lead(review)).content)
    assert [(one.indicator, one.accepted, one.answer) for one in record.remarks] == [
        ("2.8", True, "The figure is corrected.")
    ]
    assert record.texts is not None
    assert record.texts.indicators["2.8"] == "61 participants were met."


def test_points_change_only_after_the_agreement_is_opened_again_with_a_reason(app: Flask) -> None:
    draft = make_sent_draft()
    review, lead = draft.review, _lead(draft.review)
    with pytest.raises(DomainError, match="has the draft"):
        operations.propose(review, "2.8", Judgement(minimum_met=True), "Changed.", lead)
    with pytest.raises(InvalidInput):
        reopen_agreement(review, " ", lead)
    reopen_agreement(review, "The register holds seven more names.", lead)
    assert (review.state, draft.ending) == (ReviewState.CONSENSUS, Ending.REOPENED)
    logged = select(Event.details).where(Event.action == "report.agreement_reopened")
    assert db.session.scalars(logged).one()["reason"] == "The register holds seven more names."
    with pytest.raises(DomainError, match="Send it"):
        operations.finalise_report(review, lead)


def test_overdue_period_ends_by_itself_and_the_lead_is_told(app: Flask) -> None:
    draft = make_sent_draft()
    with pytest.raises(NotYet):
        period.end_overdue(draft.id)
    with pytest.raises(NotYet):
        period.remind(draft.id)
    days = (draft.due_on - today()).days
    later = now() + timedelta(days=days - 1)
    set_clock(app, lambda: later)
    period.remind(draft.id)
    period.remind(draft.id)
    after = now() + timedelta(days=3)
    set_clock(app, lambda: after)
    period.end_overdue(draft.id)
    period.end_overdue(draft.id)
    assert draft.ending is Ending.EXPIRED
    subjects = db.session.scalars(select(OutboxMail.subject).order_by(OutboxMail.id)).all()
    assert sum("you can comment" in one for one in subjects) == 1
    assert sum("comment period is over" in one for one in subjects) == 1


def test_team_reads_the_draft_without_names_or_own_points_and_only_managers_comment(
    client: FlaskClient,
) -> None:
    review = start_scoring(make_review())
    first, second = sheets_of(review)
    score_all(first, {"2.4": "3"}, justification="Said by the lead alone.")
    score_all(second, {"2.4": "5"}, justification="Said by the other alone.")
    lock(first)
    lock(second)
    draft = make_sent_draft(review)
    viewer, manager = make_user("Sofie Aagaard"), review.submission.confirmed_by
    add_member(cluster_of(review), viewer, TeamRole.VIEWER)
    db.session.commit()
    names = [one.user.name for one in policy.scoring_assignments(review)]
    page = f"/reviews/{review.id}/draft"
    sign_in(client, viewer)
    answer = client.get(page)
    assert answer.status_code == 200
    assert all(name not in answer.text for name in names)
    assert all(not one["sheets"] for one in draft.content["indicators"].values())
    assert client.post(f"{page}/remarks", data={"text": "Mine", "indicator": ""}).status_code == 404
    assert client.get(f"/reviews/{review.id}/report").status_code == 404
    sign_in(client, manager)
    assert client.post(f"{page}/remarks", data={"text": "", "indicator": "2.8"}).status_code == 422
    assert client.post(f"{page}/remarks", data={"text": "61, not 54", "indicator": "2.8"}).status_code == 303
    assert "61, not 54" in client.get(page).text
    assert client.post(f"{page}/end").status_code == 303
    assert client.post(f"{page}/end").status_code == 409


def test_pages_mark_what_the_lead_wrote_and_show_answers(client: FlaskClient) -> None:
    draft = make_sent_draft(summary="In the words of the lead.")
    review, manager, lead = draft.review, draft.review.submission.confirmed_by, _lead(draft.review)
    first, second = (write_remark(draft, code, "A slip.", manager) for code in (None, "2.8"))
    hand_in(draft, manager)
    answer_remark(first, True, "Corrected.", lead)
    answer_remark(second, False, "The register says otherwise.", lead)
    db.session.commit()
    sign_in(client, lead)
    page = client.get(f"/reviews/{review.id}/report")
    assert page.status_code == 200
    assert all(text in page.text for text in ("written by the lead", "Corrected.", "says otherwise."))
    assert client.post(f"/reviews/{review.id}/report/finalise").status_code == 303
    assert "says otherwise." in client.get(f"/reviews/{review.id}/report").text
    sign_in(client, manager)
    assert "says otherwise." in client.get(f"/reviews/{review.id}/draft").text


def test_lead_edits_a_list_by_places(client: FlaskClient) -> None:
    review = start_scoring()
    for sheet in sheets_of(review):
        score_all(sheet, improvements="Write it down.")
        lock(sheet)
    agree(review)
    sign_in(client, _lead(review))
    address = f"/reviews/{review.id}/report/sections/priorities"
    assert client.get(address).status_code == 200
    data = {"version": "0", "then": "save", "code": ["1.1", "2.8", "9.9"], "place-1.1": "2", "place-2.8": "1"}
    data |= {"text-1.1": "Ask again.", "text-2.8": "Meet them.", "place-9.9": "1", "text-9.9": "No such."}
    assert client.post(address, data=data).status_code == 303
    texts = compose(case_of(review)).texts
    assert texts is not None
    assert [(one.code, one.text) for one in texts.priorities] == [
        ("2.8", "Meet them."),
        ("1.1", "Ask again."),
    ]
    assert client.post(address, data=data | {"text-1.1": "Lost?"}).status_code == 409
