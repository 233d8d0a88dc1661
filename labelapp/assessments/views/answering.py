"""Answering: the plain form, autosave, and choosing between two values."""

from dataclasses import replace
from datetime import datetime

from flask import get_template_attribute, json, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.answers import (
    Typed,
    answerable,
    digest,
    field_of,
    problem,
    typed_in_form,
    typed_in_json,
)
from labelapp.assessments.computed import answers_for
from labelapp.assessments.conflicts import conflict_of
from labelapp.assessments.cycle.moved import (
    clash_after_move,
    find_shown_place,
    homeless,
    is_moved,
    typed_on_page,
)
from labelapp.assessments.indicator_page import Posted
from labelapp.assessments.live_score import live_score
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import (
    Clash,
    Moved,
    Run,
    Saved,
    read_moment,
    read_run,
    read_version,
    require_draft,
    save_answer,
    save_form,
    saved_already,
)
from labelapp.assessments.views import bp
from labelapp.assessments.views.cycle import STILL_TRUE, confirm_here
from labelapp.assessments.views.indicator import render_page
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.schemes.scoring import score_indicator
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.transactions import brief_write, writes_briefly


def find_shown(assessment_id: int, code: str) -> Place | None:
    """The indicator that a page showed, also when the self-assessment moved to a version without it."""
    return find_shown_place(assessment_id, code, request.args.get("scheme", ""))


@bp.post("/assessments/<int:assessment_id>/indicators/<code>")
@requires_on(find_shown, policy.may_answer)
def save_indicator(place: Place) -> ResponseReturnValue:
    """Save the page as a plain form and go on; a clash shows both values and keeps what was typed."""
    if is_moved(place, request.args.get("scheme", "")):
        return _form_after_move(place), 409
    try:
        clashes = save_form(place, request.form, current_user)
    except Moved:
        db.session.rollback()
        return _form_after_move(place), 409
    if clashes:
        # Everything else on the page is saved, though the answer is a 409 and would give it up.
        db.session.commit()
        values = {
            code: typed_in_form(field_of(place.indicator, code), code, request.form)
            for code in answerable(place.indicator)
            if code in {clash.field for clash in clashes}
        }
        return render_page(place, clashes, Posted(values, request.form)), 409
    if request.form.get("go") == STILL_TRUE:
        return confirm_here(place)
    return redirect(_onward(place, request.form.get("go", "")), 303)


def _form_after_move(place: Place) -> str:
    """What was typed, beside the answers as they stand in the present version."""
    typed = typed_on_page(place, request.form)
    clashes = {code: clash_after_move(place, code, value) for code, value in typed.items()}
    lost = [homeless(place, code, typed[code]) for code, clash in clashes.items() if clash is None]
    message = Moved(place.assessment.scheme_version).message
    current = queries.find_place(place.assessment.id, place.indicator.code)
    if current is None:
        return render_template(
            "assessments/moved.html", place=place, scheme=queries.scheme_of(place.assessment), lost=lost
        )
    found = [clash for clash in clashes.values() if clash]
    return render_page(current, found, Posted(typed, request.form), moved=message, homeless=lost)


def _onward(place: Place, target: str) -> str:
    """The next page: the one asked for, but stay while something here cannot be read."""
    given = queries.given_answers(place.assessment)
    codes = answerable(place.indicator)
    here = [given[place.indicator.code, code] for code in codes if (place.indicator.code, code) in given]
    if any(problem(place.indicator, one.field, one.content) for one in here):
        return _url(place, "checked")
    if target == "list":
        return url_for("assessments.show", assessment_id=place.assessment.id)
    if target in place.scheme.indicators:
        return url_for("assessments.indicator", assessment_id=place.assessment.id, code=target)
    return _url(place, "saved")


def _url(place: Place, after: str) -> str:
    return url_for(
        "assessments.indicator", assessment_id=place.assessment.id, code=place.indicator.code, after=after
    )


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/autosave")
@requires_on(find_shown, policy.may_answer)
@writes_briefly
def autosave(place: Place) -> ResponseReturnValue:
    """Save one field: `{field, value, version, run, step, at}`, run and step as in `saving.Run`.

    409 with both values (`html`) when somebody else changed it meanwhile; any other refusal is final too.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("field"), str) or "value" not in sent:
        raise InvalidInput(_("This is not an answer."))
    code = sent["field"]
    typed = typed_in_json(field_of(place.indicator, code), sent["value"])
    version, run = read_version(sent.get("version")), read_run(sent.get("run"), sent.get("step"))
    typed_at = read_moment(sent.get("at"))
    if is_moved(place, request.args.get("scheme", "")):
        return jsonify(_content_after_move(place, code, typed, typed_at)), 409
    try:
        with brief_write():
            outcome = _save_once(place, code, typed, version, run)
    except Moved:
        db.session.rollback()
        return jsonify(_content_after_move(place, code, typed, typed_at)), 409
    if isinstance(outcome, Clash):
        return jsonify(_clash_content(place, outcome, typed_at)), 409
    return jsonify(
        version=outcome.version,
        shown=digest(typed),
        saved=_("Saved at %(time)s", time=format_time(outcome.at, "short")),
        fragments=_fragments(place, code),
    )


def _save_once(place: Place, code: str, typed: Typed, version: int, run: Run | None) -> Saved | Clash:
    """Save, or find that it was saved before the answers were closed and only its acknowledgement was lost."""
    try:
        require_draft(place.assessment)
    except DomainError:
        done = saved_already(place, code, run) if run else None
        if done is None:
            raise
        return done
    return save_answer(place, code, typed, version, current_user, run=run)


def _content_after_move(
    place: Place, code: str, typed: Typed, typed_at: datetime | None
) -> dict[str, object]:
    """Both values when the present version asks the same; else the typed one, to be copied."""
    message = Moved(place.assessment.scheme_version).message
    clash = clash_after_move(place, code, typed)
    current = queries.find_place(place.assessment.id, place.indicator.code)
    if clash is None or current is None:
        show = get_template_attribute("assessments/_conflict.html", "moved")
        return {"html": show(code, message, homeless(place, code, typed)), "error": message}
    show = get_template_attribute("assessments/_conflict.html", "conflict_of")
    found = replace(conflict_of(current, clash, current_user, typed_at), title=message)
    return _clash_content(current, clash, typed_at) | {"html": show(found), "error": message}


def _clash_content(place: Place, clash: Clash, typed_at: datetime | None) -> dict[str, object]:
    show = get_template_attribute("assessments/_conflict.html", "conflict_of")
    return {
        "html": show(conflict_of(place, clash, current_user, typed_at)),
        "version": clash.theirs.version,
        "value": clash.theirs.content.get("raw", clash.theirs.content["value"]),
        "author": clash.theirs.author,
    }


def _fragments(place: Place, code: str) -> dict[str, str]:
    """What changes on the page with one answer, by selector; each replaces its element."""
    contents = queries.contents_for(place)
    answers = answers_for(place, contents, today())
    score = live_score(place.indicator, score_indicator(place.scheme, place.indicator, answers, on=today()))
    error = problem(place.indicator, code, contents[place.indicator.code, code])
    macros = {
        name: get_template_attribute("assessments/_score.html", name)
        for name in ("score_block", "ladder_block", "short_score", "minimum_block", "field_errors")
    }
    return {
        "#score": macros["score_block"](score),
        "#ladder": macros["ladder_block"](score),
        "#score-short": macros["short_score"](score),
        "#minimum": macros["minimum_block"](score),
        f"#f-{code}-errors": macros["field_errors"](code, [error] if error else []),
    }


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/choice")
@requires_on(queries.find_place, policy.may_answer)
def choose(place: Place) -> ResponseReturnValue:
    """Keep one of two values of a field; a third one that came meanwhile is shown in turn."""
    code = request.form.get("field", "")
    field = field_of(place.indicator, code)
    try:
        chosen = json.loads(request.form.get("choice", ""))
    except ValueError:
        chosen = None
    if not isinstance(chosen, dict):
        raise InvalidInput(_("Choose one of the two values."))
    if "value" in chosen:
        require_draft(place.assessment)
        typed = typed_in_json(field, chosen["value"])
        outcome = save_answer(place, code, typed, read_version(chosen.get("version")), current_user)
        if isinstance(outcome, Clash):
            return render_page(place, [outcome], Posted({code: typed}, {})), 409
    return redirect(_url(place, "saved"), 303)
