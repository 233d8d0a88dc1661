"""Comments of a team: threads, mentions, resolving, changing, deleting, and who sees none of it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.operations import cancel_assessment
from labelapp.assessments.queries import Place, find_place
from labelapp.assessments.together.comments import (
    CHANGEABLE_FOR,
    change_comment,
    resolve_thread,
    share_comment,
    write_comment,
)
from labelapp.assessments.together.models import Comment, Mention
from labelapp.assessments.together.queries import Remark
from labelapp.clock import set_clock
from labelapp.clusters.operations import remove_member
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.assessments.conftest import Team
from tests.factories.accounts import make_user, sign_in
from tests.statements import count_statements

WORDS = "The visits in Skagen are missing."


def _place(team: Team) -> Place:
    place = find_place(team.assessment.id, "2.8")
    assert place is not None
    return place


def _write(team: Team, text: str = WORDS, by: User | None = None, **more: object) -> Comment:
    comment = write_comment(_place(team), text, by=by or team.contributor, **more)  # type: ignore[arg-type]
    db.session.commit()
    return comment


def _remark(team: Team, comment: Comment) -> Remark:
    return Remark(_place(team), comment)


def _page(client: FlaskClient, team: Team, person: User) -> str:
    sign_in(client, person)
    return client.get(f"{team.page}/indicators/2.8").text


def _mails(person: User) -> list[OutboxMail]:
    return list(
        db.session.scalars(
            select(OutboxMail).where(OutboxMail.recipient == person.email).order_by(OutboxMail.id)
        )
    )


def test_comment_and_answer_by_plain_forms_are_internal_and_counted(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.contributor)
    first = client.post(f"{team.page}/indicators/2.8/comments", data={"comment-text": WORDS})
    comment = db.session.scalars(select(Comment)).one()
    assert (first.status_code, comment.shared) == (303, False)
    assert first.location == f"{team.page}/indicators/2.8#comment-{comment.id}"
    sign_in(client, team.manager)
    answer = f"{team.page}/comments/{comment.id}/answers"
    assert client.post(answer, data={f"reply-{comment.id}-text": "Added."}).status_code == 303
    page = _page(client, team, team.viewer)
    assert WORDS in page
    assert "Added." in page
    assert client.get(team.page).text.count("1 open comment") == 2  # at the indicator and at its dimension


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_comment_without_words_or_with_too_many_comes_back(
    client: FlaskClient, team: Team, text: str
) -> None:
    sign_in(client, team.contributor)
    form = {"comment-text": text, "comment-notify": str(team.manager.id)}
    answer = client.post(f"{team.page}/indicators/2.8/comments", data=form)
    assert answer.status_code == 422
    assert 'href="#comment-text"' in answer.text
    assert (
        f'value="{team.manager.id}" checked' in answer.text.replace("checked id", "id")
        or "checked" in answer.text
    )
    assert db.session.query(Comment).count() == 0


def test_named_and_ticked_people_get_one_mail_and_a_task_each(client: FlaskClient, team: Team) -> None:
    _write(team, "@Mette Lindholt, is it 56?", notify=[team.manager.id, team.viewer.id])
    assert [mail.subject for mail in _mails(team.manager)] == [
        "Jonas Krag asks you to read a comment on 2.8 Direct personal contacts"
    ]
    assert "is it 56?" in _mails(team.viewer)[0].body
    assert _mails(team.contributor) + _mails(team.representative) == []
    for person in (team.manager, team.viewer):
        sign_in(client, person)
        assert "Read the comment of Jonas Krag on 2.8" in client.get("/tasks").text
    sign_in(client, team.representative)
    assert "Read the comment" not in client.get("/tasks").text


def test_text_shows_names_marked_and_markup_as_text(client: FlaskClient, team: Team) -> None:
    _write(team, "@Mette Lindholt <script>alert(1)</script>")
    page = _page(client, team, team.manager)
    assert "<strong>@Mette Lindholt</strong> &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_nobody_mails_themselves_or_strangers(team: Team) -> None:
    stranger = make_user("Ida Berg")
    _write(team, "@Jonas Krag @Ida Berg")
    with pytest.raises(InvalidInput):
        _write(team, notify=[stranger.id])
    db.session.rollback()
    assert db.session.query(Mention).count() == 0
    assert _mails(stranger) == []


def _task(client: FlaskClient, person: User) -> bool:
    sign_in(client, person)
    return "Read the comment" in client.get("/tasks").text


def test_mention_is_done_by_answering(client: FlaskClient, team: Team) -> None:
    comment = _write(team, "@Mette Lindholt")
    _write(team, "Yes.", by=team.manager, parent=comment)
    assert not _task(client, team.manager)


def test_mention_is_done_by_saying_so_and_not_by_reading(client: FlaskClient, team: Team) -> None:
    comment = _write(team, "@Sofie Aagaard @Mette Lindholt")
    _page(client, team, team.viewer)
    assert _task(client, team.viewer)
    assert client.post(f"{team.page}/comments/{comment.id}/done").status_code == 303
    assert not _task(client, team.viewer)
    assert _task(client, team.manager)


def test_mention_ends_when_the_thread_is_resolved_or_the_comment_deleted(
    client: FlaskClient, team: Team
) -> None:
    first = _write(team, "What now?")
    reply = _write(team, "@Mette Lindholt knows", parent=first)
    assert _task(client, team.manager)
    resolve_thread(_remark(team, first), by=team.contributor)
    assert not _task(client, team.manager)
    client.post(f"{team.page}/comments/{first.id}/reopen")
    assert _task(client, team.manager)
    sign_in(client, team.contributor)
    client.post(f"{team.page}/comments/{reply.id}/delete")
    assert not _task(client, team.manager)


def test_mention_of_somebody_who_left_is_no_task(client: FlaskClient, team: Team) -> None:
    _write(team, "@Sofie Aagaard", by=team.manager)
    remove_member(team.cluster, team.viewer, team.manager)
    assert not _task(client, team.viewer)


def test_resolved_thread_is_folded_away_and_opens_with_an_answer(client: FlaskClient, team: Team) -> None:
    comment = _write(team)
    sign_in(client, team.manager)
    assert client.post(f"{team.page}/comments/{comment.id}/resolve").status_code == 303
    assert "1 resolved" in client.get(f"{team.page}/indicators/2.8").text
    assert "1 open comment" not in client.get(team.page).text
    _write(team, "Not quite.", parent=comment)
    assert "1 open comment" in client.get(team.page).text


def test_answer_cannot_be_resolved_or_answered(team: Team) -> None:
    reply = _write(team, "Added.", parent=_write(team))
    with pytest.raises(InvalidInput):
        resolve_thread(_remark(team, reply), by=team.manager)
    with pytest.raises(InvalidInput):
        _write(team, "And again.", parent=reply)


def test_own_words_change_for_an_hour_and_the_comment_says_so(
    client: FlaskClient, app: Flask, team: Team
) -> None:
    comment = _write(team, "@Mette Lindholt")
    begun = comment.written_at
    set_clock(app, lambda: begun + CHANGEABLE_FOR)
    sign_in(client, team.contributor)
    edit = f"{team.page}/comments/{comment.id}/edit"
    form = {"text": "@Mette Lindholt and @Sofie Aagaard, look."}
    assert client.post(edit, data={"text": " "}).status_code == 422
    assert client.post(edit, data=form).status_code == 303
    assert (len(_mails(team.manager)), len(_mails(team.viewer))) == (1, 1)
    assert ", changed" in _page(client, team, team.manager)
    set_clock(app, lambda: begun + CHANGEABLE_FOR + timedelta(seconds=1))
    sign_in(client, team.contributor)
    assert client.post(edit, data={"text": "Later."}).status_code == 409
    assert edit not in client.get(f"{team.page}/indicators/2.8").text


def test_deleting_asks_first_then_hides_the_words_and_keeps_the_event(
    client: FlaskClient, team: Team
) -> None:
    comment = _write(team)
    reply = _write(team, "Added.", by=team.manager, parent=comment)
    sign_in(client, team.contributor)
    assert WORDS in client.get(f"{team.page}/comments/{comment.id}/delete").text
    client.post(f"{team.page}/comments/{comment.id}/delete")
    page = _page(client, team, team.manager)
    assert WORDS not in page
    assert "This comment was deleted." in page
    assert "Added." in page
    assert client.get(f"{team.page}/comments/{comment.id}/delete").status_code == 404
    client.post(f"{team.page}/comments/{reply.id}/delete")
    assert "This comment was deleted." not in _page(client, team, team.manager)
    events = timeline(comment)
    assert [event.action for event in events] == ["comment.written", "comment.deleted"]
    assert WORDS not in str([event.details for event in events])


@pytest.mark.parametrize("doing", ["edit", "delete", "share"])
def test_nobody_touches_the_words_of_another(client: FlaskClient, team: Team, doing: str) -> None:
    comment = _write(team)
    for person in (team.manager, team.viewer, team.representative):
        sign_in(client, person)
        answer = client.post(f"{team.page}/comments/{comment.id}/{doing}", data={"text": "Mine now."})
        assert answer.status_code == 404
    db.session.refresh(comment)
    assert (comment.text, comment.deleted_at, comment.shared) == (WORDS, None, False)


def test_viewer_reads_and_writes_nothing(client: FlaskClient, team: Team) -> None:
    comment = _write(team)
    page = _page(client, team, team.viewer)
    assert WORDS in page
    assert 'name="comment-text"' not in page
    for address in (
        "indicators/2.8/comments",
        f"comments/{comment.id}/answers",
        f"comments/{comment.id}/resolve",
    ):
        assert client.post(f"{team.page}/{address}", data={"comment-text": "No."}).status_code == 404


def test_nobody_outside_of_the_team_reads_a_word(client: FlaskClient, team: Team) -> None:
    internal = _write(team, "@Mette Lindholt internal words")
    _write(team, "shared words", shared=True)
    sign_in(client, make_user("Elin Vesterby", roles=list(RoleName)))
    pages = ("", "/check", "/indicators/2.8", "/confirm", "/presence", f"/comments/{internal.id}/edit")
    for page in (*(team.page + page for page in pages), "/tasks"):
        text = client.get(page).text
        assert " words" not in text, page
        assert "open comment" not in text, page
    for doing in ("answers", "edit", "delete", "share", "take-back", "resolve", "reopen", "done"):
        assert client.post(f"{team.page}/comments/{internal.id}/{doing}", data={}).status_code == 404


def test_comment_of_another_self_assessment_is_not_found(client: FlaskClient, team: Team) -> None:
    from tests.factories.assessments import make_assessment

    comment = _write(team)
    other = make_assessment(team.cluster, team.manager, "cme-silver")
    sign_in(client, team.contributor)
    for doing in ("edit", "delete", "resolve"):
        assert client.post(f"/assessments/{other.id}/comments/{comment.id}/{doing}").status_code == 404


def test_cancelled_self_assessment_takes_no_comment(client: FlaskClient, team: Team) -> None:
    comment = _write(team)
    cancel_assessment(team.assessment, by=team.manager)
    with pytest.raises(DomainError):
        _write(team)
    with pytest.raises(DomainError):
        change_comment(_remark(team, comment), "Later.", by=team.contributor)
    assert 'name="comment-text"' not in _page(client, team, team.contributor)


def test_representative_comments_and_shares_nothing(client: FlaskClient, team: Team) -> None:
    comment = _write(team, by=team.representative)
    with pytest.raises(InvalidInput):
        share_comment(_remark(team, comment), by=team.representative)
    with pytest.raises(InvalidInput):
        _write(team, by=team.representative, shared=True)
    assert "Share with the assessors" not in _page(client, team, team.representative)


def test_page_with_many_comments_needs_no_more_statements(client: FlaskClient, team: Team) -> None:
    counts = []
    for number in (1, 5):
        for _each in range(number):
            _write(team, "And @Mette Lindholt?", parent=_write(team, "@Sofie Aagaard"))
        sign_in(client, team.manager)
        with count_statements() as statements:
            client.get(f"{team.page}/indicators/2.8")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
