"""Exercises for the secretariat: the list, what is said about one, who is invited, opening, closing, deleting."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.clock import today
from labelapp.extensions import schemes
from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.case import case_of, order_of, scheme_of
from labelapp.reviews.calibration.closing import close_exercise
from labelapp.reviews.calibration.figures import Figures
from labelapp.reviews.calibration.forms import ExerciseForm, PeopleForm
from labelapp.reviews.calibration.models import Exercise, State
from labelapp.reviews.calibration.operations import preparing
from labelapp.reviews.calibration.queries import find_exercise, invitees, judged_on, list_exercises
from labelapp.reviews.calibration.results import farthest_first, results_of
from labelapp.reviews.calibration.views.blueprint import HERE, bp
from labelapp.reviews.views.blueprint import reader
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.locale import scheme_text
from labelapp.web.paging import read_position


@bp.get("/calibration")
@requires(policy.may_keep_exercises)
def index() -> ResponseReturnValue:
    """All exercises."""
    page = list_exercises(read_position(request.args.get("at")))
    return render_template("reviews/calibration/index.html", page=page, scheme_of=scheme_of, tag_of=tag_of)


def tag_of(exercise: Exercise) -> tuple[str, str, Any]:
    """Kind, icon and words for where an exercise stands."""
    return {
        State.DRAFT: ("open", "ring", _("In preparation")),
        State.OPEN: ("attention", "clock", _("Open")),
        State.CLOSED: ("good", "check", _("Closed")),
    }[exercise.state]


@bp.route("/calibration/new", methods=["GET", "POST"])
@requires(policy.may_keep_exercises)
def new() -> ResponseReturnValue:
    """Begin an exercise."""
    form = ExerciseForm().offer()
    if form.validate_on_submit():
        try:
            exercise = preparing.create_exercise(schemes().get(form.scheme.data), form.said(), reader())
        except InvalidInput as error:
            refuse(form.closes_on, error)
        else:
            return redirect(url_for("calibration.show", exercise_id=exercise.id), 303)
    page = render_template("reviews/calibration/facts.html", form=form, exercise=None)
    return page, 422 if form.errors else 200


@bp.route(f"{HERE}/facts", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def change(exercise: Exercise) -> ResponseReturnValue:
    """Change what is said about an exercise."""
    form = ExerciseForm(obj=exercise).offer(exercise)
    if form.validate_on_submit():
        try:
            preparing.change_exercise(exercise, form.said(), reader())
        except InvalidInput as error:
            refuse(form.closes_on, error)
        else:
            flash(_("The changes are saved."))
            return _back(exercise)
    page = render_template("reviews/calibration/facts.html", form=form, exercise=exercise)
    return page, 422 if form.errors else 200


def _back(exercise: Exercise) -> ResponseReturnValue:
    return redirect(url_for("calibration.show", exercise_id=exercise.id), 303)


@bp.get(HERE)
@requires_on(find_exercise, policy.may_keep)
def show(exercise: Exercise) -> ResponseReturnValue:
    """An exercise: what it still lacks, or what it came to."""
    return _page(exercise)


def _page(exercise: Exercise, problem: str = "") -> str:
    case = case_of(exercise)
    found = results_of(exercise)
    names = {sheet_id: sheet.user.name for sheet_id, sheet in found.sheets.items()}
    return render_template(
        "reviews/calibration/show.html",
        exercise=exercise,
        case=case,
        order=order_of(case.scheme),
        tag=tag_of(exercise),
        lacking=case.lacking(),
        hindrances=preparing.hindrances(exercise) if exercise.state is State.DRAFT else [],
        begun=judged_on([sheet.id for sheet in exercise.sheets]),
        figures=found.figures,
        names=names,
        farthest=farthest_first(found.figures),
        reach=_reach(found.figures),
        problem=problem,
        today=today(),
    )


def _reach(figures: Figures) -> float:
    """Half the axis of the chart of differences: all intervals lie on it, and small ones are not blown up."""
    found = [one.difference for one in figures.indicators if one.difference]
    bounds = [abs(bound) for one in found for bound in (one.low, one.high) if bound is not None]
    return min(1.0, max([0.4, *bounds]))


@bp.route(f"{HERE}/people", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def people(exercise: Exercise) -> ResponseReturnValue:
    """Choose who is invited."""
    invited = [str(sheet.user_id) for sheet in exercise.sheets]
    form = PeopleForm(qualified=invited, others=invited).offer(invitees(exercise, today()))
    if form.validate_on_submit():
        added = preparing.invite(exercise, form.chosen(), reader())
        if added and exercise.state is State.OPEN:
            flash(
                ngettext(
                    "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", len(added)
                )
            )
        else:
            flash(_("The list is saved."))
        return _back(exercise)
    page = render_template("reviews/calibration/people.html", exercise=exercise, form=form)
    return page, 422 if form.errors else 200


@bp.route(f"{HERE}/open", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def open_(exercise: Exercise) -> ResponseReturnValue:
    """Open an exercise, after a confirmation; what is missing is said on its page."""
    if request.method == "GET" and not preparing.hindrances(exercise):
        return render_template(
            "reviews/calibration/open.html", exercise=exercise, scheme=scheme_text(scheme_of(exercise).name)
        )
    if request.method == "GET":
        return _back(exercise)
    try:
        preparing.open_exercise(exercise, reader())
    except InvalidInput as error:
        return _page(exercise, error.message), 422
    flash(_("The exercise is open. The invitations are on their way."))
    return _back(exercise)


@bp.route(f"{HERE}/close", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def close(exercise: Exercise) -> ResponseReturnValue:
    """Close an exercise before its last day, after a confirmation."""
    if request.method == "GET" and exercise.state is not State.OPEN:
        return _back(exercise)
    if request.method == "GET":
        return render_template("reviews/calibration/close.html", exercise=exercise)
    close_exercise(exercise, by=reader())
    flash(_("The exercise is closed."))
    return _back(exercise)


@bp.route(f"{HERE}/delete", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def delete(exercise: Exercise) -> ResponseReturnValue:
    """Delete an exercise that was never opened, after a confirmation."""
    if request.method == "GET":
        return render_template("reviews/calibration/delete.html", exercise=exercise)
    preparing.delete_exercise(exercise, by=reader())
    flash(_("The exercise is deleted."))
    return redirect(url_for("calibration.index"), 303)
