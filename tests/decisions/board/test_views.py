"""Sessions in the browser: prepared by the secretariat, held by the board, and what a recused member never sees."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import AgendaItem, BoardSession, ItemState, SessionKind, SessionState
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.policy import has_declared_clear
from tests.factories.accounts import make_user, sign_in
from tests.factories.board import (
    AWARD,
    in_days,
    make_board,
    make_condition,
    make_deferral,
    make_item,
    make_reported,
    make_session,
)
from tests.factories.decisions import make_board_member
from tests.factories.reviews import declare_as_officer, declare_conflict
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")

Entering = Callable[[User], FlaskClient]


@pytest.fixture
def enter(app: Flask) -> Entering:
    """A browser in which somebody is signed in."""

    def open_for(person: User) -> FlaskClient:
        client = app.test_client()
        sign_in(client, person)
        return client

    return open_for


@pytest.fixture
def secretariat(app: Flask) -> User:
    return make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])


def test_secretariat_sets_a_meeting_up_and_invites_the_board(enter: Entering, secretariat: User) -> None:
    chair, *_others = make_board()
    first, second = make_reported(), make_reported()
    declare_as_officer(secretariat)
    client = enter(secretariat)
    data = {"title": "Winter meeting", "kind": "meeting", "held_on": str(in_days(9)), "chair": str(chair.id)}
    address = client.post("/board/sessions/new", data=data).headers["Location"]
    client.post(f"{address}/cases", data={"review": [str(first.id), str(second.id)]})
    session = db.session.get_one(BoardSession, 1)
    assert [item.review_id for item in session.items] == [first.id, second.id]
    client.post(f"/board/items/{session.items[1].id}/place", data={"step": "up"})
    db.session.expire_all()
    assert [item.review_id for item in session.items] == [second.id, first.id]
    client.post(f"/board/items/{session.items[0].id}/place", data={"step": "remove"})
    page = client.get(address).text
    assert "150 of 150 points (100 %). The threshold is 120 points." in page.replace("\xa0", " ")
    assert "supports an award" in page
    assert client.post(f"{address}/invite").status_code == 303
    db.session.expire_all()
    assert session.state is SessionState.OPEN


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"held_on": ""}, "Enter the day"),
        ({"held_on": "2020-01-01"}, "not lie in the past"),
        ({"title": " "}, "Write a title"),
        ({"chair": ""}, "Choose who chairs"),
        ({"deputy": "same"}, "somebody else as deputy"),
    ],
)
def test_session_that_cannot_be_comes_back_with_what_was_typed(
    enter: Entering, secretariat: User, changed: dict[str, str], complaint: str
) -> None:
    chair = make_board_member()
    data = {"title": "Winter meeting", "kind": "meeting", "held_on": str(in_days(9)), "chair": str(chair.id)}
    data |= {key: str(chair.id) if value == "same" else value for key, value in changed.items()}
    answer = enter(secretariat).post("/board/sessions/new", data=data)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "checked" in answer.text


def test_member_declares_for_the_agenda_at_once_votes_and_comes_to_the_next_case(enter: Entering) -> None:
    chair, *_others = make_board()
    session = make_session(make_reported(), make_reported(), chair=chair)
    first, second = session.items
    client = enter(chair)
    address = f"/board/sessions/{session.id}"
    assert "150 of 150" not in client.get(address).text
    client.post(f"{address}/interests", data={"item": [str(first.id), str(second.id)]})
    assert client.get(address).text.count("150 of 150") == 2
    vote = {"choice": "award", "reasons": "It holds."}
    answer = client.post(f"/board/items/{first.id}/vote", data=vote)
    assert answer.headers["Location"] == f"/board/cases/{second.review_id}"
    assert "You voted" in client.get(address).text
    empty = client.post(f"/board/items/{second.id}/vote", data={"choice": "refuse", "reasons": ""})
    assert empty.status_code == 422
    assert "Write the reasons for your vote" in empty.text


def test_chair_states_the_outcome_after_a_confirmation_that_keeps_what_was_typed(enter: Entering) -> None:
    item, (chair, other, _third) = make_item(Choice.CONDITIONS, Choice.CONDITIONS)
    client, address = enter(chair), f"/board/items/{item.id}/outcome"
    data = {
        "choice": "conditions",
        "reasons": "Nearly everything is there.",
        "conditions-0-text": "Adopt rules of procedure.",
        "conditions-0-due_on": str(in_days(60)),
        "conditions-0-checked_by": "board",
        "validity_months": "12",
    }
    assert enter(other).get(address).status_code == 404
    assert client.post(address, data=data | {"choice": "refuse"}).status_code == 422
    asked = client.post(address, data=data | {"step": "check"})
    assert "Adopt rules of procedure." in asked.text
    assert item.state is ItemState.OPEN
    assert "Nearly everything is there." in client.post(address, data=data | {"step": "edit"}).text
    client.post(address, data=data | {"step": "record"})
    db.session.expire_all()
    assert item.state is ItemState.DECIDED
    page = client.get(f"/decisions/{item.decision_id}").text
    assert "Adopt rules of procedure." in page
    assert "valid for 12 months" in page
    client.post(f"/board/sessions/{item.session_id}/end")
    assert "Adopt rules of procedure." in client.get(f"/board/sessions/{item.session_id}").text


def test_condition_without_a_date_says_so_at_the_field(enter: Entering) -> None:
    item, (chair, *_others) = make_item(Choice.CONDITIONS, Choice.CONDITIONS)
    data = {"choice": "conditions", "reasons": "Nearly.", "conditions-0-text": "Adopt rules."}
    answer = enter(chair).post(f"/board/items/{item.id}/outcome", data=data | {"step": "check"})
    assert answer.status_code == 422
    assert 'href="#conditions-0-due_on"' in answer.text
    assert "Adopt rules." in answer.text


def recused_case() -> tuple[AgendaItem, User, Review]:
    board = make_board()
    hidden, shown = make_reported(), make_reported()
    cluster_of(hidden).name = "Hidden Cluster"
    declare_conflict(hidden, board[2])
    session = make_session(hidden, shown, chair=board[0])
    return session.items[0], board[2], hidden


def test_recused_member_finds_the_case_nowhere(enter: Entering) -> None:
    item, member, review = recused_case()
    client = enter(member)
    for address in ("/board", "/board/sessions", f"/board/sessions/{item.session_id}", "/tasks"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Hidden Cluster" not in page.text, address
    assert "1 case<" in client.get("/board/sessions").text
    for address in (
        f"/board/cases/{review.id}",
        f"/board/items/{item.id}/recusal",
        f"/reviews/{review.id}/report",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/board/items/{item.id}/vote", data={"choice": "award"}).status_code == 404
    client.post(f"/board/sessions/{item.session_id}/interests", data={"item": str(item.id)})
    assert client.get(f"/board/cases/{review.id}").status_code == 404


def test_member_recuses_themselves_from_a_case_that_they_have_read(enter: Entering) -> None:
    item, (_chair, member, _third) = make_item(Choice.AWARD)
    client = enter(member)
    assert "interest" in client.get(f"/board/items/{item.id}/recusal").text
    client.post(f"/board/cases/{item.review_id}/interests", data={"interests": "family"})
    assert client.get(f"/board/cases/{item.review_id}").status_code == 404


def test_no_interest_in_many_cases_is_not_declared_where_the_data_speak_of_one(enter: Entering) -> None:
    chair = make_board_member()
    member = make_user("Vera Member", email="vera@harbour.example", roles=[RoleName.BOARD])
    doubtful, plain = make_reported(), make_reported()
    cluster_of(doubtful).website = "https://harbour.example"
    session = make_session(doubtful, plain, chair=chair)
    db.session.commit()
    items = [str(item.id) for item in session.items]
    answer = enter(member).post(
        f"/board/sessions/{session.id}/interests", data={"item": items}, follow_redirects=True
    )
    assert "could be an interest" in answer.text
    assert [has_declared_clear(member, review) for review in (doubtful, plain)] == [False, True]


def test_votes_of_others_are_hidden_in_a_silent_procedure(enter: Entering) -> None:
    item, (chair, member, third) = make_item(Choice.AWARD, Choice.REFUSE, kind=SessionKind.SILENT)
    for address in (f"/board/cases/{item.review_id}", f"/board/sessions/{item.session_id}"):
        page = enter(third).get(address).text
        assert "As the report says." not in page
        assert "Refuse the label: " not in page
    assert enter(chair).get(f"/board/items/{item.id}/outcome").status_code == 404
    asked = enter(member).post(f"/board/items/{item.id}/meeting", data={"reason": "Let us talk."})
    assert asked.status_code == 303
    db.session.expire_all()
    assert item.state is ItemState.MOVED


def test_case_for_a_session_is_not_decided_by_one_member(enter: Entering) -> None:
    review = make_reported()
    client = enter(make_board_member(review=review))
    assert "in a session" in client.get(f"/board/cases/{review.id}").text
    data = {"outcome": "award", "reasons": "I want to.", "step": "record"}
    assert client.post(f"/board/cases/{review.id}/decision", data=data).status_code == 409


def test_proposal_of_a_silent_procedure_is_drawn_up_before_the_invitation(
    enter: Entering, secretariat: User
) -> None:
    chair = make_board_member()
    session = make_session(chair=chair, kind=SessionKind.SILENT, invited=False)
    review = make_reported()
    declare_as_officer(secretariat)
    client = enter(secretariat)
    client.post(f"/board/sessions/{session.id}/cases", data={"review": str(review.id)})
    assert client.post(f"/board/sessions/{session.id}/invite").status_code == 409
    db.session.expire_all()
    address = f"/board/items/{session.items[0].id}/proposal"
    assert client.post(address, data={"choice": "award", "reasons": ""}).status_code == 422
    client.post(address, data={"choice": "award", "reasons": AWARD.reasons})
    assert AWARD.reasons in client.get(address).text
    assert client.post(f"/board/sessions/{session.id}/invite").status_code == 303


def test_deferral_is_read_by_the_team_and_not_by_another(enter: Entering) -> None:
    review = make_deferral().review
    manager, stranger = review.submission.assessment.started_by, make_user("Sam Stranger")
    page = enter(manager).get("/deferrals/1")
    assert "The audited accounts." in page.text
    assert "/deferrals/1" in enter(manager).get("/tasks").text
    assert enter(stranger).get("/deferrals/1").status_code == 404


def test_holder_answers_a_condition_and_the_secretariat_judges_it(enter: Entering, secretariat: User) -> None:
    condition = make_condition()
    declare_as_officer(secretariat)
    address = f"/conditions/{condition.id}"
    manager = enter(condition.decision.review.submission.assessment.started_by)
    assert address in manager.get("/tasks").text
    assert manager.post(f"{address}/answer", data={"text": ""}).status_code == 422
    manager.post(f"{address}/answer", data={"text": "Adopted in May."})
    client = enter(secretariat)
    assert "Answered" in client.get("/conditions").text
    assert "Adopted in May." in client.get(address).text
    assert (
        client.post(f"{address}/judgement", data={"kind": "extended", "reason": "More."}).status_code == 422
    )
    client.post(f"{address}/judgement", data={"kind": "fulfilled", "reason": "Seen."})
    assert address not in client.get("/conditions").text
    assert "Seen." in manager.get(address).text


def test_agenda_takes_the_same_statements_for_one_case_and_for_three(enter: Entering) -> None:
    chair, *_others = make_board()
    one = make_session(make_reported(), chair=chair)
    three = make_session(*(make_reported() for _number in range(3)), chair=chair)
    client = enter(chair)
    for session in (one, three):
        client.post(
            f"/board/sessions/{session.id}/interests", data={"item": [str(item.id) for item in session.items]}
        )

    def statements(session: BoardSession) -> int:
        with count_statements() as found:
            assert client.get(f"/board/sessions/{session.id}").status_code == 200
        return len(found)

    statements(one)
    assert statements(three) == statements(one)


def test_agenda_and_minutes_are_papers(enter: Entering) -> None:
    item, (chair, *_others) = make_item(Choice.AWARD, Choice.AWARD)
    client, address = enter(chair), f"/board/sessions/{item.session_id}"
    assert client.get(f"{address}/agenda.pdf").data.startswith(b"%PDF")
    assert client.get(f"{address}/minutes.pdf").status_code == 404
    client.post(f"{address}/end")
    assert client.get(f"{address}/minutes.pdf").data.startswith(b"%PDF")
    assert cluster_of(item.review).name in client.get(address).text
