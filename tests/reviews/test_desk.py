"""The desk in the browser: plain form, autosave, evidence, lock, observers, Bronze."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelapp.accounts.models import User
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import Submission
from labelapp.assessments.operations import submit_assessment
from labelapp.assessments.queries import find_place
from labelapp.clock import set_clock
from labelapp.clusters.models import TeamRole
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import case_of
from labelapp.reviews.models import Review, Score
from labelapp.reviews.queries.sheets import entries_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, complete_answers, make_assessment, make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document
from tests.factories.reviews import (
    make_observer,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)
from tests.statements import count_statements


@pytest.fixture
def review(app: Flask) -> Review:
    return start_scoring()


def _lead(review: Review) -> User:
    return policy.scoring_assignments(review)[0].user


def _own(review: Review, code: str = "2.8"):  # type: ignore[no-untyped-def]
    db.session.expire_all()
    return entries_of(sheets_of(review)[0].id).get(code)


def test_plain_form_saves_and_goes_to_the_next_indicator(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    page = f"/reviews/{review.id}/desk/2.8"
    answer = client.post(
        page, data={"points": "3", "justification": "Seen.", "minimum_met": "yes", "strengths": "Close."}
    )
    assert (answer.status_code, answer.location) == (303, f"/reviews/{review.id}/desk/2.9")
    entry = _own(review)
    assert (entry.judgement.points, entry.judgement.minimum_met, entry.strengths) == (3, True, "Close.")
    shown = client.get(page).text
    assert "Seen." in shown
    assert '1</strong> <span class="muted">of 31 scored' in shown


def test_incomplete_score_is_saved_too(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    assert (
        client.post(f"/reviews/{review.id}/desk/2.8", data={"justification": "To be checked."}).status_code
        == 303
    )
    assert _own(review).judgement.points is None


def test_last_indicator_leads_to_the_check(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    answer = client.post(f"/reviews/{review.id}/desk/5.3", data={"points": "3"})
    assert answer.location == f"/reviews/{review.id}/lock"
    page = client.get(answer.location).text
    assert "Not ready to be locked yet" in page
    assert "2.8 Direct personal contacts" in page


def test_impossible_points_come_back_with_everything_typed(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    answer = client.post(
        f"/reviews/{review.id}/desk/2.8", data={"points": "7", "justification": "A long text."}
    )
    assert answer.status_code == 422
    assert "Points go from 0 to 5." in answer.text
    assert "A long text." in answer.text
    assert _own(review) is None


def test_desk_begins_at_the_first_indicator_that_is_not_complete(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    client.post(f"/reviews/{review.id}/desk/1.1", data={"minimum_met": "yes"})
    assert client.get(f"/reviews/{review.id}/desk").location == f"/reviews/{review.id}/desk/1.2"


def _autosave(client: FlaskClient, review: Review, field: str, value: object, version: object):  # type: ignore[no-untyped-def]
    address = f"/reviews/{review.id}/desk/2.8/autosave"
    return client.post(address, json={"field": field, "value": value, "version": version})


def test_autosave_keeps_one_field_and_the_others_as_they_are(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    first = _autosave(client, review, "points", "3", 0)
    assert (first.status_code, first.json["version"]) == (200, 1)
    second = _autosave(client, review, "justification", "Seen.", 0)
    assert second.json["version"] == 2
    assert "65 %" in second.json["fragments"]["#score-meaning"]
    assert "of 31 scored" in second.json["fragments"]["#desk-progress"]
    entry = _own(review)
    assert (entry.judgement.points, entry.justification) == (3, "Seen.")


def test_autosave_of_a_stale_field_shows_both_values_and_keeps_the_stored_one(
    client: FlaskClient, review: Review
) -> None:
    sign_in(client, _lead(review))
    _autosave(client, review, "justification", "From the other window.", 0)
    clash = _autosave(client, review, "justification", "From this window.", 0)
    assert clash.status_code == 409
    assert "From the other window." in clash.json["html"]
    assert "From this window." in clash.json["html"]
    assert _own(review).justification == "From the other window."
    chosen = client.post(
        f"/reviews/{review.id}/desk/2.8/choose",
        data={"field": "justification", "choice": "From this window."},
    )
    assert chosen.status_code == 303
    assert _own(review).justification == "From this window."


def test_repeated_autosave_is_no_clash_and_adds_no_row(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    _autosave(client, review, "points", "3", 0)
    assert _autosave(client, review, "points", "3", 0).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Score)) == 1


@pytest.mark.parametrize(("field", "value"), [
    ("points", "6"), ("points", 3), ("points", None), ("points", ["3"]),
    ("sheet_id", "1"), (None, "1"), ("strengths", "x" * 10_001),
])  # fmt: skip
def test_autosave_of_nonsense_is_refused(
    client: FlaskClient, review: Review, field: object, value: object
) -> None:
    sign_in(client, _lead(review))
    assert _autosave(client, review, field, value, 0).status_code == 422  # type: ignore[arg-type]
    assert client.post(f"/reviews/{review.id}/desk/2.8/autosave", json=[1]).status_code == 422


def test_locking_in_the_browser_ends_every_way_to_write(client: FlaskClient, review: Review) -> None:
    score_all(sheets_of(review)[0])
    sign_in(client, _lead(review))
    page = f"/reviews/{review.id}/lock"
    assert "cannot be changed afterwards" in client.get(page).text
    assert client.post(page).status_code == 303
    assert client.post(page).status_code == 409
    assert client.post(f"/reviews/{review.id}/desk/2.8", data={"points": "1"}).status_code == 409
    answer = _autosave(client, review, "points", "1", 0)
    assert answer.status_code == 409
    assert "locked" in answer.json["advice"]
    shown = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert "data-autosave-url" not in shown
    assert "Seen in the register" in shown


def test_lock_of_an_incomplete_sheet_says_what_is_missing(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    answer = client.post(f"/reviews/{review.id}/lock")
    assert answer.status_code == 422
    assert "Missing: points, the minimum requirement, a justification" in answer.text


def test_observer_reads_answers_and_writes_nothing(client: FlaskClient) -> None:
    review = make_review()
    observer = make_observer(review)
    start_scoring(review)
    sign_in(client, observer)
    page = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert "54 participants" in page
    assert 'name="points"' not in page
    assert client.post(f"/reviews/{review.id}/desk/2.8", data={"points": "3"}).status_code == 404
    assert client.get(f"/reviews/{review.id}/lock").status_code == 404


def test_bronze_asks_whether_each_answer_is_plausible(client: FlaskClient) -> None:
    review = start_scoring(make_review(make_submission(scheme="cme-bronze")))
    sign_in(client, _lead(review))
    page = f"/reviews/{review.id}/desk/B1.1"
    shown = client.get(page).text
    assert "Are the answers plausible?" in shown
    assert 'name="points"' not in shown
    client.post(page, data={"plausible": "yes"})
    assert _own(review, "B1.1").judgement.plausible is True


def test_points_for_an_unscored_indicator_are_refused(client: FlaskClient) -> None:
    review = start_scoring(make_review(make_submission(scheme="cme-bronze")))
    sign_in(client, _lead(review))
    assert client.post(f"/reviews/{review.id}/desk/B1.1", data={"points": "1"}).status_code == 422


def _with_evidence() -> tuple[Submission, Document, Document]:
    """A submission with a document for 2.8, and another document that was not offered."""
    cluster, user = make_cluster(), make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, user, role)
    assessment = make_assessment(cluster, user)
    answer_all(assessment, complete_answers(), user)
    offered, private = make_document(cluster), make_document(cluster)
    place = find_place(assessment.id, "2.8")
    assert place is not None
    link_evidence(place, offered, None, "The register.", user)
    return submit_assessment(assessment, user), offered, private


def test_evidence_of_the_frozen_submission_is_served_and_nothing_else(
    client: FlaskClient, storage: object
) -> None:
    submission, offered, private = _with_evidence()
    review = start_scoring(make_review(submission))
    sign_in(client, _lead(review))
    shown = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert "The register." in shown
    assert offered.files[0].sha256[:4] in shown
    answer = client.get(f"/reviews/{review.id}/evidence/{offered.files[0].sha256}?download=1")
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    answer.close()
    assert client.get(f"/reviews/{review.id}/evidence/{private.files[0].sha256}").status_code == 404
    assert client.get(f"/documents/{offered.id}/download").status_code == 404


def test_evidence_stays_readable_after_it_left_the_library(client: FlaskClient, storage: object) -> None:
    submission, offered, _private = _with_evidence()
    review = start_scoring(make_review(submission))
    offered.removed_at = review.submission.submitted_at
    sign_in(client, _lead(review))
    answer = client.get(f"/reviews/{review.id}/evidence/{offered.files[0].sha256}")
    assert answer.status_code == 200
    answer.close()


def test_evidence_is_closed_to_a_nominee_who_has_not_declared(client: FlaskClient, storage: object) -> None:
    submission, offered, _private = _with_evidence()
    review = make_review(submission, declared=False)
    sign_in(client, _lead(review))
    assert client.get(f"/reviews/{review.id}/evidence/{offered.files[0].sha256}").status_code == 404


def test_desk_page_needs_few_statements(client: FlaskClient, review: Review) -> None:
    score_all(sheets_of(review)[0])
    sign_in(client, _lead(review))
    client.get(f"/reviews/{review.id}/desk/2.8")
    with count_statements() as statements:
        client.get(f"/reviews/{review.id}/desk/2.8")
    assert len(statements) <= 15, statements


def _typed(client: FlaskClient, review: Review, value: str, version: int, run: str, step: int):  # type: ignore[no-untyped-def]
    sent = {"field": "justification", "value": value, "version": version, "run": run, "step": step}
    return client.post(f"/reviews/{review.id}/desk/2.8/autosave", json=sent)


def test_lost_acknowledgement_is_no_clash_with_oneself(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    assert _typed(client, review, "One", 0, "page a", 0).json["version"] == 1
    assert _typed(client, review, "One two", 0, "page a", 1).json["version"] == 2
    overtaken = _typed(client, review, "One", 0, "page a", 0)
    assert (overtaken.status_code, overtaken.json["version"]) == (200, 2)
    assert _own(review).justification == "One two"
    assert _typed(client, review, "Other window", 0, "page b", 0).status_code == 409
    assert _own(review).justification == "One two"


def test_step_that_is_stored_is_acknowledged_after_the_lock(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    _typed(client, review, "Typed last.", 0, "page a", 3)
    score_all(sheets_of(review)[0])
    client.post(f"/reviews/{review.id}/lock")
    assert _typed(client, review, "Typed last.", 0, "page a", 3).status_code == 200
    assert _typed(client, review, "Typed later.", 1, "page a", 4).status_code == 409


def test_old_window_takes_back_nothing_that_a_newer_one_wrote(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    page = f"/reviews/{review.id}/desk/2.8"
    fields = ("points", "minimum_met", "plausible", "justification", "strengths", "improvements")
    seen = {f"version.{name}": "0" for name in (*fields, "visit_question", "flagged")}
    new = client.post(page, data=seen | {"justification": "The newer window.", "flagged": "yes"})
    assert new.status_code == 303
    assert client.post(page, data=seen | {"points": "3"}).status_code == 303
    entry = _own(review)
    assert (entry.judgement.points, entry.justification, entry.flagged) == (3, "The newer window.", True)
    clash = client.post(
        page, data=seen | {"points": "3", "justification": "The old window.", "strengths": "Close."}
    )
    assert clash.status_code == 409
    assert "The newer window." in clash.text
    assert "The old window." in clash.text
    entry = _own(review)
    assert (entry.justification, entry.strengths) == ("The newer window.", "Close.")


def test_flag_and_question_are_saved_and_stand_in_the_list(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    _autosave(client, review, "flagged", "yes", 0)
    saved = _autosave(client, review, "visit_question", "Who keeps the list?", 0)
    assert "flagged for the visit" in saved.json["fragments"][".desk-list.full [aria-current] .pt"]
    entry = _own(review)
    assert (entry.flagged, entry.visit_question) == (True, "Who keeps the list?")
    _autosave(client, review, "flagged", "", 1)
    assert _own(review).flagged is False


@pytest.mark.parametrize(("show", "codes"), [
    ("flagged", ["2.8"]), ("failed", ["3.1"]), ("open", ["4.1"]), ("nonsense", None),
])  # fmt: skip
def test_list_shows_what_its_filter_lets_through(
    client: FlaskClient, review: Review, show: str, codes: list[str] | None
) -> None:
    sheet = sheets_of(review)[0]
    score_all(sheet, minimums={"3.1": False}, leave=("4.1",))
    content = operations.content_of(entries_of(sheet.id)["2.8"])
    operations.give_score(sheet, "2.8", replace(content, flagged=True))
    sign_in(client, _lead(review))
    page = client.get(f"/reviews/{review.id}/desk/1.2?show={show}").text
    listed = re.findall(
        r'class="code">([^<]+)<', page.partition("desk-list full")[2].partition("desk-more")[0]
    )
    assert listed == (codes or list(case_of(review).questions))
    if codes:
        assert f"/desk/{codes[0]}?show={show}" in page


def test_bar_counts_minimums_that_are_not_met(client: FlaskClient, review: Review) -> None:
    sign_in(client, _lead(review))
    sent = {"field": "minimum_met", "value": "no", "version": 0}
    saved = client.post(f"/reviews/{review.id}/desk/3.1/autosave", json=sent)
    assert "3.1" in saved.json["fragments"]["#desk-progress"]


def test_desk_shows_what_the_last_review_agreed_on(client: FlaskClient, app: Flask) -> None:
    first = make_report(points={"2.8": "2"}).review
    cluster = first.submission.assessment.cluster
    set_clock(app, lambda: first.submission.submitted_at + timedelta(days=400))
    assessment = make_assessment(cluster, first.submission.assessment.started_by)
    answer_all(assessment, complete_answers(), assessment.started_by)
    submission = submit_assessment(assessment, assessment.started_by)
    lead, co = (one.user for one in policy.scoring_assignments(first))
    review = start_scoring(make_review(submission, lead, co))
    sign_in(client, lead)
    page = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert "Agreed by the assessors" in page
    assert "2 points" in page
