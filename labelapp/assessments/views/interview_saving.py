"""Saving what is entered in an interview: the plain form, autosave, and choosing between two values."""

from dataclasses import dataclass, field, replace

from flask import get_template_attribute, json, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy
from labelapp.assessments.answers import (
    Typed,
    answerable,
    digest,
    field_of,
    problem,
    typed_in_form,
    typed_in_json,
)
from labelapp.assessments.conflicts import Conflict, conflict_between, conflict_of
from labelapp.assessments.indicator_page import Posted
from labelapp.assessments.interview.interviewing import (
    Note,
    NoteClash,
    enter_answer,
    hold_interview,
    write_note,
)
from labelapp.assessments.interview.page import NOTE, Sitting, asked_in, full_name, note_of
from labelapp.assessments.live_score import live_score
from labelapp.assessments.models import Interview
from labelapp.assessments.overview import overview
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash, Run, Saved, read_run, read_version
from labelapp.assessments.views.interviews import bp, find_sitting
from labelapp.clock import now, today
from labelapp.extensions import db
from labelapp.schemes.definition import Dimension
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@dataclass
class Returned:
    """What of a posted screen could not be stored: conflicts, and what was typed, by indicator."""

    conflicts: list[Conflict] = field(default_factory=list)
    values: dict[str, dict[str, Typed]] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)


@bp.post("/interviews/<int:interview_id>/dimensions/<code>")
@requires_on(find_sitting, policy.may_interview)
def save(found: Sitting) -> ResponseReturnValue:
    """Save the screen as a plain form and go on; a clash shows both values and keeps what was typed."""
    hold_interview(found.interview)
    returned = Returned()
    for place in found.places:
        _save_place(found, place, returned)
    if returned.conflicts:
        # Everything else on the page is saved, though the answer is a 409 and would give it up.
        db.session.commit()
        posted = {code: Posted(values, {}) for code, values in returned.values.items()}
        whole, asked = asked_in(found, posted, returned.notes)
        page = render_template(
            "assessments/interview.html", found=found, whole=whole, asked=asked, conflicts=returned.conflicts
        )
        return page, 409
    onward = found.following if request.form.get("go") == "next" and found.following else found.dimension
    return _screen(found.interview, onward)


def _screen(interview: Interview, dimension: Dimension) -> ResponseReturnValue:
    return redirect(url_for("interviews.screen", interview_id=interview.id, code=dimension.code), 303)


def _save_place(found: Sitting, place: Place, returned: Returned) -> None:
    for code in (*answerable(place.indicator), NOTE):
        name = full_name(place, code)
        if f"version.{name}" not in request.form:
            continue
        asked = None if code == NOTE else field_of(place.indicator, code)
        typed = typed_in_form(asked, name, request.form)
        if digest(typed) == request.form.get(f"shown.{name}"):
            continue
        outcome = _store(place, code, typed, read_version(request.form[f"version.{name}"]))
        if isinstance(outcome, Saved):
            continue
        returned.conflicts.append(_conflict(found, place, outcome))
        if isinstance(outcome, NoteClash):
            returned.notes[place.indicator.code] = replace(outcome.theirs, text=outcome.mine)
        else:
            returned.values.setdefault(place.indicator.code, {})[code] = typed


def _store(
    place: Place, code: str, typed: Typed, version: int, run: Run | None = None
) -> Saved | Clash | NoteClash:
    if code == NOTE:
        return write_note(place, note_of(typed), version, current_user)
    return enter_answer(place, code, typed, version, current_user, run=run)


def _conflict(found: Sitting, place: Place, clash: Clash | NoteClash) -> Conflict:
    """Both values, named and posted as the screen of the interview does."""
    url = url_for("interviews.choose", interview_id=found.interview.id, code=found.dimension.code)
    if isinstance(clash, Clash):
        shown = conflict_of(place, clash, current_user)
        return replace(shown, field=full_name(place, clash.field), url=url)
    theirs = clash.theirs
    return conflict_between(
        full_name(place, NOTE),
        _("The note on %(code)s was changed in another window", code=place.indicator.code),
        (clash.mine, clash.mine),
        (theirs.text, theirs.author, theirs.version, theirs.at or now()),
        url,
    )


def _named(found: Sitting, name: object) -> tuple[Place, str]:
    """The indicator and the field of an input. Raises InvalidInput for what the screen does not have."""
    indicator, _slash, code = name.partition("/") if isinstance(name, str) else ("", "", "")
    place = found.place(indicator)
    if place is None:
        raise InvalidInput(_("This is not an answer."))
    if code != NOTE:
        field_of(place.indicator, code)
    return place, code


def _typed(place: Place, code: str, value: object) -> Typed:
    return typed_in_json(None if code == NOTE else field_of(place.indicator, code), value)


@bp.post("/interviews/<int:interview_id>/dimensions/<code>/autosave")
@requires_on(find_sitting, policy.may_interview)
def autosave(found: Sitting) -> ResponseReturnValue:
    """Save one field or note: `{field, value, version, run, step}`; answers like an indicator's autosave."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or "value" not in sent:
        raise InvalidInput(_("This is not an answer."))
    place, code = _named(found, sent.get("field"))
    typed, version = _typed(place, code, sent["value"]), read_version(sent.get("version"))
    run = read_run(sent.get("run"), sent.get("step"))
    hold_interview(found.interview)
    outcome = _store(place, code, typed, version, run)
    if not isinstance(outcome, Saved):
        return jsonify(_clash_content(found, place, outcome)), 409
    return jsonify(
        version=outcome.version,
        shown=digest(typed),
        saved=_("Saved at %(time)s", time=format_time(outcome.at, "short")),
        fragments={} if code == NOTE else _fragments(place, code),
    )


def _clash_content(found: Sitting, place: Place, clash: Clash | NoteClash) -> dict[str, object]:
    show = get_template_attribute("assessments/_conflict.html", "conflict_of")
    content: dict[str, object] = {"html": show(_conflict(found, place, clash))}
    if isinstance(clash, NoteClash):
        return content | {"version": clash.theirs.version, "value": clash.theirs.text}
    theirs = clash.theirs
    value = theirs.content.get("raw", theirs.content["value"])
    return content | {"version": theirs.version, "value": value, "author": theirs.author}


def _fragments(place: Place, code: str) -> dict[str, str]:
    """What changes on the screen with one answer, by selector."""
    whole = overview(place.assessment, today())
    score = live_score(place.indicator, whole.result.indicators[place.indicator.code])
    error = problem(place.indicator, code, whole.given[place.indicator.code, code].content)
    name = full_name(place, code)
    shown = get_template_attribute("assessments/_interview.html", "score_line")
    total = get_template_attribute("assessments/_interview.html", "total_block")
    errors = get_template_attribute("assessments/_score.html", "field_errors")
    return {
        f'[id="score-{place.indicator.code}"]': shown(place.indicator.code, score),
        "#interview-total": total(whole),
        f'[id="f-{name}-errors"]': errors(name, [error] if error else []),
    }


@bp.post("/interviews/<int:interview_id>/dimensions/<code>/choice")
@requires_on(find_sitting, policy.may_interview)
def choose(found: Sitting) -> ResponseReturnValue:
    """Keep one of two values of a field or note."""
    place, code = _named(found, request.form.get("field"))
    try:
        chosen = json.loads(request.form.get("choice", ""))
    except ValueError:
        chosen = None
    if not isinstance(chosen, dict):
        raise InvalidInput(_("Choose one of the two values."))
    outcome = None
    if "value" in chosen:
        hold_interview(found.interview)
        outcome = _store(
            place, code, _typed(place, code, chosen["value"]), read_version(chosen.get("version"))
        )
    if outcome is None or isinstance(outcome, Saved):
        return _screen(found.interview, found.dimension)
    whole, asked = asked_in(found)
    page = render_template(
        "assessments/interview.html",
        found=found,
        whole=whole,
        asked=asked,
        conflicts=[_conflict(found, place, outcome)],
    )
    return page, 409
