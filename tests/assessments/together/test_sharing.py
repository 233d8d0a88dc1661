"""What reaches the assessors: what was shared on the day of the submission, as it was, and nothing else ever."""

import pytest
from flask.testing import FlaskClient

from labelapp.accounts.models import User
from labelapp.assessments.operations import request_confirmation, submit_assessment
from labelapp.assessments.queries import Place, find_place
from labelapp.assessments.snapshot import content_hash, load
from labelapp.assessments.together.comments import (
    change_comment,
    delete_comment,
    share_comment,
    take_back_comment,
    write_comment,
)
from labelapp.assessments.together.models import Comment
from labelapp.assessments.together.queries import Remark
from labelapp.extensions import db
from labelapp.reviews import policy
from labelapp.reviews.models import Review
from labelapp.web.errors import DomainError, InvalidInput
from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in
from tests.factories.assessments import answer_all, complete_answers
from tests.factories.reviews import make_compared, make_observer, make_review, start_scoring

SHARED = "The register is kept in Danish."
SECRET = "Undisclosed words"
PAGES = ("desk/2.8", "desk/2.9", "lock", "consensus", "consensus/2.8", "report", "interests", "")


def _place(team: Team) -> Place:
    place = find_place(team.assessment.id, "2.8")
    assert place is not None
    return place


def _write(team: Team, text: str, by: User | None = None, **more: object) -> Comment:
    return write_comment(_place(team), text, by=by or team.contributor, **more)  # type: ignore[arg-type]


def _remark(team: Team, comment: Comment) -> Remark:
    return Remark(_place(team), comment)


@pytest.fixture
def talking(team: Team) -> Team:
    """A complete self-assessment with everything that could leak beside what may be read."""
    answer_all(team.assessment, complete_answers(), team.manager)
    thread = _write(team, SHARED, shared=True)
    _write(team, "The column Mødt says when.", by=team.manager, parent=thread, shared=True)
    _write(team, f"{SECRET}: internal answer", parent=thread)
    _write(team, f"{SECRET}: internal")
    deleted = _write(team, f"{SECRET}: shared and deleted", shared=True)
    delete_comment(_remark(team, deleted), by=team.contributor)
    taken = _write(team, f"{SECRET}: taken back", shared=True)
    _write(team, f"{SECRET}: shared answer", parent=taken, shared=True)
    take_back_comment(_remark(team, taken), by=team.contributor)
    db.session.commit()
    return team


def _submit(team: Team) -> Review:
    review = make_review(submit_assessment(team.assessment, team.representative))
    make_observer(review)
    return start_scoring(review)


def test_assessors_read_what_was_shared_beside_the_answer_and_nothing_internal(
    client: FlaskClient, talking: Team
) -> None:
    review = make_compared(_submit(talking))
    for person in policy.active_assignments(review):
        sign_in(client, person.user)
        texts = {page: client.get(f"/reviews/{review.id}/{page}").text for page in PAGES}
        assert SHARED in texts["desk/2.8"]
        assert "The column Mødt says when." in texts["desk/2.8"]
        assert SHARED not in texts["desk/2.9"]
        assert SECRET not in "".join(texts.values())
        assert client.get(f"{talking.page}/indicators/2.8").status_code == 404


def test_submission_holds_no_word_that_is_not_shared(talking: Team) -> None:
    submission = submit_assessment(talking.assessment, talking.representative)
    assert SECRET not in str(submission.content)
    frozen = load(submission).indicators["2.8"].comments
    assert [(one.author, one.text, one.reply) for one in frozen] == [
        ("Jonas Krag", SHARED, False),
        ("Mette Lindholt", "The column Mødt says when.", True),
    ]


def test_nothing_later_reaches_the_assessors(client: FlaskClient, talking: Team) -> None:
    review = _submit(talking)
    sign_in(client, policy.scoring_assignments(review)[0].user)
    before = client.get(f"/reviews/{review.id}/desk/2.8").text
    internal = _write(talking, "Said later.")
    refused = (
        lambda: _write(talking, "Shared later.", shared=True),
        lambda: share_comment(_remark(talking, internal), by=talking.contributor),
    )
    for doing in refused:
        with pytest.raises(DomainError):
            doing()
    db.session.commit()
    after = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert "later." not in after
    assert (SHARED in before, SHARED in after) == (True, True)


def test_row_changed_behind_the_operations_does_not_change_what_was_frozen(
    client: FlaskClient, talking: Team
) -> None:
    review = _submit(talking)
    db.session.execute(db.text("UPDATE comment SET shared = true, deleted_at = NULL, text = 'Changed.'"))
    sign_in(client, policy.scoring_assignments(review)[0].user)
    page = client.get(f"/reviews/{review.id}/desk/2.8").text
    assert SHARED in page
    assert "Changed." not in page


@pytest.mark.parametrize("state", ["asked", "submitted"])
def test_what_is_shared_is_closed_once_the_confirmation_is_asked_for(talking: Team, state: str) -> None:
    shared = next(one for one in db.session.query(Comment).all() if one.text == SHARED)
    internal = next(one for one in db.session.query(Comment).all() if one.text.endswith(": internal"))
    if state == "asked":
        request_confirmation(talking.assessment, by=talking.manager)
    else:
        submit_assessment(talking.assessment, talking.representative)
    for doing in (
        lambda: change_comment(_remark(talking, shared), "Other words.", by=talking.contributor),
        lambda: delete_comment(_remark(talking, shared), by=talking.contributor),
        lambda: take_back_comment(_remark(talking, shared), by=talking.contributor),
        lambda: share_comment(_remark(talking, internal), by=talking.contributor),
    ):
        with pytest.raises(DomainError):
            doing()
    change_comment(_remark(talking, internal), "Still among us.", by=talking.contributor)


def test_answer_is_shared_only_with_its_question(talking: Team) -> None:
    internal = _write(talking, "A question.")
    with pytest.raises(InvalidInput):
        _write(talking, "An answer.", parent=internal, shared=True)
    answer = _write(talking, "An answer.", parent=internal)
    with pytest.raises(InvalidInput):
        share_comment(_remark(talking, answer), by=talking.contributor)
    share_comment(_remark(talking, internal), by=talking.contributor)
    share_comment(_remark(talking, answer), by=talking.contributor)
    assert (internal.shared, answer.shared) == (True, True)


def test_manager_takes_back_what_a_colleague_shared_and_others_do_not(
    client: FlaskClient, talking: Team
) -> None:
    shared = next(one for one in db.session.query(Comment).all() if one.text == SHARED)
    address = f"{talking.page}/comments/{shared.id}/take-back"
    sign_in(client, talking.representative)
    assert client.post(address).status_code == 404
    sign_in(client, talking.manager)
    assert client.post(address).status_code == 303
    assert [one.text for one in db.session.query(Comment).filter_by(shared=True, deleted_at=None)] == []


def test_submission_from_before_comments_is_read_as_it_is(talking: Team) -> None:
    submission = submit_assessment(talking.assessment, talking.representative)
    content = {**submission.content, "indicators": {
        code: {name: value for name, value in facts.items() if name != "comments"}
        for code, facts in submission.content["indicators"].items()
    }}  # fmt: skip
    submission.content = content
    assert load(submission).indicators["2.8"].comments == []
    assert len(content_hash(content)) == 64


def test_representative_reads_what_is_shared_what_is_open_and_what_is_missing(
    client: FlaskClient, talking: Team
) -> None:
    request_confirmation(talking.assessment, by=talking.manager)
    db.session.execute(db.text("UPDATE answer SET to_confirm = true WHERE indicator = '4.1'"))
    sign_in(client, talking.representative)
    page = client.get(f"{talking.page}/confirm").text
    for text in (
        "Erik Dam, legal representative",
        "Mette Lindholt on",
        SHARED,
        "Open comment of Jonas Krag on",
        f"{SECRET}: internal",
        "has an answer that the team has not confirmed",
        "ask for evidence and have no document",
        "54 participants",
        "data-print",
    ):
        assert text in page, text
    assert f"{SECRET}: shared and deleted" not in page
