"""The assessor's desk: one indicator at a time, saved by form or by script, locked at the end."""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.assessments.queries import previous_submission
from labelapp.clock import now
from labelapp.evidence.views import send_document
from labelapp.reviews import operations, policy
from labelapp.reviews.case import Case, assessment_of, case_of
from labelapp.reviews.desk import (
    answer_view,
    evidence_of,
    evidence_view,
    first_open,
    list_groups,
    meaning,
    neighbours,
)
from labelapp.reviews.forms import ScoreForm, yes_no
from labelapp.reviews.judging import Gap, Judgement, relevant
from labelapp.reviews.models import Review, ReviewState, ScoreSheet
from labelapp.reviews.operations import ScoreContent, content_of, incomplete
from labelapp.reviews.queries.reviews import (
    EvidencePlace,
    IndicatorPlace,
    find_evidence,
    find_indicator,
    find_review,
)
from labelapp.reviews.queries.sheets import FIELDS, Entry, entries_of, field_versions
from labelapp.reviews.result import Tally, tally
from labelapp.reviews.views.blueprint import bp, fragment, number_in_query, on_review, reader
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.formats import clock_time
from labelapp.web.formats import points as points_text


@dataclass(frozen=True)
class Desk:
    """The reader's place at the desk: their sheet and what stands on it. Never anybody else's."""

    case: Case
    sheet: ScoreSheet | None
    entries: dict[str, Entry]

    @property
    def open(self) -> bool:
        """Whether the reader may score now."""
        return (
            self.sheet is not None
            and self.sheet.locked_at is None
            and self.case.review.state is ReviewState.SCORING
        )


def _seat(review: Review) -> Desk:
    sheet = policy.own_sheet(reader(), review)
    return Desk(case_of(review), sheet, entries_of(sheet.id) if sheet else {})


def _judgements(seat: Desk) -> dict[str, Judgement]:
    return {code: entry.judgement for code, entry in seat.entries.items()}


@bp.get("/reviews/<int:review_id>/desk")
@requires_on(find_review, policy.may_read_desk)
def desk(review: Review) -> ResponseReturnValue:
    """Go on where the reader's sheet is not complete."""
    seat = _seat(review)
    code = first_open(seat.case, incomplete(seat.case, seat.entries) if seat.open else {})
    return redirect(url_for("reviews.desk_indicator", review_id=review.id, code=code), 303)


@bp.get("/reviews/<int:review_id>/desk/<code>")
@requires_on(find_indicator, on_review(policy.may_read_desk))
def desk_indicator(place: IndicatorPlace) -> ResponseReturnValue:
    """Answers and evidence of one indicator, and the reader's own score."""
    return _page(place, _seat(place.review))


def _page(place: IndicatorPlace, seat: Desk, content: ScoreContent | None = None, problem: str = "") -> str:
    case, code = seat.case, place.indicator.code
    entry = seat.entries.get(code)
    previous, following = neighbours(case, code)
    offered = evidence_of(case, place.indicator)
    wanted = number_in_query("document")
    chosen = next((one for one in offered if one.document_id == wanted), offered[0] if offered else None)
    others = [one.user.name for one in policy.scoring_assignments(place.review) if one.user_id != reader().id]
    return render_template(
        "reviews/desk.html",
        case=case,
        review=place.review,
        indicator=place.indicator,
        asked=case.questions[code],
        view=answer_view(case, place.indicator, previous_submission(assessment_of(place.review))),
        groups=list_groups(case, seat.entries),
        offered=offered,
        shown=evidence_view(case, place.indicator, chosen, number_in_query("page")) if chosen else None,
        seat=seat,
        content=content or content_of(entry),
        problem=problem,
        saved_at=entry.given_at if entry else None,
        versions=field_versions(seat.sheet.id, code) if seat.sheet else {},
        meaning=meaning(case.questions[code], entry.judgement if entry else Judgement()),
        tally=tally(case, _judgements(seat)),
        previous=previous,
        following=following,
        options=[exact(points) for points in case.questions[code].options],
        own=relevant(case.questions[code], entry.judgement) if entry else Judgement(),
        other=others[0] if others else "",
        compared=place.review.state in policy.COMPARED,
        observer=seat.sheet is None,
    )


@bp.post("/reviews/<int:review_id>/desk/<code>")
@requires_on(find_indicator, on_review(policy.may_score))
def score(place: IndicatorPlace) -> ResponseReturnValue:
    """Save the whole form and go to the next indicator; after the last one to the check before locking."""
    seat, form = _seat(place.review), ScoreForm()
    sheet = _own(seat)
    content = ScoreContent(
        points=form.points.data or None,
        minimum_met=yes_no(form.minimum_met.data),
        plausible=yes_no(form.plausible.data),
        justification=_tidy(form.justification.data),
        strengths=_tidy(form.strengths.data),
        improvements=_tidy(form.improvements.data),
    )
    if not form.validate_on_submit():
        problem = next((str(text) for found in form.errors.values() for text in found), "")
        return _page(place, seat, content, problem), 422
    try:
        operations.give_score(sheet, place.indicator.code, content)
    except InvalidInput as error:
        return _page(place, seat, content, error.message), 422
    following = neighbours(seat.case, place.indicator.code)[1]
    if following is None:
        return redirect(url_for("reviews.lock", review_id=place.review.id), 303)
    return redirect(url_for("reviews.desk_indicator", review_id=place.review.id, code=following), 303)


def _own(seat: Desk) -> ScoreSheet:
    if seat.sheet is None:
        abort(404)
    return seat.sheet


def _tidy(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\0", "")


@bp.post("/reviews/<int:review_id>/desk/<code>/autosave")
@requires_on(find_indicator, on_review(policy.may_score))
def autosave(place: IndicatorPlace) -> ResponseReturnValue:
    """Save one field: JSON {field, value, version}. 409 with both values when it changed elsewhere."""
    sent = request.get_json()
    name, value = (sent.get("field"), sent.get("value")) if isinstance(sent, dict) else (None, None)
    if name not in FIELDS or not isinstance(value, str) or len(value) > 10_000:
        raise InvalidInput(_("This value does not fit the field."))
    seat, code = _seat(place.review), place.indicator.code
    sheet = _own(seat)
    try:
        operations.hold_sheet(sheet)
    except DomainError as error:
        return jsonify(html=fragment("reviews/parts.html", "refused", error.message)), error.status
    standing = content_of(entries_of(sheet.id).get(code))
    changed = _changed(standing, str(name), value)
    version = field_versions(sheet.id, code)[str(name)]
    if sent.get("version") != version and changed != standing:
        return jsonify(html=_clash(place, str(name), value, standing)), 409
    operations.give_score(sheet, code, changed)
    return _saved(place, str(name))


def _changed(content: ScoreContent, name: str, value: str) -> ScoreContent:
    said: Any = _tidy(value).strip()
    if name in ("minimum_met", "plausible"):
        said = yes_no(value)
    elif name == "points":
        said = said or None
    return replace(content, **{name: said})


def _text(content: ScoreContent, name: str) -> str:
    value: Any = getattr(content, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def _clash(place: IndicatorPlace, name: str, mine: str, standing: ScoreContent) -> str:
    url = url_for("reviews.choose", review_id=place.review.id, code=place.indicator.code)
    versions = [
        {"key": mine, "title": _("On this page"), "value": mine, "note": _("not saved yet")},
        {
            "key": _text(standing, name),
            "title": _("On your sheet"),
            "value": _text(standing, name),
            "note": _("saved from another window"),
        },
    ]
    title = _("You changed this in another window")
    return fragment("components/assessment.html", "conflict", name, title, versions, url)


def _saved(place: IndicatorPlace, name: str) -> ResponseReturnValue:
    seat, code = _seat(place.review), place.indicator.code
    entry = seat.entries.get(code)
    counted = tally(seat.case, _judgements(seat))
    levels = meaning(seat.case.questions[code], entry.judgement if entry else Judgement())
    sheet = _own(seat)
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
    if name not in FIELDS:
        raise InvalidInput(_("This value does not fit the field."))
    seat = _seat(place.review)
    standing = content_of(seat.entries.get(place.indicator.code))
    operations.give_score(_own(seat), place.indicator.code, _changed(standing, name, value))
    return redirect(
        url_for("reviews.desk_indicator", review_id=place.review.id, code=place.indicator.code), 303
    )


@bp.get("/reviews/<int:review_id>/evidence/<int:document_id>")
@requires_on(find_evidence, on_review(policy.may_read_desk))
def evidence(place: EvidencePlace) -> ResponseReturnValue:
    """A document of the frozen submission."""
    return send_document(place.document, inline=request.args.get("download") is None)


@bp.get("/reviews/<int:review_id>/lock")
@requires_on(find_review, policy.may_score)
def lock(review: Review) -> ResponseReturnValue:
    """What is missing on the reader's sheet; when nothing is, the confirmation."""
    return _lock_page(review)


def _lock_page(review: Review) -> str:
    seat = _seat(review)
    counted = tally(seat.case, _judgements(seat))
    return render_template(
        "reviews/lock.html",
        case=seat.case,
        review=review,
        seat=seat,
        missing=[
            (code, [_gap_name(gap) for gap in gaps])
            for code, gaps in incomplete(seat.case, seat.entries).items()
        ],
        summary=_summary(counted),
        alone=len(policy.scoring_assignments(review)) == 1,
    )


def _gap_name(gap: str) -> str:
    names = {
        Gap.POINTS: _("points"),
        Gap.MINIMUM: _("the minimum requirement"),
        Gap.PLAUSIBLE: _("your judgement"),
        Gap.JUSTIFICATION: _("a justification"),
    }
    return str(names[Gap(gap)])


def _summary(counted: Tally) -> list[tuple[str, str]]:
    judged = _("%(done)s of %(asked)s", done=counted.done, asked=counted.asked)
    facts = [(_("Indicators judged"), judged)]
    if counted.max:
        points, highest = points_text(counted.points), points_text(counted.max)
        facts.append((_("Points given"), _("%(points)s of %(maximum)s", points=points, maximum=highest)))
    return [*facts, (_("Minimum requirements not met"), ", ".join(counted.failed) or _("none"))]


@bp.post("/reviews/<int:review_id>/lock")
@requires_on(find_review, policy.may_score)
def lock_confirmed(review: Review) -> ResponseReturnValue:
    """Lock the reader's sheet."""
    try:
        operations.lock_sheet(_own(_seat(review)), by=reader())
    except InvalidInput:
        return _lock_page(review), 422
    flash(_("Your score sheet is locked."))
    if review.state is ReviewState.CONSENSUS:
        return redirect(url_for("reviews.consensus", review_id=review.id), 303)
    return redirect(url_for("reviews.mine"), 303)
