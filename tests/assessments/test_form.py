"""The plain form of an indicator, without JavaScript."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from labelapp.assessments.queries import answers_of, given_answer
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in

INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def form_of(page: str, form_id: str = "answers") -> dict[str, Any]:
    """What a browser would post from the form with this id, boxes and texts included."""
    form = page[page.index(f'id="{form_id}"') :]
    form = form[: form.index("</form>")]
    values: dict[str, Any] = {}
    for tag in INPUT.findall(form):
        found = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag[6:-1])}
        if found.get("type") in ("checkbox", "radio") and "checked" not in found:
            continue
        if "name" in found:
            values.setdefault(found["name"], []).append(found.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        values[name] = [unescape(text).replace("\n", "\r\n")]
    return values


def _version(team: Team, field: str) -> int:
    db.session.expire_all()
    given = given_answer(team.assessment, "2.8", field)
    return given.version if given else 0


def test_plain_post_saves_and_goes_on_to_the_next(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    page = f"{team.page}/indicators/2.8"
    form = form_of(client.get(page).text) | {"met": "54", "how": "In a register.\r\nEvery day.", "go": "2.9"}
    answer = client.post(page, data=form)
    assert (answer.status_code, answer.location) == (303, f"{team.page}/indicators/2.9")
    assert answers_of(team.assessment) == {"2.8": {"met": 54, "how": "In a register.\nEvery day."}}


def test_untouched_fields_keep_their_version(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    page = f"{team.page}/indicators/2.8"
    client.post(
        page, data=form_of(client.get(page).text) | {"met": "54", "how": "In a register.\r\nEvery day."}
    )
    client.post(page, data=form_of(client.get(page).text) | {"met": "55"})
    assert (_version(team, "met"), _version(team, "how")) == (2, 1)


def test_invalid_value_is_saved_and_the_page_comes_back_with_its_error(
    client: FlaskClient, team: Team
) -> None:
    sign_in(client, team.manager)
    page = f"{team.page}/indicators/2.8"
    answer = client.post(page, data=form_of(client.get(page).text) | {"met": "many", "go": "2.9"})
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert 'value="many"' in shown
    assert 'class="error-summary"' in shown


def test_stale_form_shows_both_values_and_keeps_the_rest(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    page = f"{team.page}/indicators/2.8"
    mine = form_of(client.get(page).text) | {"met": "54", "how": "Mine"}
    colleague.post(page, data=form_of(colleague.get(page).text) | {"met": "56"})
    answer = client.post(page, data=mine)
    assert answer.status_code == 409
    assert "Jonas Krag" in answer.text
    assert "54 participants" in answer.text
    assert "56 participants" in answer.text
    assert answers_of(team.assessment) == {"2.8": {"met": 56, "how": "Mine"}}
    assert client.post(page, data=form_of(answer.text)).status_code == 409


def _choices(page: str) -> list[str]:
    return [unescape(key) for key in re.findall(r'name="choice" value="([^"]*)"', page)]


def test_choosing_one_s_own_value_stores_it(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    page = f"{team.page}/indicators/2.8"
    mine = form_of(client.get(page).text) | {"met": "54"}
    colleague.post(page, data=form_of(colleague.get(page).text) | {"met": "56"})
    keys = _choices(client.post(page, data=mine).text)
    assert client.post(f"{page}/choice", data={"field": "met", "choice": keys[0]}).status_code == 303
    assert answers_of(team.assessment) == {"2.8": {"met": 54}}


def test_choosing_the_other_value_leaves_it(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    page = f"{team.page}/indicators/2.8"
    mine = form_of(client.get(page).text) | {"met": "54"}
    colleague.post(page, data=form_of(colleague.get(page).text) | {"met": "56"})
    keys = _choices(client.post(page, data=mine).text)
    assert client.post(f"{page}/choice", data={"field": "met", "choice": keys[1]}).status_code == 303
    assert answers_of(team.assessment) == {"2.8": {"met": 56}}


def test_choice_that_became_stale_is_asked_again(app: Flask, client: FlaskClient, team: Team) -> None:
    colleague = app.test_client()
    sign_in(client, team.manager)
    sign_in(colleague, team.contributor)
    page = f"{team.page}/indicators/2.8"
    mine = form_of(client.get(page).text) | {"met": "54"}
    colleague.post(page, data=form_of(colleague.get(page).text) | {"met": "56"})
    keys = _choices(client.post(page, data=mine).text)
    colleague.post(page, data=form_of(colleague.get(page).text) | {"met": "57"})
    answer = client.post(f"{page}/choice", data={"field": "met", "choice": keys[0]})
    assert answer.status_code == 409
    assert "57 participants" in answer.text
    assert answers_of(team.assessment) == {"2.8": {"met": 57}}


def test_choice_that_is_none_is_refused(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    for choice in ("", "x", "3", "[]", '{"value": {"a": 1}, "version": 0}', '{"value": "1"}'):
        answer = client.post(f"{team.page}/indicators/2.8/choice", data={"field": "met", "choice": choice})
        assert answer.status_code == 422, choice


def test_markup_in_answers_is_shown_as_text(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    page = f"{team.page}/indicators/2.8"
    attack = "</textarea><script>alert(1)</script>"
    client.post(page, data=form_of(client.get(page).text) | {"met": '"><img src=x>', "how": attack})
    shown = client.get(page).text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in shown
    conflict = client.post(f"{page}/autosave", json={"field": "how", "value": "<b>x</b>", "version": 0})
    assert conflict.status_code == 409
    assert conflict.json is not None
    assert "<script>" not in conflict.json["html"]
    assert "<b>x" not in conflict.json["html"]
