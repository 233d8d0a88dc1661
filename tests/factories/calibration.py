"""Calibration exercises in any state, made with the operations."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from labelapp.accounts.models import RoleName, User
from labelapp.clock import now, today
from labelapp.extensions import db, schemes
from labelapp.reviews.calibration.case import case_of
from labelapp.reviews.calibration.models import CalibrationScore, CalibrationSheet, Exercise
from labelapp.reviews.calibration.operations import preparing, scoring
from labelapp.reviews.calibration.operations.preparing import Facts, Part
from labelapp.reviews.judging import Judgement, Question
from labelapp.reviews.operations import ScoreContent
from tests.factories.accounts import make_user

CODES = ("1.1", "2.1", "2.2", "2.8")
REASON = "Reference: two of the three lists agree."


def make_keeper(name: str = "Ines Kovač") -> User:
    """An officer of the secretariat."""
    return make_user(name, roles=[RoleName.SECRETARIAT], password=None)


def make_exercise(
    people: Sequence[User] = (),
    codes: Sequence[str] = CODES,
    points: str = "3",
    closes_on: date | None = None,
    by: User | None = None,
    reason: str = REASON,
    title: str = "Nordlicht, a fictional cluster",
    condition: bool = False,
) -> Exercise:
    """An exercise in preparation with a complete case and reference about some indicators of Gold."""
    by = by or make_keeper()
    facts = Facts(
        title,
        "en",
        closes_on or today() + timedelta(days=20),
        "Invented for the purpose.",
        "Ada Winterfeldt",
        condition,
    )
    exercise = preparing.create_exercise(schemes().get("cme-gold"), facts, by)
    for code in codes:
        preparing.write_part(exercise, code, complete_part(exercise, code, points, reason), by)
    preparing.invite(exercise, [person.id for person in people], by)
    db.session.commit()
    return exercise


def complete_part(exercise: Exercise, code: str, points: str = "3", reason: str = REASON) -> Part:
    """An indicator of the case with an answer and everything that the reference needs."""
    asked = Question(case_of(exercise).scheme.indicators[code])
    reference = ScoreContent(
        points=points if asked.scored else None,
        minimum_met=True if asked.asks_minimum(Judgement()) else None,
        plausible=True if asked.asks_plausible else None,
        justification=reason,
    )
    return Part(f"Answer about {code}.", f"Minutes of 3 March, page 2, about {code}.", reference)


def make_open_exercise(people: Sequence[User], **more: object) -> Exercise:
    """An exercise that waits for those who are invited."""
    by = make_keeper()
    exercise = make_exercise(people, by=by, **more)  # type: ignore[arg-type]
    preparing.open_exercise(exercise, by)
    db.session.commit()
    return exercise


def calibration_sheet(exercise: Exercise, person: User) -> CalibrationSheet:
    """The sheet of somebody who is invited."""
    return next(sheet for sheet in exercise.sheets if sheet.user_id == person.id)


def score_exercise(
    exercise: Exercise,
    person: User,
    points: Mapping[str, str] | str = "3",
    lock: bool = True,
    justification: str = "The minutes name no date.",
) -> CalibrationSheet:
    """Score every indicator, and lock. `points`: one text for all, or by indicator with 3 for the rest."""
    sheet = calibration_sheet(exercise, person)
    for code, asked in case_of(exercise).questions.items():
        given = points if isinstance(points, str) else points.get(code, "3")
        db.session.add(
            CalibrationScore(
                sheet_id=sheet.id,
                indicator=code,
                points=given if asked.scored else None,
                minimum_met=True if asked.asks_minimum(Judgement()) else None,
                plausible=True if asked.asks_plausible else None,
                justification=justification,
                given_at=now(),
            )
        )
    db.session.flush()
    if lock:
        scoring.lock_sheet(sheet, by=person)
    db.session.commit()
    return sheet
