"""The log shows every change of a past row, and names it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from labelapp.assessments.models import Submission
from labelapp.certificates.models import Certificate
from labelapp.events.log import event_hash, record, timeline
from labelapp.events.models import ChainHead, Event
from labelapp.events.verifying import Anchor, BadAnchor, anchor_now, read_anchors, verify_log
from labelapp.extensions import db
from labelapp.reviews.models import Report, Score
from tests.factories.accounts import make_user
from tests.factories.decisions import make_decision

MOMENT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def last(app: Flask) -> int:
    """The number of the last of five events more."""
    user = make_user(name="Ada Berg")
    start = len(timeline(user))
    for number in range(5):
        record("test.happened", user, actor=user, number=number)
    db.session.commit()
    assert len(timeline(user)) == start + 5
    assert verify_log() == []
    return db.session.scalars(select(Event.number).order_by(Event.number.desc())).first() or 0


def found() -> list[tuple[int, str]]:
    db.session.expire_all()
    return [(one.number, one.problem) for one in verify_log()]


def change(row: int, **values: object) -> None:
    db.session.execute(update(Event).where(Event.number == row).values(**values))


def take_out(number: int) -> None:
    db.session.execute(delete(Event).where(Event.number == number))


def put_in(number: int, previous: str) -> Event:
    """A forged row with a hash that holds."""
    forged = Event(
        number=number,
        at=MOMENT,
        actor_id=None,
        action="test.forged",
        subject_kind="account",
        subject_id=1,
        details={},
        previous_hash=previous,
    )
    forged.hash = event_hash(forged)
    columns = {column.key: getattr(forged, column.key) for column in Event.__table__.columns}
    db.session.execute(insert(Event).values(**columns))
    return forged


def hash_of(number: int) -> str:
    return db.session.scalars(select(Event.hash).where(Event.number == number)).one()


def chain_anew(first: int, end: int) -> None:
    """What a thorough forger does after changing a row: make all hashes from there on, and the end, anew."""
    previous = hash_of(first - 1)
    for number in range(first, end + 1):
        event = db.session.get_one(Event, number, populate_existing=True)
        event.previous_hash = previous
        event.hash = previous = event_hash(event)
    db.session.get_one(ChainHead, 1).hash = previous
    db.session.flush()


def test_changed_details_name_the_row_its_action_and_subject(last: int) -> None:
    change(last - 2, details={"number": 99})
    assert found() == [(last - 2, "changed")]
    what = str(verify_log()[0])
    assert what.startswith(f"event {last - 2} (test.happened of account ")


@pytest.mark.parametrize(
    "values",
    [
        {"at": MOMENT},
        {"actor_id": None},
        {"action": "test.other"},
        {"subject_kind": "review"},
        {"subject_id": 999},
    ],
)
def test_any_changed_column_names_the_row(last: int, values: dict[str, object]) -> None:
    change(last - 2, **values)
    assert found() == [(last - 2, "changed")]


def test_row_taken_out_names_the_gap(last: int) -> None:
    take_out(last - 2)
    assert found() == [(last - 2, "missing")]


def test_rows_taken_out_in_a_row_are_one_gap(last: int) -> None:
    take_out(last - 2)
    take_out(last - 3)
    assert found() == [(last - 3, f"missing, and all up to event {last - 2}")]


def test_row_put_in_between_is_named_and_the_moved_rows_once(last: int) -> None:
    for number in range(last, last - 3, -1):
        change(number, number=number + 1)
    put_in(last - 2, previous=hash_of(last - 3))
    assert found() == [
        (last - 2, "was put in: the next row follows the one before it"),
        (last - 1, f"moved: it was written as event {last - 2}"),
    ]


def test_swapped_rows_are_both_named(last: int) -> None:
    one, other = last - 3, last - 1
    change(one, number=last + 50)
    change(other, number=one)
    change(last + 50, number=other)
    problems = dict(found())
    assert problems[one] == f"moved: it was written as event {other}"
    assert problems[other] == f"moved: it was written as event {one}"


def test_log_cut_off_at_its_end_says_which_events(last: int) -> None:
    take_out(last)
    take_out(last - 1)
    assert found() == [(last - 1, f"the end of the log is missing, events {last - 1} to {last}")]


def test_row_appended_past_the_recorded_end_is_named(last: int) -> None:
    put_in(last + 1, previous=hash_of(last))
    assert found() == [(last + 1, f"stands after the recorded end of the log, event {last}")]


def test_row_appended_with_a_wrong_number_is_named_with_the_gap(last: int) -> None:
    put_in(last + 3, previous=hash_of(last))
    assert found() == [
        (last + 1, f"missing, and all up to event {last + 2}"),
        (last + 3, f"stands after the recorded end of the log, event {last}"),
    ]


def test_row_with_a_new_hash_does_not_chain_to_the_next(last: int) -> None:
    event = db.session.get_one(Event, last - 2)
    event.details = {"number": 99}
    event.hash = event_hash(event)
    db.session.flush()
    problem = f"does not follow event {last - 2}: one of the two was changed and given a new hash"
    assert found() == [(last - 1, problem)]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"hash": "f" * 64}, "is not the row that the end of the log records, or that record was changed"),
        ({"number": 1}, "stands after the recorded end of the log, event 1"),
    ],
)
def test_changed_record_of_the_end_is_seen(last: int, values: dict[str, object], problem: str) -> None:
    db.session.execute(update(ChainHead).values(**values))
    assert problem in dict(found()).values()


def test_end_without_a_record_is_seen(last: int) -> None:
    db.session.execute(delete(ChainHead))
    assert found() == [(last, "the record of the end of the log was taken out")]


def test_chain_made_anew_is_seen_by_an_anchor_only(last: int) -> None:
    early = Anchor(MOMENT, last - 4, hash_of(last - 4))
    anchor = read_anchors(f"# kept by the secretary\n{early}\n{anchor_now(MOMENT)}\n")
    change(last - 2, details={"number": 99})
    chain_anew(last - 2, last)
    assert found() == []
    broken = [(one.number, one.problem) for one in verify_log(anchor)]
    assert [number for number, _problem in broken] == [last]
    assert f"rewritten after event {last - 4}, whose anchor holds" in broken[0][1]


def test_log_emptied_with_its_end_is_seen_by_an_anchor(last: int) -> None:
    anchor = anchor_now(MOMENT)
    db.session.execute(delete(Event))
    db.session.execute(delete(ChainHead))
    assert found() == []
    assert verify_log([anchor])[0].problem == "missing, though the anchor of 2026-11-25 knows it"


@pytest.mark.parametrize("line", ["x", "2026-11-25T00:00:00+00:00 5 abc", f"yesterday 5 {'a' * 64}"])
def test_line_that_is_no_anchor_is_named(line: str) -> None:
    with pytest.raises(BadAnchor, match="line 2"):
        read_anchors(f"\n{line}")


@pytest.mark.usefixtures("app")
def test_frozen_rows_changed_behind_the_log_are_named() -> None:
    decision = make_decision()
    assert found() == []
    submission = db.session.scalars(select(Submission)).one()
    report = db.session.scalars(select(Report)).one()
    changes = [
        (Submission, {"content": submission.content | {"started_at": "2020-01-01T00:00:00Z"}}),
        (Report, {"content": report.content | {"summary": "Forged."}}),
        (Certificate, {"holder": "Somebody Else"}),
    ]
    for model, values in changes:
        db.session.execute(update(model).values(**values))
    score = db.session.scalars(select(Score).order_by(Score.id)).first()
    assert score is not None
    db.session.execute(update(Score).where(Score.id == score.id).values(justification="Forged."))
    problems = [problem.rpartition(" was changed ")[0] for _number, problem in found()]
    certificate = db.session.scalars(select(Certificate)).one()
    assert problems == [
        f"submission {submission.id}",
        f"score sheet {score.sheet_id}",
        f"report {report.id}",
        f"certificate {certificate.serial}",
    ]
    assert decision.id


@pytest.mark.usefixtures("app")
def test_report_taken_out_behind_the_log_is_named() -> None:
    make_decision()
    db.session.execute(delete(Report))
    assert [problem for _number, problem in found()] == ["the report that it fixed is missing"]
