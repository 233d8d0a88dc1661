"""The assessor's desk: one indicator at a time, saved by form or by script, locked at the end."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from labelapp.assessments.queries import previous_submission
from labelapp.evidence.sending import send_file
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import assessment_of
from labelapp.reviews.clarifications.desk_view import clarified
from labelapp.reviews.clarifications.guards import hindrances
from labelapp.reviews.desk import (
    answer_view,
    evidence_of,
    evidence_view,
    figure_sources,
    first_open,
    improvement_of,
    meaning,
)
from labelapp.reviews.desklist import Shown, list_filters, list_groups, neighbours, shown_codes
from labelapp.reviews.forms import ScoreForm, yes_no
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.words import change_texts
from labelapp.reviews.judging import Gap, Judgement, relevant
from labelapp.reviews.models import Review, ReviewState, ScoreSheet
from labelapp.reviews.operations import ScoreContent, content_of, incomplete
from labelapp.reviews.operations.scoring import is_outdated
from labelapp.reviews.queries.reviews import (
    EvidencePlace,
    IndicatorPlace,
    find_evidence,
    find_indicator,
    find_review,
    last_report,
)
from labelapp.reviews.queries.sheets import FIELDS, entries_of, field_changes, field_versions, value_at
from labelapp.reviews.record import load_record
from labelapp.reviews.result import Tally, tally
from labelapp.reviews.views.blueprint import bp, number_in_query, on_review, reader
from labelapp.reviews.views.saving import choice_url, clash, form_text
from labelapp.reviews.views.sheet import Desk, desk_of, judgements_on, own_sheet, tidy
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import points as points_text


@bp.get("/reviews/<int:review_id>/desk")
@requires_on(find_review, policy.may_read_desk)
def desk(review: Review) -> ResponseReturnValue:
    """Go on where the reader's sheet is not complete."""
    seat = desk_of(review)
    code = first_open(seat.case, incomplete(seat.case, seat.entries) if seat.open else {})
    return redirect(url_for("reviews.desk_indicator", review_id=review.id, code=code), 303)


@bp.get("/reviews/<int:review_id>/desk/<code>")
@requires_on(find_indicator, on_review(policy.may_read_desk))
def desk_indicator(place: IndicatorPlace) -> ResponseReturnValue:
    """Answers and evidence of one indicator, and the reader's own score."""
    return _page(place, desk_of(place.review))


def _page(
    place: IndicatorPlace,
    seat: Desk,
    content: ScoreContent | None = None,
    problem: str = "",
    clashes: Sequence[Markup] = (),
) -> str:
    case, code = seat.case, place.indicator.code
    entry = seat.entries.get(code)
    shown = _shown()
    previous, following = neighbours(case, code, shown_codes(case, seat.entries, shown))
    report = last_report(place.review)
    offered = evidence_of(case, place.indicator)
    wanted = request.args.get("file")
    chosen = next((one for one in offered if one.sha256 == wanted), offered[0] if offered else None)
    talk = clarified(
        case,
        place.indicator,
        reader(),
        may_ask=seat.open,
        outdated=seat.open and is_outdated(case, code, entry),
    )
    others = [one.user.name for one in policy.scoring_assignments(place.review) if one.user_id != reader().id]
    return render_template(
        "reviews/desk.html",
        case=case,
        review=place.review,
        indicator=place.indicator,
        asked=case.questions[code],
        clarified=talk,
        progress=improvement_of(case, code),
        view=answer_view(
            case,
            place.indicator,
            previous_submission(assessment_of(place.review)),
            load_record(report.content) if report else None,
        ),
        sources=figure_sources(case, place.indicator),
        rounds=talk.rounds,
        groups=list_groups(case, seat.entries, shown, talk.open.indicators if talk.open else ()),
        filters=list_filters(case, seat.entries, shown, code) if seat.sheet else [],
        show=None if shown is Shown.ALL else shown.value,
        clashes=clashes,
        offered=offered,
        shown=evidence_view(case, place.indicator, chosen, number_in_query("page")) if chosen else None,
        seat=seat,
        content=content or content_of(entry),
        problem=problem,
        saved_at=entry.given_at if entry else None,
        versions=field_versions(seat.sheet.id, code) if seat.sheet else {},
        meaning=meaning(case.questions[code], entry.judgement if entry else Judgement()),
        tally=tally(case, judgements_on(seat)),
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
    """Save what was changed and go to the next indicator; after the last one to the check before locking.

    A form knows what it showed, so that an old window takes back nothing that was written in another one.
    """
    seat, form = desk_of(place.review), ScoreForm()
    sheet, code = own_sheet(seat), place.indicator.code
    content = ScoreContent(
        points=form.points.data or None,
        minimum_met=yes_no(form.minimum_met.data),
        plausible=yes_no(form.plausible.data),
        justification=tidy(form.justification.data),
        strengths=tidy(form.strengths.data),
        improvements=tidy(form.improvements.data),
        visit_question=tidy(form.visit_question.data),
        flagged=form.flagged.data == "yes",
    )
    if not form.validate_on_submit():
        problem = next((str(text) for found in form.errors.values() for text in found), "")
        return _page(place, seat, content, problem), 422
    operations.hold_sheet(sheet)
    merged, clashing = _merged(sheet, code, content)
    try:
        operations.give_score(sheet, code, merged)
    except InvalidInput as error:
        return _page(place, seat, content, error.message), 422
    if clashing:
        # Everything else on the page is saved, though the answer is a 409 and would give it up.
        db.session.commit()
        choices = [clash(choice_url(place), name, form_text(content, name), merged) for name in clashing]
        return _page(place, desk_of(place.review), content, clashes=choices), 409
    shown = _shown()
    seat = desk_of(place.review)
    following = neighbours(seat.case, code, shown_codes(seat.case, seat.entries, shown))[1]
    if following is None:
        return redirect(url_for("reviews.lock", review_id=place.review.id), 303)
    show = None if shown is Shown.ALL else shown.value
    return redirect(
        url_for("reviews.desk_indicator", review_id=place.review.id, code=following, show=show), 303
    )


def _shown() -> Shown:
    wanted = request.args.get("show", "")
    return Shown(wanted) if wanted in set(Shown) else Shown.ALL


def _merged(sheet: ScoreSheet, code: str, posted: ScoreContent) -> tuple[ScoreContent, list[str]]:
    """What stands on the sheet with what this form changed, and the fields that another window changed otherwise."""
    standing = content_of(entries_of(sheet.id).get(code))
    changes, clashing, merged = field_changes(sheet.id, code), [], standing
    for name in FIELDS:
        mine, theirs = getattr(posted, name), getattr(standing, name)
        seen = request.form.get(f"version.{name}", "")
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
        current = changes[name][-1].number if changes[name] else 0
        if version is None or version == current:
            merged = replace(merged, **{name: mine})
        elif mine not in (theirs, value_at(changes[name], name, version)):
            clashing.append(name)
    return merged, clashing


@bp.get("/reviews/<int:review_id>/evidence/<sha256>")
@requires_on(find_evidence, on_review(policy.may_read_desk))
def evidence(place: EvidencePlace) -> ResponseReturnValue:
    """A file of the frozen submission."""
    return send_file(place.evidence, inline=request.args.get("download") is None)


@bp.get("/reviews/<int:review_id>/lock")
@requires_on(find_review, policy.may_score)
def lock(review: Review) -> ResponseReturnValue:
    """What is missing on the reader's sheet; when nothing is, the confirmation."""
    return _lock_page(review)


def _lock_page(review: Review) -> str:
    seat = desk_of(review)
    counted = tally(seat.case, judgements_on(seat))
    return render_template(
        "reviews/lock.html",
        case=seat.case,
        review=review,
        seat=seat,
        missing=[
            (code, [gap_name(gap) for gap in gaps])
            for code, gaps in incomplete(seat.case, seat.entries).items()
        ],
        summary=summary_of(counted),
        hindrances=hindrances(review, reader()) if seat.open else [],
        alone=len(policy.scoring_assignments(review)) == 1,
        changes=change_texts(changes_since(reader(), review.submission_id)),
    )


def gap_name(gap: str) -> str:
    """What is missing on a sheet, in words."""
    names = {
        Gap.POINTS: _("points"),
        Gap.MINIMUM: _("the minimum requirement"),
        Gap.PLAUSIBLE: _("your judgement"),
        Gap.JUSTIFICATION: _("a justification"),
        Gap.CHANGED: _("a second look, the answer changed since"),
    }
    return str(names[Gap(gap)])


def summary_of(counted: Tally) -> list[tuple[str, str]]:
    """What a sheet comes to, as (label, value)."""
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
        operations.lock_sheet(own_sheet(desk_of(review)), by=reader())
    except InvalidInput:
        return _lock_page(review), 422
    flash(_("Your score sheet is locked."))
    if review.state is ReviewState.CONSENSUS:
        return redirect(url_for("reviews.consensus", review_id=review.id), 303)
    return redirect(url_for("reviews.mine"), 303)
