"""Saving one field of a score sheet by script, and choosing between two values of it."""

from dataclasses import replace
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import now
from labelapp.reviews import operations, policy
from labelapp.reviews.desk import meaning
from labelapp.reviews.forms import yes_no
from labelapp.reviews.judging import Judgement
from labelapp.reviews.operations import ScoreContent, content_of
from labelapp.reviews.queries.reviews import IndicatorPlace, find_indicator
from labelapp.reviews.queries.sheets import FIELDS, entries_of, field_versions
from labelapp.reviews.result import tally
from labelapp.reviews.views.blueprint import bp, fragment, on_review
from labelapp.reviews.views.sheet import desk_of, judgements_on, own_sheet, tidy
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import clock_time


@bp.post("/reviews/<int:review_id>/desk/<code>/autosave")
@requires_on(find_indicator, on_review(policy.may_score))
def autosave(place: IndicatorPlace) -> ResponseReturnValue:
    """Save one field: JSON {field, value, version}. 409 with both values when it changed elsewhere."""
    sent = request.get_json()
    name, value = (sent.get("field"), sent.get("value")) if isinstance(sent, dict) else (None, None)
    if name not in FIELDS or not isinstance(value, str) or len(value) > 10_000 or not is_readable(value):
        raise InvalidInput(_("This value does not fit the field."))
    seat, code = desk_of(place.review), place.indicator.code
    sheet = own_sheet(seat)
    operations.hold_sheet(sheet)
    standing = content_of(entries_of(sheet.id).get(code))
    changed = changed_content(standing, str(name), value)
    version = field_versions(sheet.id, code)[str(name)]
    if sent.get("version") != version and changed != standing:
        url = url_for("reviews.choose", review_id=place.review.id, code=code)
        return jsonify(html=clash(url, str(name), value, standing)), 409
    operations.give_score(sheet, code, changed)
    return _saved(place, str(name))


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
    return replace(content, **{name: said})


def form_text(content: ScoreContent, name: str) -> str:
    """A field as a form sends it."""
    value: Any = getattr(content, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def clash(url: str, name: str, mine: str, standing: ScoreContent) -> str:
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
    sheet = own_sheet(seat)
    return jsonify(
        version=field_versions(sheet.id, code)[name],
        saved=_("Saved %(time)s", time=clock_time(entry.given_at if entry else now())),
        fragments={
            "#desk-progress": fragment("reviews/parts.html", "desk_progress", counted),
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
