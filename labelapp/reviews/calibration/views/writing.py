"""Writing the fictional case and its reference: an indicator at a time, or as a table with a preview."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.case import case_of, levels_of, order_of, scheme_of
from labelapp.reviews.calibration.files import (
    case_workbook,
    part_of,
    parts_from_json,
    read_case,
)
from labelapp.reviews.calibration.forms import CaseFileForm, PartForm
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.operations import preparing
from labelapp.reviews.calibration.operations.preparing import Part
from labelapp.reviews.calibration.queries import ItemPlace, find_exercise, find_item
from labelapp.reviews.calibration.views.blueprint import HERE, bp, on_item
from labelapp.reviews.judging import Question
from labelapp.reviews.views.blueprint import reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import one_line, refuse
from labelapp.web.spreadsheets import xlsx_file


@bp.route(f"{HERE}/case/<code>", methods=["GET", "POST"])
@requires_on(find_item, on_item(policy.may_keep))
def part(place: ItemPlace) -> ResponseReturnValue:
    """Write one indicator of the case, and go on to the next."""
    preparing.require_draft(place.exercise)
    case, asked = case_of(place.exercise), Question(place.indicator)
    order = order_of(case.scheme)
    at = order.index(place.indicator.code)
    following = order[at + 1] if at + 1 < len(order) else None
    form = PartForm.about(asked)
    if form.validate_on_submit():
        try:
            preparing.write_part(place.exercise, place.indicator.code, form.said(), reader())
        except InvalidInput as error:
            refuse(form.points or form.answer, error)
        else:
            flash(_("%(code)s is saved.", code=place.indicator.code))
            return _after(place.exercise, following)
    if not form.is_submitted():
        form = PartForm.about(asked, part_of(case, place.indicator.code))
    page = render_template(
        "reviews/calibration/part.html",
        exercise=place.exercise,
        indicator=place.indicator,
        levels=levels_of(asked),
        form=form,
        following=following,
    )
    return page, 422 if form.errors else 200


def _after(exercise: Exercise, following: str | None) -> ResponseReturnValue:
    if following is None:
        return redirect(url_for("calibration.show", exercise_id=exercise.id), 303)
    return redirect(url_for("calibration.part", exercise_id=exercise.id, code=following), 303)


@bp.get(f"{HERE}/case.xlsx")
@requires_on(find_exercise, policy.may_keep)
def case_file(exercise: Exercise) -> ResponseReturnValue:
    """The table of the case to fill in, with what stands in it by now."""
    return xlsx_file(f"case-{exercise.id}.xlsx", case_workbook(case_of(exercise)))


@bp.route(f"{HERE}/case", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def upload(exercise: Exercise) -> ResponseReturnValue:
    """Read a case from a table; nothing changes before it is confirmed."""
    preparing.require_draft(exercise)
    form, faults = CaseFileForm(), []
    if form.validate_on_submit():
        try:
            reading = read_case(form.file.data.stream, scheme_of(exercise))
        except InvalidInput as error:
            refuse(form.file, error)
        else:
            faults = reading.faults
            if not faults:
                name = one_line(form.file.data.filename) or ""
                preparing.keep_reading(exercise, name[:150], reading.as_json())
                return redirect(url_for("calibration.preview", exercise_id=exercise.id), 303)
            refuse(
                form.file, InvalidInput(_("Nothing was taken over. Correct the lines below and try again."))
            )
    page = render_template("reviews/calibration/upload.html", exercise=exercise, form=form, faults=faults)
    return page, 422 if form.errors else 200


@bp.route(f"{HERE}/case/check", methods=["GET", "POST"])
@requires_on(find_exercise, policy.may_keep)
def preview(exercise: Exercise) -> ResponseReturnValue:
    """What the table would change; then the change itself."""
    preparing.require_draft(exercise)
    if exercise.pending is None:
        return redirect(url_for("calibration.upload", exercise_id=exercise.id), 303)
    parts, case = parts_from_json(exercise.pending["parts"]), case_of(exercise)
    form = CaseFileForm()
    del form.file
    changes = [(code, one, _change(part_of(case, code), one)) for code, one in parts.items()]
    changes = [change for change in changes if change[2]]
    if form.validate_on_submit():
        preparing.take_over(exercise, parts, reader())
        flash(
            ngettext("%(num)s indicator is taken over.", "%(num)s indicators are taken over.", len(changes))
        )
        return redirect(url_for("calibration.show", exercise_id=exercise.id), 303)
    return render_template(
        "reviews/calibration/preview.html",
        exercise=exercise,
        scheme=case.scheme,
        changes=changes,
        name=exercise.pending["name"],
        same=len(parts) - len(changes),
    )


def _change(old: Part, new: Part) -> str:
    """What becomes of an indicator, in words; empty for nothing."""
    if old == new:
        return ""
    if old == Part(""):
        return str(_("new"))
    return str(_("taken out") if new == Part("") else _("changed"))
