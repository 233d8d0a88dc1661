"""The applicant's side: only what was asked about opens again, and nothing typed is lost."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from labelapp.assessments.models import Submission
from labelapp.assessments.snapshot import load
from labelapp.clock import now
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.reviews.case import case_of, cluster_of
from labelapp.reviews.clarifications import replying
from labelapp.reviews.clarifications.desk_view import rounds_about
from labelapp.reviews.clarifications.queries import find_reply, offers_in, rounds_of
from labelapp.reviews.clarifications.replies import draft_of
from labelapp.reviews.models import Review
from labelapp.reviews.queries.reviews import find_evidence
from labelapp.reviews.record import content_hash, load_record
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.clarifications import (
    form_for,
    hand_in,
    make_round,
    manager_of,
    place_of,
    reply,
    scorers,
)
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document
from tests.factories.reviews import make_report, score_all, sheets_of


def _place(round_id: int, code: str = "1.1") -> Any:
    place = find_reply(round_id, code)
    assert place is not None
    return place


def test_reply_lies_over_the_submission_which_stays(review: Review) -> None:
    before, digest = dict(review.submission.content), review.submission.sha256
    round_ = make_round(review)
    reply(round_, "1.1", {"listed": "95", "comment": "Four more since June."})
    assert case_of(review).answers["1.1"]["listed"] == 91
    hand_in(round_)
    submission = db.session.get_one(Submission, review.submission_id, populate_existing=True)
    assert (submission.content, submission.sha256) == (before, digest)
    case = case_of(review)
    assert (case.submitted.answers["1.1"]["listed"], case.answers["1.1"]["listed"]) == (91, 95)
    unasked = {code: fields for code, fields in case.answers.items() if code != "1.1"}
    assert unasked == {code: fields for code, fields in load(submission).answers.items() if code != "1.1"}


def test_form_changes_no_field_that_the_indicator_does_not_ask(review: Review) -> None:
    round_ = make_round(review)
    form = form_for(round_, "1.1", {"listed": "95"})
    form.update({"shown.met": "", "met": "1", "2.8.met": "1", "committed": "7", "shown.committed": ""})
    replying.save_reply(_place(round_.id), form, manager_of(review))
    assert set(draft_of(_place(round_.id)).answers) == {"listed"}


def test_indicator_that_was_not_asked_about_has_no_page_and_takes_nothing(
    client: FlaskClient, review: Review
) -> None:
    round_ = make_round(review)
    sign_in(client, manager_of(review))
    assert client.get(f"/clarifications/{round_.id}/1.1").status_code == 200
    for method, path in (("GET", "2.8"), ("POST", "2.8"), ("GET", "9.9")):
        assert client.open(f"/clarifications/{round_.id}/{path}", method=method).status_code == 404
    with pytest.raises(InvalidInput, match=r"Nothing was asked about 2\.8"):
        replying.hand_in(place_of(round_), ["2.8"], manager_of(review))


def test_contributor_writes_and_only_a_manager_hands_in(client: FlaskClient, review: Review) -> None:
    round_, cluster = make_round(review), cluster_of(review)
    people = {role: make_user(role.value) for role in (TeamRole.CONTRIBUTOR, TeamRole.VIEWER)}
    for role, person in people.items():
        add_member(cluster, person, role)
    form = form_for(round_, "1.1", {"listed": "95"})
    sign_in(client, people[TeamRole.VIEWER])
    assert client.get(f"/clarifications/{round_.id}/1.1").status_code == 200
    assert client.post(f"/clarifications/{round_.id}/1.1", data=form).status_code == 404
    sign_in(client, people[TeamRole.CONTRIBUTOR])
    assert client.post(f"/clarifications/{round_.id}/1.1", data=form).status_code == 303
    assert client.post(f"/clarifications/{round_.id}/hand-in", data={"codes": "1.1"}).status_code == 404
    sign_in(client, manager_of(review))
    assert "Hand in for good" in client.get(f"/clarifications/{round_.id}/hand-in").text
    assert client.post(f"/clarifications/{round_.id}/hand-in", data={"codes": "1.1"}).status_code == 303
    assert case_of(review).answers["1.1"]["listed"] == 95


def test_nothing_can_change_after_it_was_handed_in(review: Review) -> None:
    round_ = make_round(review, ["1.1", "2.8"])
    form = form_for(round_, "1.1", {"listed": "80"})
    reply(round_, "1.1", {"listed": "95"})
    hand_in(round_, "1.1")
    with pytest.raises(DomainError, match="handed in already"):
        replying.save_reply(_place(round_.id), form, manager_of(review))
    document = make_document(cluster_of(review))
    with pytest.raises(DomainError, match="handed in already"):
        replying.offer_document(_place(round_.id), document, None, "", manager_of(review))
    assert case_of(review).answers["1.1"]["listed"] == 91
    reply(round_, "2.8", {"met": "60"})
    hand_in(round_, "2.8")
    assert case_of(review).answers["1.1"]["listed"] == 95


def test_indicator_about_which_nothing_was_written_cannot_be_handed_in(review: Review) -> None:
    round_ = make_round(review)
    with pytest.raises(InvalidInput, match=r"Nothing was written about 1\.1"):
        hand_in(round_)


def test_unreadable_number_is_kept_and_stops_the_hand_in_only(client: FlaskClient, review: Review) -> None:
    round_ = make_round(review)
    sign_in(client, manager_of(review))
    form = form_for(round_, "1.1", {"listed": "about ninety"})
    assert client.post(f"/clarifications/{round_.id}/1.1", data=form).status_code == 303
    assert "about ninety" in client.get(f"/clarifications/{round_.id}/1.1").text
    answer = client.post(f"/clarifications/{round_.id}/hand-in", data={"codes": "1.1"})
    assert (answer.status_code, "whole number" in answer.text) == (422, True)
    assert rounds_of(review)[0].closed_at is None


def test_two_colleagues_on_different_fields_lose_nothing(review: Review) -> None:
    round_ = make_round(review)
    first, second = (
        form_for(round_, "1.1", {"listed": "95"}),
        form_for(round_, "1.1", {"comment": "As of May."}),
    )
    for form in (first, second):
        assert replying.save_reply(_place(round_.id), form, manager_of(review)) == []
    draft = draft_of(_place(round_.id))
    assert (draft.content("listed")["value"], draft.comment) == (95, "As of May.")


def test_two_colleagues_on_one_field_see_both_values(client: FlaskClient, review: Review) -> None:
    round_ = make_round(review)
    late = form_for(round_, "1.1", {"listed": "90", "comment": "Mine."})
    reply(round_, "1.1", {"listed": "95"})
    sign_in(client, manager_of(review))
    answer = client.post(f"/clarifications/{round_.id}/1.1", data=late)
    assert answer.status_code == 409
    assert 'value="90"' in answer.text
    assert "Somebody else saved this meanwhile: “95" in answer.text
    draft = draft_of(_place(round_.id))
    assert (draft.content("listed")["value"], draft.comment) == (95, "Mine.")


def test_answer_set_back_to_what_was_submitted_is_no_change(review: Review) -> None:
    round_ = make_round(review)
    reply(round_, "1.1", {"listed": "95", "comment": "Checked."})
    reply(round_, "1.1", {"listed": "91"})
    hand_in(round_)
    (shown,) = rounds_about(case_of(review), case_of(review).scheme.indicators["1.1"])
    assert (shown.fields, shown.comment, shown.answered) == ([], "Checked.", True)


def _computed(review: Review, value: int) -> None:
    """Let the submission say that the data room gave a value."""
    facts = {
        "figure": "members.listed",
        "value": value,
        "on": "2026-11-01",
        "rows": value,
        "digest": "0" * 64,
    }
    content = dict(review.submission.content) | {"figures": {"1.1": {"listed": facts | {"overruled": None}}}}
    review.submission.content = content
    db.session.flush()


def test_computed_answer_changes_only_with_a_reason(review: Review) -> None:
    _computed(review, 91)
    round_ = make_round(review)
    reply(round_, "1.1", {"comment": "Nothing changed."})
    assert draft_of(_place(round_.id)).answers == {}
    reply(round_, "1.1", {"listed": "95"})
    with pytest.raises(InvalidInput, match=r"Mend these first: 1\.1"):
        hand_in(round_)
    reply(round_, "1.1", {"reason.listed": "Four joined that day."})
    hand_in(round_)
    facts = case_of(review).snapshot.figures["1.1"]["listed"]
    assert facts.overruled is not None
    assert (facts.value, facts.overruled.value, facts.overruled.reason) == (91, 95, "Four joined that day.")
    assert case_of(review).submitted.figures["1.1"]["listed"].overruled is None


def test_new_document_joins_the_evidence_in_the_revision_of_the_hand_in(review: Review) -> None:
    round_, manager = make_round(review), manager_of(review)
    document = make_document(cluster_of(review), by=manager)
    sha256 = document.files[0].sha256
    replying.offer_document(_place(round_.id), document, None, "Page one", manager)
    assert find_evidence(review.id, sha256) is None
    hand_in(round_)
    found = find_evidence(review.id, sha256)
    assert found is not None
    assert (found.evidence.note, found.evidence.document_id) == ("Page one", document.id)
    case = case_of(review)
    assert case.submitted.indicators["1.1"].evidence == []
    assert [one.sha256 for one in rounds_about(case, case.scheme.indicators["1.1"])[0].evidence] == [sha256]


def test_foreign_removed_and_known_documents_are_refused(review: Review) -> None:
    round_, manager = make_round(review), manager_of(review)
    own = make_document(cluster_of(review), by=manager)
    foreign = make_document(make_cluster("Elsewhere"))
    with pytest.raises(InvalidInput, match="one of your documents"):
        replying.offer_document(_place(round_.id), foreign, None, "", manager)
    replying.offer_document(_place(round_.id), own, None, "", manager)
    with pytest.raises(DomainError, match="offered here already"):
        replying.offer_document(_place(round_.id), own, None, "", manager)
    hand_in(round_)
    second = make_round(review)
    with pytest.raises(InvalidInput, match="have this document already"):
        replying.offer_document(_place(second.id), own, None, "", manager)
    own.removed_at = now()
    with pytest.raises(InvalidInput, match="one of your documents"):
        replying.offer_document(_place(second.id), own, None, "", manager)


def test_desk_shows_each_round_against_the_submission(client: FlaskClient, review: Review) -> None:
    for listed in ("95", "97"):
        round_ = make_round(review, question=f"Is it {listed}?")
        reply(round_, "1.1", {"listed": listed})
        hand_in(round_)
    case = case_of(review)
    shown = rounds_about(case, case.scheme.indicators["1.1"])
    assert [(one.number, str(one.fields[0].submitted)[:2], str(one.fields[0].now)[:2]) for one in shown] == [
        (1, "91", "95"),
        (2, "91", "97"),
    ]
    sign_in(client, scorers(review)[0])
    page = client.get(f"/reviews/{review.id}/desk/1.1").text
    assert all(
        text in page for text in ("Is it 95?", "91 organisations", "95 organisations", "97 organisations")
    )
    asking_nothing = client.get(f"/reviews/{review.id}/desk/4.3").text
    assert "Clarification, round" not in asking_nothing


def test_desk_of_an_indicator_that_takes_its_value_says_that_it_changed_elsewhere(review: Review) -> None:
    round_ = make_round(review, ["1.3"])
    reply(round_, "1.3", {"committed": "80"})
    hand_in(round_)
    case = case_of(review)
    (shown,) = rounds_about(case, case.scheme.indicators["2.8"])
    assert (shown.elsewhere, str(shown.fields[0].now)[:2]) == (True, "80")


def test_score_stands_by_one_press_on_the_desk(client: FlaskClient, review: Review) -> None:
    score_all(sheets_of(review)[0])
    round_ = make_round(review)
    reply(round_, "1.1", {"listed": "95"})
    hand_in(round_)
    sign_in(client, scorers(review)[0])
    address = f"/reviews/{review.id}/desk/1.1"
    assert "Answer changed since your score." in client.get(address).text
    assert client.post(f"{address}/stands").status_code == 303
    assert "Answer changed since your score." not in client.get(address).text


def test_report_keeps_submission_and_supplement(review: Review) -> None:
    round_ = make_round(review)
    reply(round_, "1.1", {"listed": "95"})
    hand_in(round_)
    report = make_report(review)
    assert content_hash(report.content) == report.sha256
    record = load_record(report.content)
    (kept,) = record.clarifications
    change = kept.indicators["1.1"].changes["listed"]
    assert (change.before, change.after) == (91, 95)
    assert record.submission_sha256 == review.submission.sha256
    assert "asked_by" not in str(report.content)


def test_saved_form_that_holds_nothing_of_the_page_changes_nothing(review: Review) -> None:
    round_ = make_round(review)
    replying.save_reply(_place(round_.id), MultiDict({"listed": "1", "comment": "x"}), manager_of(review))
    draft = draft_of(_place(round_.id))
    assert (draft.answers, draft.comment) == ({}, "")


def test_one_save_keeps_answer_file_and_library_document_and_a_refused_file_loses_nothing(
    client: FlaskClient, review: Review
) -> None:
    round_, manager = make_round(review), manager_of(review)
    known, address = make_document(cluster_of(review), by=manager), f"/clarifications/{round_.id}/1.1"
    sign_in(client, manager)
    form = form_for(round_, "1.1", {"listed": "95"})
    sent: dict[str, Any] = dict(form) | {"forms": form.getlist("forms"), "offer-document": str(known.id)}
    sent["file"] = [(BytesIO(b"name;town\nNew;Esbjerg\n"), "new.csv"), (BytesIO(b""), "empty.csv")]
    answer = client.post(address, data=sent, content_type="multipart/form-data")
    assert (answer.status_code, "empty.csv" in answer.text) == (422, True)
    titles = [offer.document.title for offer in offers_in(round_)]
    assert (len(titles), known.title in titles) == (2, True)
    assert draft_of(_place(round_.id)).content("listed")["value"] == 95
    foreign = client.post(address, data=dict(form) | {"offer-document": "999999"})
    assert foreign.status_code == 422


def test_document_is_taken_back_from_its_own_indicator_only(client: FlaskClient, review: Review) -> None:
    round_, manager = make_round(review, ["1.1", "2.8"]), manager_of(review)
    offer = replying.offer_document(
        _place(round_.id), make_document(cluster_of(review), by=manager), None, "", manager
    )
    sign_in(client, manager)
    for code, left in (("2.8", 1), ("1.1", 0)):
        client.post(f"/clarifications/{round_.id}/{code}", data={"go": f"take-back.{offer.id}"})
        assert len(offers_in(round_)) == left
