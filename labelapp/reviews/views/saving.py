"""Saving one field of a score sheet by script, from the queue of the browser, and choosing between two values of it."""

from dataclasses import replace
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from labelapp.clock import now
from labelapp.reviews import operations, policy
from labelapp.reviews.clarifications.queries import open_round
from labelapp.reviews.desk import meaning
from labelapp.reviews.desklist import desk_item
from labelapp.reviews.forms import yes_no
from labelapp.reviews.judging import Judgement
from labelapp.reviews.models import ScoreSheet
from labelapp.reviews.operations import ScoreContent, Typing, content_of
from labelapp.reviews.queries.reviews import IndicatorPlace, find_indicator
from labelapp.reviews.queries.sheets import FIELDS, entries_of, field_changes, field_versions, saved_version
from labelapp.reviews.result import tally
from labelapp.reviews.views.blueprint import bp, fragment, on_review
from labelapp.reviews.views.sheet import desk_of, judgements_on, own_sheet, tidy
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import clock_time


@bp.post("/reviews/<int:review_id>/desk/<code>/autosave")
@requires_on(find_indicator, on_review(policy.may_score))
def autosave(place: IndicatorPlace) -> ResponseReturnValue:
    """Save one field: JSON {field, value, version, run, step}. 409 with both values when it changed elsewhere.

    A step that is stored already is acknowledged again, also on a sheet that was locked meanwhile.
    """
    sent = request.get_json()
    name, value = (sent.get("field"), sent.get("value")) if isinstance(sent, dict) else (None, None)
    if name not in FIELDS or not isinstance(value, str) or len(value) > 10_000 or not is_readable(value):
        raise InvalidInput(_("This value does not fit the field."))
    seat, code = desk_of(place.review), place.indicator.code
    sheet = own_sheet(seat)
    typing = _typing(sent)
    if typing and saved_version(sheet.id, code, str(name), typing.run, typing.step) is not None:
        return _saved(place, str(name))
    operations.hold_sheet(sheet)
    standing = content_of(entries_of(sheet.id).get(code))
    changed = changed_content(standing, str(name), value)
    if changed != standing and not _in_sight(sheet, code, str(name), sent.get("version"), typing):
        return jsonify(html=clash(choice_url(place), str(name), value, standing)), 409
    operations.give_score(sheet, code, changed, typing)
    return _saved(place, str(name))


def _typing(sent: dict[str, Any]) -> Typing | None:
    run, step = sent.get("run"), sent.get("step")
    if not isinstance(run, str) or not 0 < len(run) <= 40 or type(step) is not int or not 0 <= step < 2**31:
        return None
    return Typing(run, step)


def _in_sight(sheet: ScoreSheet, code: str, name: str, version: object, typing: Typing | None) -> bool:
    """Whether the writer saw what stands there, or wrote it in the same go without hearing that it was stored."""
    since = [
        change
        for change in field_changes(sheet.id, code)[name]
        if type(version) is not int or change.number > version
    ]
    return all(typing is not None and change.run == typing.run for change in since)


def is_readable(text: str) -> bool:
    """Not so for half a surrogate pair, which JSON lets through and no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def changed_content(content: ScoreContent, name: str, value: str) -> ScoreContent:
    """The content of a score with one field as it was typed or chosen."""
    said: Any = tidy(value).strip()
    if name in ("minimum_met", "plausible"):
        said = yes_no(value)
    elif name == "points":
        said = said or None
    elif name == "flagged":
        said = value == "yes"
    return replace(content, **{name: said})


def form_text(content: ScoreContent, name: str) -> str:
    """A field as a form sends it."""
    value: Any = getattr(content, name)
    if name == "flagged":
        return "yes" if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def choice_url(place: IndicatorPlace) -> str:
    """Where the choice between two values is posted to."""
    return url_for("reviews.choose", review_id=place.review.id, code=place.indicator.code)


def clash(url: str, name: str, mine: str, standing: ScoreContent) -> Markup:
    """Both values of a field that was changed in two windows; the choice is posted to `url`."""
    versions = [
        {"key": mine, "title": _("On this page"), "value": mine, "note": _("not saved yet")},
        {
            "key": form_text(standing, name),
            "title": _("On your sheet"),
            "value": form_text(standing, name),
            "note": _("saved from another window"),
        },
    ]
    title = _("You changed this in another window")
    return fragment("components/assessment.html", "conflict", name, title, versions, url)


def _saved(place: IndicatorPlace, name: str) -> ResponseReturnValue:
    seat, code = desk_of(place.review), place.indicator.code
    entry = seat.entries.get(code)
    counted = tally(seat.case, judgements_on(seat))
    levels = meaning(seat.case.questions[code], entry.judgement if entry else Judgement())
    sheet, round_ = own_sheet(seat), open_round(place.review)
    item = desk_item(seat.case, code, entry, round_.indicators if round_ else ())
    return jsonify(
        version=field_versions(sheet.id, code)[name],
        saved=_("Saved %(time)s", time=clock_time(entry.given_at if entry else now())),
        fragments={
            "#desk-progress": fragment("reviews/parts.html", "desk_progress", counted),
            ".desk-list.full [aria-current] .pt": fragment("components/desk.html", "desk_mark", item),
            "#score-meaning": fragment("reviews/parts.html", "level_meaning", levels),
        },
    )


@bp.post("/reviews/<int:review_id>/desk/<code>/choose")
@requires_on(find_indicator, on_review(policy.may_score))
def choose(place: IndicatorPlace) -> ResponseReturnValue:
    """Keep the chosen one of two values of a field."""
    name, value = request.form.get("field", ""), request.form.get("choice", "")
    if name not in FIELDS or len(value) > 10_000:
        raise InvalidInput(_("This value does not fit the field."))
    seat = desk_of(place.review)
    standing = content_of(seat.entries.get(place.indicator.code))
    operations.give_score(own_sheet(seat), place.indicator.code, changed_content(standing, name, value))
    return redirect(
        url_for("reviews.desk_indicator", review_id=place.review.id, code=place.indicator.code), 303
    )
