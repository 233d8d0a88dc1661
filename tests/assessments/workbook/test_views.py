"""Downloading, sending back, looking, deciding: over HTTP, as the people of a team."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from labelapp.assessments.models import AnswerChange, AnswerOrigin, Assessment, AssessmentState
from labelapp.assessments.queries import given_answer
from labelapp.assessments.workbook.models import WorkbookUpload
from labelapp.clock import now, set_clock
from labelapp.events.models import Event
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.assessments.workbook import books
from tests.documents import pdf
from tests.factories.accounts import make_user, sign_in

COMMITTED, FTE = "1.3|committed|", "2.2|fte|"


def _download(client: FlaskClient, assessment: Assessment, kind: str, language: str = "") -> TestResponse:
    query = {"kind": kind} | ({"language": language} if language else {})
    return client.get(f"/assessments/{assessment.id}/paper/file", query_string=query)


def _send(
    client: FlaskClient, assessment: Assessment, content: bytes, name: str = "answers.xlsx"
) -> TestResponse:
    address = f"/assessments/{assessment.id}/workbook"
    return client.post(address, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def _sent(client: FlaskClient, assessment: Assessment, cells: dict[str, Any]) -> str:
    """The address of the preview after these cells were filled in and the workbook was sent back."""
    content = _download(client, assessment, "workbook", "en").data
    answer = _send(client, assessment, books.filled(content, cells))
    assert answer.status_code == 303, answer.text
    return answer.location


def _value(assessment: Assessment, indicator: str, field: str) -> tuple[Any, int] | None:
    db.session.expire_all()
    given = given_answer(assessment, indicator, field)
    return (given.content["value"], given.version) if given else None


@pytest.fixture
def page(client: FlaskClient, team: Team) -> FlaskClient:
    """The contributor at the browser."""
    sign_in(client, team.contributor)
    return client


def test_overview_leads_to_paper_and_spreadsheet(page: FlaskClient, small: Assessment) -> None:
    assert f"/assessments/{small.id}/paper" in page.get(f"/assessments/{small.id}").text
    text = page.get(f"/assessments/{small.id}/paper").text
    assert 'value="workbook"' in text
    assert f"/assessments/{small.id}/workbook" in text


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_workbook_is_downloaded_in_the_language_that_was_chosen(
    page: FlaskClient, small: Assessment, language: str
) -> None:
    answer = _download(page, small, "workbook", language)
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert f"paper-2026.1-workbook-{language}.xlsx" in answer.headers["Content-Disposition"]
    assert books.Book.open(answer.data).machine("language").value == language


def test_filled_pdf_shows_answers_and_the_empty_one_does_not(page: FlaskClient, small: Assessment) -> None:
    books.answer(small, "2.2", "tasks", "Vera leads, Jonas counts.")
    texts = {
        kind: " ".join(pdf.page_texts(_download(page, small, kind).data)) for kind in ("filled", "empty")
    }
    assert "Vera leads, Jonas counts." in texts["filled"]
    assert "Vera" not in texts["empty"]


@pytest.mark.parametrize(("kind", "language"), [("workbook", "xx"), ("docx", "en"), ("filled", "../en")])
def test_unknown_kind_or_language_is_not_found(
    page: FlaskClient, small: Assessment, kind: str, language: str
) -> None:
    assert _download(page, small, kind, language).status_code == 404


def test_viewer_downloads_and_sends_nothing_back(client: FlaskClient, team: Team, small: Assessment) -> None:
    sign_in(client, team.viewer)
    content = _download(client, small, "workbook").data
    assert content.startswith(b"PK")
    assert "drop-file" not in client.get(f"/assessments/{small.id}/paper").text
    assert _send(client, small, content).status_code == 404


def test_nothing_is_applied_before_it_is_confirmed(page: FlaskClient, small: Assessment) -> None:
    preview = page.get(_sent(page, small, {COMMITTED: 84})).text
    assert "84 participants" in preview
    assert _value(small, "1.3", "committed") is None


def test_chosen_changes_are_applied_as_from_a_workbook_and_the_rest_is_not(
    page: FlaskClient, team: Team, small: Assessment
) -> None:
    address = _sent(page, small, {COMMITTED: 84, FTE: "3,5", "2.3|level|": 5})
    answer = page.post(f"{address}/apply", data={"take": ["1.3|committed", "2.3|level"]})
    assert answer.status_code == 303
    assert _value(small, "1.3", "committed") == (84, 1)
    assert _value(small, "2.3", "level") == ("5", 1)
    assert _value(small, "2.2", "fte") is None
    changes = db.session.scalars(select(AnswerChange)).all()
    assert {(one.origin, one.changed_by_id) for one in changes} == {
        (AnswerOrigin.WORKBOOK, team.contributor.id)
    }
    events = db.session.scalars(select(Event).where(Event.action == "assessment.workbook_applied")).all()
    assert [event.details["answers"] for event in events] == [2]
    assert page.get(address).status_code == 404


def test_number_in_the_notation_of_the_workbook_is_applied_whatever_the_reader_speaks(
    page: FlaskClient, small: Assessment
) -> None:
    content = _download(page, small, "workbook", "de").data
    address = _send(page, small, books.filled(content, {FTE: "1.234,5"})).location
    page.get("/language/fr")
    assert "1\u202f234,5" in page.get(address).text
    page.post(f"{address}/apply", data={"take": "2.2|fte"})
    assert _value(small, "2.2", "fte") == ("1234.5", 1)


def test_nothing_chosen_is_asked_again(page: FlaskClient, small: Assessment) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    assert page.post(f"{address}/apply").status_code == 422
    assert _value(small, "1.3", "committed") is None
    assert page.get(address).status_code == 200


def test_value_that_was_not_in_the_workbook_cannot_be_posted(page: FlaskClient, small: Assessment) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    data = {
        "take": ["1.3|committed", "2.2|fte", "9.9|x", "junk"],
        "value": "666",
        "choice.2.2|fte": "workbook",
    }
    assert page.post(f"{address}/apply", data=data).status_code == 303
    assert _value(small, "1.3", "committed") == (84, 1)
    assert db.session.scalar(select(func.count()).select_from(AnswerChange)) == 1


def test_answer_changed_here_meanwhile_is_a_conflict_and_is_kept_by_default(
    page: FlaskClient, team: Team, small: Assessment
) -> None:
    books.answer(small, "1.3", "committed", "50")
    address = _sent(page, small, {COMMITTED: 84, FTE: 3})
    books.answer(small, "1.3", "committed", "60", version=1, by=team.manager)
    text = page.get(address).text
    assert "60 participants" in text
    assert "84 participants" in text
    assert "Mette Lindholt" in text
    data = {"take": "2.2|fte", "choice.1.3|committed": "platform", "version.1.3|committed": "2"}
    assert page.post(f"{address}/apply", data=data).status_code == 303
    assert _value(small, "1.3", "committed") == (60, 2)
    assert _value(small, "2.2", "fte") == ("3", 1)


def test_conflict_may_be_decided_for_the_workbook(page: FlaskClient, small: Assessment) -> None:
    books.answer(small, "1.3", "committed", "50")
    address = _sent(page, small, {COMMITTED: 84})
    books.answer(small, "1.3", "committed", "60", version=1)
    data = {"choice.1.3|committed": "workbook", "version.1.3|committed": "2"}
    assert page.post(f"{address}/apply", data=data).status_code == 303
    assert _value(small, "1.3", "committed") == (84, 3)


def test_answer_changed_here_only_is_no_change_of_the_workbook(page: FlaskClient, small: Assessment) -> None:
    books.answer(small, "1.3", "committed", "50")
    content = books.write(small)
    books.answer(small, "1.3", "committed", "60", version=1)
    text = page.get(_send(page, small, content).location).text
    assert "This workbook changes no answer." in text
    assert "60 participants" not in text


def test_answer_changed_to_the_same_in_both_places_needs_no_choice(
    page: FlaskClient, small: Assessment
) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    books.answer(small, "1.3", "committed", "84")
    assert "This workbook changes no answer." in page.get(address).text


@pytest.mark.parametrize("conflicting", [True, False])
def test_change_that_became_a_conflict_after_the_page_was_read_applies_nothing(
    page: FlaskClient, small: Assessment, conflicting: bool
) -> None:
    """Whether it was ticked as a change, or decided as a conflict that has moved on."""
    address = _sent(page, small, {COMMITTED: 84, FTE: 3})
    books.answer(small, "1.3", "committed", "50")
    data: dict[str, Any] = {"take": ["2.2|fte", "1.3|committed"]}
    if conflicting:
        books.answer(small, "1.3", "committed", "60", version=1)
        data = {"take": "2.2|fte", "choice.1.3|committed": "workbook", "version.1.3|committed": "1"}
    answer = page.post(f"{address}/apply", data=data)
    assert answer.status_code == 409
    assert "84 participants" in answer.text
    assert _value(small, "2.2", "fte") is None
    assert _value(small, "1.3", "committed") == ((60, 2) if conflicting else (50, 1))
    assert page.get(address).status_code == 200


def test_workbook_is_applied_once(page: FlaskClient, small: Assessment) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    assert page.post(f"{address}/apply", data={"take": "1.3|committed"}).status_code == 303
    assert page.post(f"{address}/apply", data={"take": "1.3|committed"}).status_code == 404
    assert _value(small, "1.3", "committed") == (84, 1)


def test_cells_that_cannot_be_read_are_listed_with_address_and_cure(
    page: FlaskClient, small: Assessment
) -> None:
    text = page.get(_sent(page, small, {COMMITTED: "<b>about fifty</b>"})).text
    assert "&lt;b&gt;about fifty&lt;/b&gt;" in text
    assert "in “1 Structure" in text
    assert "Enter a whole number, such as 12." in text


def test_refused_workbook_says_why_on_the_page(page: FlaskClient, team: Team, small: Assessment) -> None:
    answer = _send(page, small, books.write(team.assessment))
    assert answer.status_code == 422
    assert "answers.xlsx: This workbook belongs to another scheme: cme-gold." in answer.text
    assert _send(page, small, b"<html>", "answers.xlsx").status_code == 422
    assert page.post(f"/assessments/{small.id}/workbook").status_code == 422


def test_preview_is_there_until_it_expires_and_waits_on_the_page(
    app: Flask, page: FlaskClient, small: Assessment
) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    assert address in page.get(f"/assessments/{small.id}/paper").text
    later = now() + timedelta(days=7, minutes=1)
    set_clock(app, lambda: later)
    assert page.get(address).status_code == 404
    assert page.post(f"{address}/apply", data={"take": "1.3|committed"}).status_code == 404
    assert address not in page.get(f"/assessments/{small.id}/paper").text


def test_newer_workbook_takes_the_place_of_the_last_one(page: FlaskClient, small: Assessment) -> None:
    first, second = _sent(page, small, {COMMITTED: 84}), _sent(page, small, {COMMITTED: 85})
    assert page.get(first).status_code == 404
    assert page.get(second).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(WorkbookUpload)) == 1


def test_discarded_workbook_changes_nothing(page: FlaskClient, small: Assessment) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    assert page.post(f"{address}/discard").status_code == 303
    assert page.get(address).status_code == 404
    assert _value(small, "1.3", "committed") is None


def test_workbook_of_a_colleague_is_not_there_for_others(
    app: Flask, page: FlaskClient, team: Team, small: Assessment
) -> None:
    address = _sent(page, small, {COMMITTED: 84})
    for person in (team.manager, team.viewer, make_user("Somebody Else")):
        client = app.test_client()
        sign_in(client, person)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/apply", data={"take": "1.3|committed"}).status_code == 404


def test_closed_self_assessment_takes_no_workbook_and_applies_none(
    page: FlaskClient, small: Assessment
) -> None:
    address, content = _sent(page, small, {COMMITTED: 84}), books.write(small)
    small.state = AssessmentState.AWAITING_CONFIRMATION
    db.session.commit()
    assert _send(page, small, content).status_code == 409
    assert page.post(f"{address}/apply", data={"take": "1.3|committed"}).status_code == 409
    assert _value(small, "1.3", "committed") is None
    assert "closed for changes" in page.get(f"/assessments/{small.id}/paper").text


def test_empty_questionnaire_of_a_scheme_in_force_is_for_anybody(
    client: FlaskClient, small: Assessment
) -> None:
    answer = client.get(f"/questionnaires/{small.scheme_code}.pdf?language=fr")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "/questionnaires/cme-bronze.pdf" in client.get("/how-it-works").text


@pytest.mark.parametrize("address", ["/questionnaires/none.pdf", "/questionnaires/cme-gold.pdf?language=xx"])
def test_empty_questionnaire_of_anything_else_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
