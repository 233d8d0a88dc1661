"""Writing the sections of a draft, agreeing to it, sending it, and a look at it as a file."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.evidence.sending import disposition
from labelapp.reviews import policy
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.commenting.operations import send_draft
from labelapp.reviews.drafting.composing import PRIORITIES, STRENGTHS, compose, drafted, sections_of
from labelapp.reviews.drafting.forms import ConsentForm, SectionForm
from labelapp.reviews.drafting.operations import (
    ChangedMeanwhile,
    as_findings,
    as_text,
    say_of_draft,
    write_section,
)
from labelapp.reviews.drafting.queries import versions_of, written_texts
from labelapp.reviews.drafting.texts import all_findings
from labelapp.reviews.models import Review
from labelapp.reviews.printing import draft_file
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.record import FindingRecord, ReviewRecord, TextsRecord
from labelapp.reviews.views.blueprint import bp, on_review, reader
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import scheme_text

LISTS = (STRENGTHS, PRIORITIES)
# Rows of a list that can be edited: what was noted, and as many as one wants to add.
MOST_ROWS = 60


@dataclass(frozen=True)
class SectionPlace:
    """A section of the report of a review."""

    review: Review
    section: str


def find_section(review_id: int, section: str) -> SectionPlace | None:
    """A section of a report; None when either does not exist."""
    review = find_review(review_id)
    if review is None or section not in sections_of(scheme_of(review)):
        return None
    return SectionPlace(review, section)


def section_title(scheme: Scheme, section: str) -> str:
    """The heading of a section in the reader's language."""
    kind, _colon, code = section.partition(":")
    if kind == "dimension":
        name = next(one.name for one in scheme.dimensions if one.code == code)
        return f"{code} {scheme_text(name)}"
    if kind == "indicator":
        return f"{code} {scheme_text(scheme.indicators[code].name)}"
    names = {"summary": _("Summary"), STRENGTHS: _("Strengths"), PRIORITIES: _("Priorities for improvement")}
    return str(names[kind])


@bp.get("/reviews/<int:review_id>/report/sections/<section>")
@requires_on(find_section, on_review(policy.may_write_report))
def report_section(place: SectionPlace) -> ResponseReturnValue:
    """The form of one section, with the draft from the record and earlier versions beside it."""
    return _page(place, SectionForm(formdata=None), None)


def _page(place: SectionPlace, form: SectionForm, typed: Any, problem: str = "") -> str:
    case = case_of(place.review)
    record = compose(case)
    assert record.texts is not None
    standing = written_texts(place.review).get(place.section)
    form.version.data = str(standing.version if standing else 0)
    is_list = place.section in LISTS
    if not is_list:
        form.text.data = typed if typed is not None else _one(record.texts, place.section)
    return render_template(
        "reviews/drafting/section.html",
        review=place.review,
        scheme=case.scheme,
        section=place.section,
        title=section_title(case.scheme, place.section),
        form=form,
        problem=problem,
        language=case.snapshot.cluster.language,
        rows=(typed or _rows(record, case.scheme, place.section)) if is_list else [],
        edited=place.section in record.texts.edited,
        draft=_shown(drafted(case, record), place.section),
        versions=[(one, _shown_content(one.content)) for one in versions_of(place.review, place.section)],
        stands=_shown(record.texts, place.section) if typed is not None else "",
    )


def _one(texts: TextsRecord, section: str) -> str:
    kind, _colon, code = section.partition(":")
    if kind == "summary":
        return texts.summary
    return (texts.dimensions if kind == "dimension" else texts.indicators)[code]


def _found(texts: TextsRecord, section: str) -> list[FindingRecord]:
    return texts.strengths if section == STRENGTHS else texts.priorities


def _shown(texts: TextsRecord, section: str) -> str:
    if section in LISTS:
        return "\n".join(f"{one.code} {one.text}" for one in _found(texts, section))
    return _one(texts, section)


def _shown_content(content: Any) -> str:
    """An earlier version as text; empty for a return to the draft."""
    if content is None:
        return ""
    if "text" in content:
        return str(content["text"])
    return "\n".join(f"{one['code']} {one['text']}" for one in content["findings"])


def _rows(record: ReviewRecord, scheme: Scheme, section: str) -> list[tuple[int, str, str, str]]:
    """Place (0: not in the summary), code, name and text: what the summary names, then what else was noted."""
    assert record.texts is not None
    chosen = _found(record.texts, section)
    kind = "strengths" if section == STRENGTHS else "improvements"
    named = {one.code for one in chosen}
    others = [one for one in all_findings(scheme, record, kind) if one.code not in named]
    rows = [(place, one.code, one.text) for place, one in enumerate(chosen, start=1)]
    rows += [(0, one.code, one.text) for one in others]
    return [(place, code, scheme_text(scheme.indicators[code].name), text) for place, code, text in rows]


def _typed_rows(scheme: Scheme) -> list[tuple[int, str, str, str]]:
    form, rows = request.form, []
    for code in form.getlist("code")[:MOST_ROWS]:
        if code in scheme.indicators:
            raw = form.get(f"place-{code}", "")
            place = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0
            rows.append(
                (place, code, scheme_text(scheme.indicators[code].name), form.get(f"text-{code}", ""))
            )
    return rows


@bp.post("/reviews/<int:review_id>/report/sections/<section>")
@requires_on(find_section, on_review(policy.may_write_report))
def save_section(place: SectionPlace) -> ResponseReturnValue:
    """Keep what was written, or go back to the draft from the record with `then=draft`."""
    form = SectionForm()
    rows = _typed_rows(scheme_of(place.review)) if place.section in LISTS else None
    typed = rows if rows is not None else (form.text.data or "").replace("\r\n", "\n")
    raw = form.version.data or "0"
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    if not form.validate_on_submit():
        problem = next((str(text) for found in form.errors.values() for text in found), "")
        return _page(place, form, typed, problem), 422
    back = request.form.get("then") == "draft"
    content = (
        None
        if back
        else as_findings([(at, code, text) for at, code, _name, text in rows])
        if rows is not None
        else as_text(str(typed))
    )
    try:
        write_section(place.review, place.section, content, by=reader(), version=version)
    except (ChangedMeanwhile, InvalidInput) as error:
        return _page(place, form, typed, error.message), error.status
    flash(_("The section is as drafted from the record again.") if back else _("The section is saved."))
    return redirect(url_for("reviews.report", review_id=place.review.id), 303)


@bp.post("/reviews/<int:review_id>/report/consent")
@requires_on(find_review, policy.may_agree)
def consent_to_draft(review: Review) -> ResponseReturnValue:
    """The other assessor agrees to the draft, or says what should change."""
    form = ConsentForm()
    note = form.note.data or ""
    if not form.validate_on_submit():
        flash(_("This text is too long: at most 10 000 characters."), "error")
    else:
        try:
            say_of_draft(review, bool(form.agrees.data), note, by=reader())
        except InvalidInput as error:
            flash(error.message, "error")
        else:
            flash(
                _("You agreed to the draft.") if form.agrees.data else _("Your comment was sent to the lead.")
            )
    return redirect(url_for("reviews.report", review_id=review.id), 303)


@bp.get("/reviews/<int:review_id>/report/draft.pdf")
@requires_on(find_review, policy.may_compare)
def draft_document(review: Review) -> ResponseReturnValue:
    """The draft as a file, marked as one."""
    response = Response(draft_file(review), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"draft-report-{review.id}.pdf", inline=True)
    return response


@bp.get("/reviews/<int:review_id>/report/send")
@requires_on(find_review, policy.may_write_report)
def ask_to_send(review: Review) -> ResponseReturnValue:
    """Ask before the cluster organisation receives the draft."""
    return render_template("reviews/drafting/send.html", review=review, scheme=scheme_of(review))


@bp.post("/reviews/<int:review_id>/report/send")
@requires_on(find_review, policy.may_write_report)
def send_confirmed(review: Review) -> ResponseReturnValue:
    """Send the draft; what is missing sends back to it, with the reason."""
    try:
        send_draft(review, by=reader())
    except InvalidInput as error:
        flash(error.message, "error")
    else:
        flash(_("The draft was sent. The managers of the cluster organisation are told by mail."))
    return redirect(url_for("reviews.report", review_id=review.id), 303)
