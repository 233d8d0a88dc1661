"""Two calibration exercises: one that is over, scored by everybody who is awake or not, and one that is open."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from labelapp.accounts.models import User
from labelapp.demo.people import Cast
from labelapp.demo.travel import travel_to
from labelapp.extensions import db, schemes
from labelapp.reviews.calibration.case import case_of
from labelapp.reviews.calibration.closing import close_exercise
from labelapp.reviews.calibration.models import CalibrationSheet, Exercise
from labelapp.reviews.calibration.operations import preparing, scoring
from labelapp.reviews.calibration.operations.preparing import Facts, Part
from labelapp.reviews.operations import ScoreContent
from labelapp.schemes.numbers import exact

SEED = 20261126
BACKGROUND = (
    "An invented cluster organisation for timber construction, with 48 participants in two valleys and an office of "
    "three people. Nothing in it happened anywhere."
)
NOTES = (
    "The documents bear out the answer, but for what they leave open.",
    "Counted again from the list; what is not dated does not count.",
    "The text of the level is met word by word.",
)
# How far a scorer stands from the reference on the whole, and which indicators are read too generously by most.
LEANINGS = (0, 0, -1, 1, 0, 0, -1, 0)
MISREAD = ("1.3", "2.2", "3.1")


def make_exercises(cast: Cast, today: date) -> None:
    """One exercise that ended a month ago with eight sheets, and one that ends in eight days."""
    random = Random(SEED)  # noqa: S311  not a secret: it makes two runs agree
    people = cast.assessors[: len(LEANINGS)]
    travel_to(today - timedelta(days=60))
    past = _prepare(
        cast, "Holztal, a cluster of timber construction", today - timedelta(days=30), _codes(), people
    )
    travel_to(today - timedelta(days=40))
    for person, leaning in zip(people, LEANINGS, strict=True):
        _score(past, person, leaning, random)
    travel_to(today - timedelta(days=29))
    close_exercise(past, by=None)
    travel_to(today - timedelta(days=6))
    codes = _codes()[5:13]
    waiting = _prepare(cast, "Holztal, second half", today + timedelta(days=8), codes, cast.assessors[:6])
    for person in cast.assessors[3:5]:
        _score(waiting, person, 0, random)


def _rows() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "calibration.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def _codes() -> list[str]:
    return list(_rows())


def _prepare(
    cast: Cast, title: str, closes_on: date, codes: Sequence[str], people: Sequence[User]
) -> Exercise:
    scheme, by, rows = schemes().get("cme-gold"), cast.secretariat, _rows()
    facts = Facts(title, "en", closes_on, BACKGROUND, "Elin Vesterby and Ivo Marinov", condition=True)
    exercise = preparing.create_exercise(scheme, facts, by)
    for code in codes:
        row = rows[code]
        met = True if scheme.indicators[code].minimum else None
        reference = ScoreContent(row["points"], met, None, row["reason"])
        preparing.write_part(exercise, code, Part(row["answer"], row["evidence"], reference), by)
    preparing.invite(exercise, [person.id for person in people], by)
    preparing.open_exercise(exercise, by)
    return exercise


def _score(exercise: Exercise, person: User, leaning: int, random: Random) -> None:
    sheet: CalibrationSheet = next(one for one in exercise.sheets if one.user_id == person.id)
    case = case_of(exercise)
    for code, asked in case.questions.items():
        reference = case.reference(code).points or Fraction(0)
        off = random.choice((0, 0, 0, -1, 1)) + (leaning if random.random() < 0.6 else 0)
        off += 1 if code in MISREAD and random.random() < 0.85 else 0
        points = min(max(reference + off, Fraction(0)), asked.indicator.max_points)
        met = (code, off) != ("2.8", -1) if asked.indicator.minimum else None
        content = ScoreContent(exact(points), met, None, random.choice(NOTES))
        scoring.give_score(sheet, code, content)
    scoring.lock_sheet(sheet, by=person)
    db.session.flush()
