"""The desk of an exercise: scored like a real case, locked at the end, then compared."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.case import ExerciseCase, case_of, levels_of, scheme_of
from labelapp.reviews.calibration.models import CalibrationSheet, Exercise, State
from labelapp.reviews.calibration.operations import scoring
from labelapp.reviews.calibration.queries import ItemPlace, find_exercise, find_question, sheets_of
from labelapp.reviews.calibration.results import OTHERS_FROM, comparison_of
from labelapp.reviews.calibration.sheets import entries_of, last_changes
from labelapp.reviews.calibration.views.blueprint import HERE, bp, on_item
from labelapp.reviews.desk import first_open, meaning
from labelapp.reviews.desklist import mark, neighbours
from labelapp.reviews.forms import ScoreForm, yes_no
from labelapp.reviews.judging import Judgement, relevant
from labelapp.reviews.operations import ScoreContent, content_of
from labelapp.reviews.queries.sheets import Entry
from labelapp.reviews.result import tally
from labelapp.reviews.views.blueprint import reader
from labelapp.reviews.views.desk import gap_name, summary_of
from labelapp.reviews.views.sheet import tidy
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Seat:
    """The reader's place in an exercise: the case, their sheet and what stands on it. Never anybody else's."""

    case: ExerciseCase
    sheet: CalibrationSheet
    entries: dict[str, Entry]

    @property
    def open(self) -> bool:
        """Whether the reader may score now."""
        return self.sheet.locked_at is None and self.case.exercise.state is State.OPEN

    @property
    def judgements(self) -> dict[str, Judgement]:
        """What stands on the sheet, by indicator."""
        return {code: entry.judgement for code, entry in self.entries.items()}


def seat_of(exercise: Exercise) -> Seat:
    """The reader's place; 404 without one."""
    sheet = policy.sheet_of(reader(), exercise)
    if sheet is None:
        abort(404)
    return Seat(case_of(exercise), sheet, entries_of(sheet.id))


@bp.get("/calibration/mine")
@requires(policy.may_see_own_exercises)
def mine() -> ResponseReturnValue:
    """The exercises to which the reader is invited."""
    return render_template(
        "reviews/calibration/mine.html", sheets=sheets_of(reader()), scheme_of=scheme_of, today=today()
    )


@bp.get(f"{HERE}/desk")
@requires_on(find_exercise, policy.may_read_case)
def desk(exercise: Exercise) -> ResponseReturnValue:
    """Go on where the reader's sheet is not complete."""
    seat = seat_of(exercise)
    code = first_open(seat.case, scoring.incomplete(seat.case, seat.entries) if seat.open else {})
    return redirect(url_for("calibration.indicator", exercise_id=exercise.id, code=code), 303)


@bp.get(f"{HERE}/desk/<code>")
@requires_on(find_question, on_item(policy.may_read_case))
def indicator(place: ItemPlace) -> ResponseReturnValue:
    """What the case says about one indicator, and the reader's own score."""
    return _page(place, seat_of(place.exercise))


def _page(place: ItemPlace, seat: Seat, content: ScoreContent | None = None, problem: str = "") -> str:
    case, code = seat.case, place.indicator.code
    asked, entry = case.questions[code], seat.entries.get(code)
    previous, following = neighbours(case, code)
    return render_template(
        "reviews/calibration/desk.html",
        exercise=place.exercise,
        case=case,
        indicator=place.indicator,
        asked=asked,
        item=case.items[code],
        levels=levels_of(asked),
        groups=_groups(seat),
        seat=seat,
        content=content or content_of(entry),
        own=relevant(asked, entry.judgement) if entry else Judgement(),
        problem=problem,
        saved_at=entry.given_at if entry else None,
        versions={name: change.number for name, change in last_changes(seat.sheet.id, code).items()},
        meaning=meaning(asked, entry.judgement if entry else Judgement()),
        tally=tally(case, seat.judgements),
        options=[exact(points) for points in asked.options],
        previous=previous,
        following=following,
    )


def _groups(seat: Seat) -> list[tuple[str, list[dict[str, Any]]]]:
    """The indicators of the case by dimension with the reader's own points, for the macro `desk_list`."""
    case, groups = seat.case, []
    for dimension in case.scheme.dimensions:
        items = [desk_item(seat, code) for code in dimension.indicators if code in case.questions]
        if items:
            groups.append((f"{dimension.code} {scheme_text(dimension.name)}", items))
    return groups


def desk_item(seat: Seat, code: str) -> dict[str, Any]:
    """One row of the list."""
    return {
        "code": code,
        "name": scheme_text(seat.case.scheme.indicators[code].name),
        "url": url_for("calibration.indicator", exercise_id=seat.case.exercise.id, code=code),
        "points": mark(seat.case.questions[code], seat.entries.get(code)),
    }


@bp.post(f"{HERE}/desk/<code>")
@requires_on(find_question, on_item(policy.may_read_case))
def score(place: ItemPlace) -> ResponseReturnValue:
    """Save the score of one indicator and go to the next; after the last one to the check before locking."""
    seat, form = seat_of(place.exercise), ScoreForm()
    content = ScoreContent(
        points=form.points.data or None,
        minimum_met=yes_no(form.minimum_met.data),
        plausible=yes_no(form.plausible.data),
        justification=tidy(form.justification.data),
    )
    if not form.validate_on_submit():
        problem = next((str(text) for found in form.errors.values() for text in found), "")
        return _page(place, seat, content, problem), 422
    try:
        scoring.give_score(seat.sheet, place.indicator.code, content)
    except InvalidInput as error:
        return _page(place, seat, content, error.message), 422
    following = neighbours(seat.case, place.indicator.code)[1]
    if following is None:
        return redirect(url_for("calibration.lock", exercise_id=place.exercise.id), 303)
    return redirect(url_for("calibration.indicator", exercise_id=place.exercise.id, code=following), 303)


@bp.get(f"{HERE}/lock")
@requires_on(find_exercise, policy.may_read_case)
def lock(exercise: Exercise) -> ResponseReturnValue:
    """What is missing on the reader's sheet; when nothing is, the confirmation."""
    return _lock_page(seat_of(exercise))


def _lock_page(seat: Seat) -> str:
    missing = scoring.incomplete(seat.case, seat.entries)
    return render_template(
        "reviews/calibration/lock.html",
        exercise=seat.case.exercise,
        case=seat.case,
        seat=seat,
        missing=[(code, [gap_name(gap) for gap in gaps]) for code, gaps in missing.items()],
        summary=summary_of(tally(seat.case, seat.judgements)),
    )


@bp.post(f"{HERE}/lock")
@requires_on(find_exercise, policy.may_read_case)
def lock_confirmed(exercise: Exercise) -> ResponseReturnValue:
    """Lock the reader's sheet and show the comparison."""
    seat = seat_of(exercise)
    try:
        scoring.lock_sheet(seat.sheet, by=reader())
    except InvalidInput:
        return _lock_page(seat), 422
    flash(_("Your score sheet is locked."))
    return redirect(url_for("calibration.comparison", exercise_id=exercise.id), 303)


@bp.get(f"{HERE}/comparison")
@requires_on(find_exercise, policy.may_compare)
def comparison(exercise: Exercise) -> ResponseReturnValue:
    """The reader's sheet beside the reference with its reasons, and the spread of the others."""
    seat = seat_of(exercise)
    return render_template(
        "reviews/calibration/comparison.html",
        exercise=exercise,
        case=seat.case,
        found=comparison_of(exercise, seat.sheet),
        others_from=OTHERS_FROM,
    )
