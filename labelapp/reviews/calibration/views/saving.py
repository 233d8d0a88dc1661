"""Saving one field of a sheet by script, and choosing between two values of it."""

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import now
from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.operations import scoring
from labelapp.reviews.calibration.queries import ItemPlace, find_question
from labelapp.reviews.calibration.sheets import FIELDS, entries_of, is_stored, last_changes
from labelapp.reviews.calibration.views.blueprint import HERE, bp, on_item
from labelapp.reviews.calibration.views.desk import desk_item, seat_of
from labelapp.reviews.desk import meaning
from labelapp.reviews.judging import Judgement
from labelapp.reviews.operations import content_of
from labelapp.reviews.result import tally
from labelapp.reviews.views.blueprint import fragment
from labelapp.reviews.views.saving import changed_content, clash, is_readable
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import clock_time


@bp.post(f"{HERE}/desk/<code>/autosave")
@requires_on(find_question, on_item(policy.may_read_case))
def autosave(place: ItemPlace) -> ResponseReturnValue:
    """Save one field: JSON {field, value, version, run, step}. 409 with both values when it changed elsewhere.

    A step that is stored already is acknowledged again, also on a sheet that was locked meanwhile.
    """
    sent = request.get_json()
    name, value = (sent.get("field"), sent.get("value")) if isinstance(sent, dict) else (None, None)
    if name not in FIELDS or not isinstance(value, str) or len(value) > 10_000 or not is_readable(value):
        raise InvalidInput(_("This value does not fit the field."))
    sheet, code = seat_of(place.exercise).sheet, place.indicator.code
    run, step = _typing(sent)
    if run is not None and step is not None and is_stored(sheet.id, code, run, step):
        return _saved(place, str(name))
    scoring.hold_sheet(sheet)
    standing = content_of(entries_of(sheet.id).get(code))
    changed = changed_content(standing, str(name), value)
    last = last_changes(sheet.id, code)[str(name)]
    seen = sent.get("version") == last.number or (run is not None and run == last.run)
    if changed != standing and not seen:
        return jsonify(html=clash(_choose(place), str(name), value, standing)), 409
    scoring.give_score(sheet, code, changed, run, step)
    return _saved(place, str(name))


def _typing(sent: dict[str, Any]) -> tuple[str | None, int | None]:
    run, step = sent.get("run"), sent.get("step")
    if not isinstance(run, str) or not 0 < len(run) <= 40 or type(step) is not int or not 0 <= step < 2**31:
        return None, None
    return run, step


def _choose(place: ItemPlace) -> str:
    return url_for("calibration.choose", exercise_id=place.exercise.id, code=place.indicator.code)


def _saved(place: ItemPlace, name: str) -> ResponseReturnValue:
    seat, code = seat_of(place.exercise), place.indicator.code
    entry = seat.entries.get(code)
    levels = meaning(seat.case.questions[code], entry.judgement if entry else Judgement())
    return jsonify(
        version=last_changes(seat.sheet.id, code)[name].number,
        saved=_("Saved %(time)s", time=clock_time(entry.given_at if entry else now())),
        fragments={
            "#desk-progress": fragment(
                "reviews/parts.html", "desk_progress", tally(seat.case, seat.judgements)
            ),
            ".desk-list.full [aria-current] .pt": fragment(
                "components/desk.html", "desk_mark", desk_item(seat, code)
            ),
            "#score-meaning": fragment("reviews/parts.html", "level_meaning", levels),
        },
    )


@bp.post(f"{HERE}/desk/<code>/choose")
@requires_on(find_question, on_item(policy.may_read_case))
def choose(place: ItemPlace) -> ResponseReturnValue:
    """Keep the chosen one of two values of a field."""
    name, value = request.form.get("field", ""), request.form.get("choice", "")
    if name not in FIELDS or len(value) > 10_000:
        raise InvalidInput(_("This value does not fit the field."))
    seat, code = seat_of(place.exercise), place.indicator.code
    changed = changed_content(content_of(seat.entries.get(code)), name, value)
    scoring.give_score(seat.sheet, code, changed)
    return redirect(url_for("calibration.indicator", exercise_id=place.exercise.id, code=code), 303)
