"""The visit sheet of one assessor: answers and questions to look at, notes that save themselves."""

from typing import Any

from flask import (
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.assessments.answers import digest
from labelapp.assessments.saving import read_run, read_version
from labelapp.extensions import db
from labelapp.reviews.case import case_of
from labelapp.reviews.views.blueprint import fragment, reader
from labelapp.reviews.visit import page, policy
from labelapp.reviews.visit.models import VisitNote
from labelapp.reviews.visit.operations import NoteClash, write_note
from labelapp.reviews.visit.queries import VisitPlace, find_place, notes_of
from labelapp.reviews.visit.views import bp
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput

__all__ = ["bp"]

LONGEST = 10_000


@bp.get("/reviews/<int:review_id>/visit/sheet")
@requires_on(find_place, policy.may_use_sheet)
def sheet(place: VisitPlace) -> ResponseReturnValue:
    """What was answered and asked, indicator by indicator, with room for notes."""
    return _page(place)


def _page(place: VisitPlace, clashes: dict[str, tuple[VisitNote, str]] | None = None) -> str:
    case = case_of(place.review)
    return render_template(
        "reviews/visit/sheet.html",
        place=place,
        review=place.review,
        case=case,
        visit=place.visit,
        rows=page.sheet_rows(case, place.visit, notes_of(place.review, reader())),
        days=page.days(place.visit) if place.visit else [],
        clashes={code: page.clash_versions(*pair) for code, pair in (clashes or {}).items()},
    )


@bp.post("/reviews/<int:review_id>/visit/sheet")
@requires_on(find_place, policy.may_use_sheet)
def save_sheet(place: VisitPlace) -> ResponseReturnValue:
    """Save the whole sheet as a plain form: every note that was changed on this page."""
    clashes: dict[str, tuple[VisitNote, str]] = {}
    for code in case_of(place.review).questions:
        if f"version.{code}" not in request.form:
            continue
        typed = _tidy(request.form.get(code))
        if digest(typed) == request.form.get(f"shown.{code}"):
            continue
        try:
            write_note(place.review, code, typed, read_version(request.form[f"version.{code}"]), reader())
        except NoteClash as clash:
            clashes[code] = (clash.note, typed)
    if clashes:
        # The other notes of the page are saved, though the answer is a 409 and would give them up.
        db.session.commit()
        return _page(place, clashes), 409
    return redirect(url_for("visits.sheet", review_id=place.review.id), 303)


@bp.post("/reviews/<int:review_id>/visit/sheet/autosave")
@requires_on(find_place, policy.may_use_sheet)
def autosave(place: VisitPlace) -> ResponseReturnValue:
    """Save one note: JSON {field, value, version, run, step}. 409 with both values when it changed elsewhere."""
    sent: Any = request.get_json()
    code, value = (sent.get("field"), sent.get("value")) if isinstance(sent, dict) else (None, None)
    if not isinstance(value, str) or not _is_readable(value) or len(value) > LONGEST:
        raise InvalidInput(_("This value does not fit the field."))
    text = _tidy(value)
    if code not in case_of(place.review).questions:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=code))
    run = read_run(sent.get("run"), sent.get("step"))
    try:
        note = write_note(place.review, code, text, read_version(sent.get("version")), reader(), run=run)
    except NoteClash as clash:
        return jsonify(html=_clash(place, clash.note, text)), 409
    return jsonify(version=note.version, shown=digest(note.text), saved=page.saved_words(note))


def _is_readable(text: str) -> bool:
    """Not so for half a surrogate pair, which JSON lets through and no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _tidy(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST]


def _clash(place: VisitPlace, note: VisitNote, mine: str) -> str:
    url = url_for("visits.choose", review_id=place.review.id)
    versions = page.clash_versions(note, mine)
    title = _("You changed this in another window")
    return fragment("components/assessment.html", "conflict", note.indicator, title, versions, url)


@bp.post("/reviews/<int:review_id>/visit/sheet/choose")
@requires_on(find_place, policy.may_use_sheet)
def choose(place: VisitPlace) -> ResponseReturnValue:
    """Keep the chosen one of two values of a note."""
    code, text = request.form.get("field", ""), _tidy(request.form.get("choice"))
    if code not in case_of(place.review).questions:
        raise InvalidInput(_("The scheme has no indicator %(code)s.", code=code))
    note = notes_of(place.review, reader()).get(code)
    write_note(place.review, code, text, note.version if note else 0, reader())
    return redirect(url_for("visits.sheet", review_id=place.review.id), 303)


@bp.get("/reviews/<int:review_id>/visit/worker.js")
@requires_on(find_place, policy.may_use_sheet)
def worker(place: VisitPlace) -> ResponseReturnValue:
    """The service worker of the sheet. It stands here because it may only serve pages below its own address."""
    folder = current_app.static_folder
    assert folder
    response: Response = send_from_directory(folder, "js/visit-worker.js", max_age=0)
    return response


@bp.get("/reviews/<int:review_id>/visit/paper")
@requires_on(find_place, policy.may_use_sheet)
def paper(place: VisitPlace) -> ResponseReturnValue:
    """The sheet to print: agenda, questions with room to write, and lines for signatures."""
    case = case_of(place.review)
    rows = page.sheet_rows(case, place.visit, notes_of(place.review, reader()))
    return render_template(
        "reviews/visit/paper.html",
        review=place.review,
        case=case,
        visit=place.visit,
        days=page.days(place.visit) if place.visit else [],
        rows=[row for row in rows if row.questions] or rows,
        mode_name=page.mode_name,
    )
