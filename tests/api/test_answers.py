"""Answers through the API: read with versions, written by the operation of the pages, and never lost."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from labelapp.accounts.models import User
from labelapp.assessments.models import AnswerChange, Assessment
from labelapp.assessments.queries import find_place
from labelapp.assessments.saving import save_answer
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.tokens import bearer, token_of

UNANSWERED = '"0-0000000000000000"'


@dataclass
class Desk:
    """A program that writes into one self-assessment."""

    client: FlaskClient
    assessment: Assessment
    user: User
    headers: dict[str, str]

    @property
    def address(self) -> str:
        """The answers."""
        return f"/api/v1/assessments/{self.assessment.id}/answers"

    def read(self, place: str) -> TestResponse:
        """The answer to a field, `1.3/committed`."""
        return self.client.get(f"{self.address}/{place}", headers=self.headers)

    def write(self, place: str, value: Any, tag: str | None = UNANSWERED, **headers: str) -> TestResponse:
        """Send a value as the answer that had this ETag."""
        seen = {"If-Match": tag} if tag else {}
        return self.client.put(
            f"{self.address}/{place}", json={"value": value}, headers=self.headers | seen | headers
        )


@pytest.fixture
def desk(app: Flask, client: FlaskClient) -> Desk:
    """A program of a manager with a draft."""
    user, cluster = make_user(), make_cluster()
    add_member(cluster, user, TeamRole.MANAGER)
    assessment = make_assessment(cluster, user)
    return Desk(client, assessment, user, bearer(token_of(user)))


def _colleague_answers(desk: Desk, value: str, version: int) -> None:
    place = find_place(desk.assessment.id, "1.3")
    assert place is not None
    save_answer(place, "committed", value, version, make_user("Jonas Krag"))
    db.session.commit()


def _versions(desk: Desk) -> list[Any]:
    changes = select(AnswerChange).where(AnswerChange.assessment_id == desk.assessment.id)
    return [one.content["value"] for one in db.session.scalars(changes.order_by(AnswerChange.version))]


def test_answer_that_was_never_given_has_version_0_and_a_tag(desk: Desk) -> None:
    found = desk.read("1.3/committed")
    assert (found.json["value"], found.json["version"]) == (None, 0)
    assert found.headers["ETag"] == found.json["etag"]


def test_written_answer_is_the_one_of_the_page_with_its_author(desk: Desk) -> None:
    written = desk.write("1.3/committed", 84, desk.read("1.3/committed").headers["ETag"])
    assert (written.status_code, written.json["value"], written.json["version"]) == (200, 84, 1)
    assert written.json["changed_by"] == "Mette Lindholt"
    items = desk.client.get(desk.address, headers=desk.headers).json["items"]
    assert items == [written.json]
    assert _versions(desk) == [84]


def test_clash_stores_nothing_and_gives_both_values(desk: Desk) -> None:
    tag = desk.read("1.3/committed").headers["ETag"]
    _colleague_answers(desk, "91", 0)
    answer = desk.write("1.3/committed", 84, tag)
    assert (answer.status_code, answer.mimetype) == (412, "application/problem+json")
    assert (answer.json["mine"], answer.json["theirs"]["value"]) == (84, 91)
    assert answer.json["theirs"]["changed_by"] == "Jonas Krag"
    assert _versions(desk) == [91]
    chosen = desk.write("1.3/committed", 84, answer.json["theirs"]["etag"])
    assert (chosen.status_code, _versions(desk)) == (200, [91, 84])


def test_same_value_of_both_is_no_clash(desk: Desk) -> None:
    tag = desk.read("1.3/committed").headers["ETag"]
    _colleague_answers(desk, "84", 0)
    assert desk.write("1.3/committed", 84, tag).json["version"] == 1


def test_request_whose_answer_was_lost_can_be_sent_again(desk: Desk) -> None:
    tag = desk.read("1.3/committed").headers["ETag"]
    first, again = desk.write("1.3/committed", 84, tag), desk.write("1.3/committed", 84, tag)
    assert (again.status_code, again.json) == (200, first.json)
    assert _versions(desk) == [84]


def test_without_the_version_nothing_is_written(desk: Desk) -> None:
    answer = desk.write("1.3/committed", 84, None)
    assert (answer.status_code, answer.json["type"].partition("#")[2]) == (
        428,
        "problem-precondition-required",
    )
    assert _versions(desk) == []


@pytest.mark.parametrize("tag", ["*", '"1"', 'W/"0-0000000000000000"', "0-0000000000000000", ""])
def test_version_that_is_no_single_tag_of_an_answer_is_refused(desk: Desk, tag: str) -> None:
    answer = desk.client.put(
        f"{desk.address}/1.3/committed", json={"value": 1}, headers=desk.headers | {"If-Match": tag}
    )
    assert (answer.status_code, answer.json["errors"][0]["name"]) == (422, "If-Match")


def test_version_that_never_was_is_a_clash(desk: Desk) -> None:
    answer = desk.write("1.3/committed", 84, '"7-0000000000000000"')
    assert (answer.status_code, answer.json["theirs"]["version"]) == (412, 0)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("1.3/committed", "many"),
        ("1.3/committed", -1),
        ("1.3/committed", [1]),
        ("1.3/committed", "1,234"),
        ("1.3/committed", {"a": 1}),
        ("1.3/cutoff", "2026-02-30"),
        ("2.7/level", "17"),
        ("3.2/income", {"moon": "5"}),
        ("3.2/income", "5"),
        ("1.1/forms", ["moon"]),
    ],
)
def test_value_that_does_not_fit_is_refused_with_the_words_of_the_page(
    desk: Desk, place: str, value: Any
) -> None:
    answer = desk.write(place, value)
    assert (answer.status_code, answer.json["errors"][0]["name"]) == (422, "value")
    assert _versions(desk) == []


def test_words_of_a_refusal_are_in_the_language_of_the_program(desk: Desk) -> None:
    texts = {
        language: desk.write("1.3/committed", "many", **{"Accept-Language": language}).json["errors"]
        for language in ("en", "fr")
    }
    assert texts["en"] != texts["fr"]


@pytest.mark.parametrize("value", [1.5, True, {"value": None, "more": 1}])
def test_shape_that_no_answer_has_is_refused(desk: Desk, value: Any) -> None:
    body = value if isinstance(value, dict) else {"value": value}
    answer = desk.client.put(
        f"{desk.address}/1.3/committed", json=body, headers=desk.headers | {"If-Match": UNANSWERED}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_numbers_are_exact_text_in_every_language(desk: Desk, language: str) -> None:
    income = {"public": "1234.5", "fees": "0.25"}
    codes = [one.code for one in _sources(desk)][:2]
    income = dict(zip(codes, income.values(), strict=True))
    answer = desk.write("3.2/income", income, **{"Accept-Language": language})
    assert (answer.status_code, answer.json["value"]) == (200, income)


def _sources(desk: Desk) -> Any:
    place = find_place(desk.assessment.id, "3.2")
    assert place is not None
    field: Any = place.indicator.field("income")
    return field.sources


def test_none_of_these_and_no_answer_are_told_apart(desk: Desk) -> None:
    nothing = desk.write("1.1/forms", [])
    assert nothing.json["value"] == []
    assert desk.write("1.1/forms", None, nothing.json["etag"]).json["value"] is None


def test_field_that_is_not_asked_is_not_found(desk: Desk) -> None:
    for place in ("1.3/moon", "9.9/committed", "1.1/committed"):
        assert desk.read(place).status_code == 404
        assert desk.write(place, 1).status_code == 404


def test_submitted_self_assessment_is_read_only(client: FlaskClient) -> None:
    user, cluster = make_user(), make_cluster()
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, user, role)
    submission = make_submission(cluster, by=user)
    db.session.commit()
    desk = Desk(client, submission.assessment, user, bearer(token_of(user)))
    found = desk.read("1.3/committed")
    answer = desk.write("1.3/committed", 1, found.headers["ETag"])
    assert (answer.status_code, answer.json["type"].partition("#")[2]) == (409, "problem-conflict")
    assert "closed for changes" in answer.json["detail"]
    assert desk.read("1.3/committed").json == found.json
    summary = client.get(f"/api/v1/assessments/{desk.assessment.id}", headers=desk.headers).json
    assert (summary["state"], summary["writable"]) == ("submitted", False)


def test_what_a_draft_holds_and_cannot_be_read_is_shown(desk: Desk) -> None:
    _colleague_answers(desk, "about ninety", 0)
    found = desk.read("1.3/committed").json
    assert (found["value"], found["unread"]) == (None, "about ninety")


def test_self_assessments_are_filtered_by_state_and_come_in_pages(desk: Desk) -> None:
    make_assessment(desk.assessment.cluster, desk.user, "cme-silver")
    db.session.commit()
    first = desk.client.get("/api/v1/assessments?limit=1&state=draft", headers=desk.headers).json
    second = desk.client.get(first["next"], headers=desk.headers).json
    assert [one["scheme"]["code"] for one in first["items"] + second["items"]] == ["cme-gold", "cme-silver"]
    assert second["next"] is None
    none = desk.client.get("/api/v1/assessments?state=cancelled", headers=desk.headers).json
    assert none["items"] == []
