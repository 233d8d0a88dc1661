"""Preparing an exercise: the case by hand and from a table, who may be invited, opening and deleting."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews.calibration.case import case_of, scheme_of
from labelapp.reviews.calibration.files import case_workbook, parts_from_json, read_case
from labelapp.reviews.calibration.models import Exercise, State
from labelapp.reviews.calibration.operations import preparing
from labelapp.reviews.calibration.operations.preparing import Part
from labelapp.reviews.calibration.queries import invitees
from labelapp.reviews.operations import ScoreContent
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.calibration import (
    complete_part,
    make_exercise,
    make_keeper,
    make_open_exercise,
    score_exercise,
)
from tests.factories.reviews import make_assessor


@pytest.fixture
def keeper(app: Flask) -> User:
    return make_keeper("Elin Vesterby")


def _assessor(name: str = "Tomás Ferreira", qualifications: list[str] | None = None) -> User:
    return make_assessor(name, qualifications=qualifications, password=None)


def _mails() -> int:
    return db.session.scalar(select(func.count(OutboxMail.id))) or 0


def test_exercise_that_lacks_something_is_not_opened(keeper: User) -> None:
    exercise = make_exercise(by=keeper, codes=())
    with pytest.raises(InvalidInput, match=r"case is empty.*Nobody is invited"):
        preparing.open_exercise(exercise, keeper)
    preparing.invite(exercise, [_assessor().id], keeper)
    preparing.write_part(exercise, "2.8", Part("Half a case."), keeper)
    with pytest.raises(InvalidInput, match=r"not complete: 2\.8"):
        preparing.open_exercise(exercise, keeper)
    preparing.write_part(exercise, "2.8", complete_part(exercise, "2.8"), keeper)
    preparing.open_exercise(exercise, keeper)
    assert exercise.state is State.OPEN


def test_case_and_reference_stay_as_they_are_once_it_is_open(keeper: User) -> None:
    exercise = make_open_exercise([_assessor()])
    with pytest.raises(DomainError, match="stay as they are"):
        preparing.write_part(exercise, "2.8", Part("Other."), keeper)
    with pytest.raises(DomainError):
        preparing.delete_exercise(exercise, keeper)
    with pytest.raises(DomainError):
        preparing.take_over(exercise, {"2.8": Part("Other.")}, keeper)


def test_part_without_any_text_leaves_the_case(keeper: User) -> None:
    exercise = make_exercise(by=keeper, codes=("2.1", "2.8"))
    preparing.write_part(exercise, "2.8", Part("", " ", ScoreContent()), keeper)
    assert list(case_of(exercise).questions) == ["2.1"]


@pytest.mark.parametrize(("code", "points"), [("2.8", "5.5"), ("2.8", "-1"), ("2.8", "good"), ("9.9", "3")])
def test_reference_off_the_scale_is_refused(keeper: User, code: str, points: str) -> None:
    exercise = make_exercise(by=keeper)
    with pytest.raises(InvalidInput):
        preparing.write_part(exercise, code, Part("Answer.", "", ScoreContent(points)), keeper)


def test_last_day_that_is_past_is_refused(keeper: User) -> None:
    with pytest.raises(InvalidInput, match="not past"):
        make_exercise(by=keeper, closes_on=today() - timedelta(days=1))


def test_invited_are_qualified_people_and_those_who_are_to_become_it(keeper: User) -> None:
    _assessor("Annika Rauhala"), _assessor("Bela Novák", qualifications=[])
    found = [(one.user.name, one.qualified) for one in invitees(make_exercise(by=keeper), today())]
    assert found == [("Annika Rauhala", True), ("Bela Novák", False)]


def test_who_knows_the_reference_cannot_be_invited(keeper: User) -> None:
    officer = make_user("Otto Brandt", roles=[RoleName.ASSESSOR, RoleName.SECRETARIAT], password=None)
    author = _assessor("Ada Prior")
    exercise = make_exercise(by=keeper, codes=("2.1",))
    preparing.write_part(exercise, "2.8", complete_part(exercise, "2.8"), author)
    for person in (officer, author, make_user("Vera Holm", password=None)):
        with pytest.raises(InvalidInput, match="cannot be invited"):
            preparing.invite(exercise, [person.id], keeper)


def test_list_of_people_takes_out_those_who_have_not_begun(keeper: User) -> None:
    begun, idle = _assessor("Annika Rauhala"), _assessor("Bela Novák")
    exercise = make_open_exercise([begun, idle])
    score_exercise(exercise, begun, lock=False)
    preparing.invite(exercise, [], keeper)
    assert [sheet.user for sheet in exercise.sheets] == [begun]


def test_invitation_goes_out_when_it_opens_and_later_at_once(keeper: User) -> None:
    first, late = _assessor("Annika Rauhala"), _assessor("Bela Novák")
    exercise = make_exercise([first], by=keeper)
    assert _mails() == 0
    preparing.open_exercise(exercise, keeper)
    assert _mails() == 1
    preparing.invite(exercise, [first.id, late.id], keeper)
    assert _mails() == 2


def test_table_of_a_case_read_back_is_the_case(keeper: User) -> None:
    exercise = make_exercise(by=keeper, points="3.5", reason="=not a formula\n- second line")
    case = case_of(exercise)
    reading = read_case(io.BytesIO(case_workbook(case)), case.scheme)
    assert reading.faults == []
    assert len(reading.parts) == len(case.scheme.indicators)
    kept = parts_from_json(reading.as_json())
    assert {code: part for code, part in kept.items() if part != Part("")} == {
        code: complete_part(exercise, code, "3.5", "=not a formula\n- second line") for code in case.questions
    }


def test_faults_of_a_table_name_the_line_and_the_cure(keeper: User) -> None:
    exercise = make_exercise(by=keeper)
    table = (
        "code;answer;points;minimum_met\n"
        "2.8;Answer.;9;yes\n2.8;Answer.;3;yes\n7.7;Answer.;3;\n2.1;Answer.;3;perhaps\n"
    )
    found = read_case(io.BytesIO(table.encode()), scheme_of(exercise))
    assert found.faults == [
        "Line 2: Points go from 0 to 5.",
        "Line 3: indicator 2.8 stands there twice.",
        "Line 4: the scheme has no indicator “7.7”.",
        "Line 5: minimum_met must be yes, no or empty.",
    ]
    with pytest.raises(InvalidInput, match="column answer is missing"):
        read_case(io.BytesIO(b"code;text\n2.8;Answer.\n"), scheme_of(exercise))


def test_table_changes_nothing_before_it_is_confirmed(client: FlaskClient, keeper: User) -> None:
    exercise = make_exercise(by=keeper, codes=("2.1",))
    sign_in(client, keeper)
    table = (
        b"code;answer;evidence;points;minimum_met;reason\n2.8;Every visit is noted.;Register;4;yes;Traced.\n"
    )
    address = f"/calibration/{exercise.id}/case"
    sent = client.post(address, data={"file": (io.BytesIO(table), "case.csv")})
    assert sent.location.endswith("/case/check")
    assert "Every visit is noted." in client.get(sent.location).text
    assert list(_again(exercise).questions) == ["2.1"]
    client.post(sent.location)
    assert list(_again(exercise).questions) == ["2.1", "2.8"]
    assert client.get(sent.location).status_code == 303


def _again(exercise: Exercise):  # type: ignore[no-untyped-def]
    db.session.expire_all()
    return case_of(exercise)


def test_faulty_table_is_refused_and_says_why(client: FlaskClient, keeper: User) -> None:
    exercise = make_exercise(by=keeper, codes=())
    sign_in(client, keeper)
    file = (io.BytesIO(b"code;answer;points\n2.8;Answer.;12\n"), "case.csv")
    answer = client.post(f"/calibration/{exercise.id}/case", data={"file": file})
    assert answer.status_code == 422
    assert "Line 2: Points go from 0 to 5." in answer.text
    assert _again(exercise).exercise.pending is None


def test_whole_preparation_works_by_forms_alone(client: FlaskClient, keeper: User) -> None:
    assessor = _assessor()
    sign_in(client, keeper)
    assert "No exercise yet" in client.get("/calibration").text
    facts = {
        "scheme": "cme-gold", "title": "Nordlicht", "language": "en", "reference_by": "Ada Winterfeldt",
        "closes_on": (today() + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    wrong = client.post("/calibration/new", data=facts | {"closes_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert "Nordlicht" in wrong.text
    home = client.post("/calibration/new", data=facts).location
    part = {"answer": "Answer.", "points": "4", "minimum_met": "yes", "reason": "Traced."}
    assert client.post(f"{home}/case/2.8", data=part | {"points": "7"}).status_code == 422
    assert client.post(f"{home}/case/2.8", data=part).location.endswith("/case/2.9")
    client.post(f"{home}/people", data={"qualified": [str(assessor.id)]})
    assert "Everybody who is invited gets a mail." in client.get(f"{home}/open").text
    client.post(f"{home}/open")
    exercise = db.session.scalars(select(Exercise)).one()
    assert (exercise.state, exercise.scheme_code, len(exercise.sheets)) == (State.OPEN, "cme-gold", 1)


def test_workbook_of_a_case_has_a_row_for_each_indicator_and_codes_as_text(keeper: User) -> None:
    case = case_of(make_exercise(by=keeper))
    rows = list(load_workbook(io.BytesIO(case_workbook(case))).active.iter_rows(values_only=True))
    assert len(rows) == 1 + len(case.scheme.indicators)
    assert "2.10" in {row[0] for row in rows}


def test_delete_asks_first_and_leaves_nothing(client: FlaskClient, keeper: User) -> None:
    exercise = make_exercise([_assessor()], by=keeper)
    sign_in(client, keeper)
    address = f"/calibration/{exercise.id}/delete"
    assert "Delete the exercise?" in client.get(address).text
    client.post(address)
    assert db.session.scalars(select(Exercise)).all() == []
