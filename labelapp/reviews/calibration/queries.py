"""Reading exercises: the lists, the people who may be invited, and places in addresses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import contains_eager, lazyload, selectinload

from labelapp.accounts.models import Role, RoleName, User
from labelapp.extensions import db
from labelapp.reviews.calibration.case import scheme_of
from labelapp.reviews.calibration.models import CalibrationScore, CalibrationSheet, Exercise
from labelapp.reviews.models import AssessorProfile
from labelapp.reviews.register.queries import is_expert, qualifications_of
from labelapp.schemes.definition import Indicator
from labelapp.web.paging import Page, Position, read_page


@dataclass(frozen=True)
class ExerciseLine:
    """A row of the secretariat's list: how many are invited, and how many have locked."""

    exercise: Exercise
    invited: int
    locked: int


@dataclass(frozen=True)
class Invitee:
    """An expert who may be invited: qualified for any part of the scheme, and able to read the case?"""

    user: User
    profile: AssessorProfile | None
    qualified: bool
    reads: bool


@dataclass(frozen=True)
class ItemPlace:
    """One indicator of the scheme in an exercise."""

    exercise: Exercise
    indicator: Indicator


def find_exercise(exercise_id: int) -> Exercise | None:
    """An exercise with its case and its sheets; a constant number of statements."""
    query = select(Exercise).where(Exercise.id == exercise_id)
    people = selectinload(Exercise.sheets).selectinload(CalibrationSheet.user).lazyload(User.roles)
    return db.session.scalar(query.options(selectinload(Exercise.items), people))


def find_item(exercise_id: int, code: str) -> ItemPlace | None:
    """An indicator of the scheme of an exercise, whether the case tells about it or not."""
    exercise = find_exercise(exercise_id)
    indicator = scheme_of(exercise).indicators.get(code) if exercise else None
    return ItemPlace(exercise, indicator) if exercise and indicator else None


def find_question(exercise_id: int, code: str) -> ItemPlace | None:
    """An indicator about which the case tells something."""
    place = find_item(exercise_id, code)
    known = place is not None and any(item.indicator == code for item in place.exercise.items)
    return place if known else None


def list_exercises(position: Position | None = None) -> Page[ExerciseLine]:
    """All exercises, that which ends last first."""
    ends = cast(Exercise.closes_on, String).label("last_day")
    page = read_page(select(Exercise), ends, Exercise.id.expression, position, descending=True)
    numbers = _counted([one.id for one in page.items])
    return Page(
        [ExerciseLine(one, *numbers.get(one.id, (0, 0))) for one in page.items], page.before, page.after
    )


def _counted(exercise_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    query = (
        select(
            CalibrationSheet.exercise_id,
            func.count(CalibrationSheet.id),
            func.count(CalibrationSheet.locked_at),
        )
        .where(CalibrationSheet.exercise_id.in_(exercise_ids))
        .group_by(CalibrationSheet.exercise_id)
    )
    return {exercise: (invited, locked) for exercise, invited, locked in db.session.execute(query)}


def sheets_of(user: User) -> list[CalibrationSheet]:
    """The sheets of a person in exercises that were opened, that which ends last first."""
    query = (
        select(CalibrationSheet)
        .join(CalibrationSheet.exercise)
        .where(CalibrationSheet.user_id == user.id, Exercise.opened_at.is_not(None))
        .options(contains_eager(CalibrationSheet.exercise), lazyload(CalibrationSheet.user))
        .order_by(Exercise.closes_on.desc(), Exercise.id.desc())
    )
    return list(db.session.scalars(query))


def judged_on(sheet_ids: Collection[int]) -> dict[int, int]:
    """On how many indicators a sheet says anything; one statement."""
    query = (
        select(CalibrationScore.sheet_id, func.count(CalibrationScore.indicator.distinct()))
        .where(CalibrationScore.sheet_id.in_(sheet_ids))
        .group_by(CalibrationScore.sheet_id)
    )
    return dict(iter(db.session.execute(query)))


def invitees(exercise: Exercise, day: date) -> list[Invitee]:
    """The experts who may be invited, qualified or still to be, by name.

    Not the secretariat, which reads the reference, nor who wrote a part of it: they would score from memory.
    """
    officers = select(User.id).where(User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    authors = {item.written_by_id for item in exercise.items} | {exercise.created_by_id}
    query = (
        select(User, AssessorProfile)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(*is_expert(), User.id.not_in(officers), User.id.not_in(authors))
        .options(lazyload(User.roles))
        .order_by(func.lower(User.name), User.id)
    )
    held = qualifications_of(query.with_only_columns(User.id).order_by(None))
    return [
        Invitee(
            user,
            profile,
            any(
                one.scheme_code == exercise.scheme_code and one.holds_on(day) for one in held.get(user.id, ())
            ),
            bool(profile and exercise.language in profile.languages),
        )
        for user, profile in db.session.execute(query)
    ]
