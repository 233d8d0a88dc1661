"""The visit of a case: planning, agenda, calendar file, attendance."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from labelapp.extensions import db
from labelapp.reviews import policy as review_policy
from labelapp.reviews.case import scheme_of
from labelapp.reviews.views.blueprint import reader
from labelapp.reviews.visit import operations, page, policy
from labelapp.reviews.visit.calendar import calendar_file
from labelapp.reviews.visit.forms import (
    AttendanceForm,
    FrameForm,
    ParticipantForm,
    QuestionForm,
    SlotForm,
)
from labelapp.reviews.visit.models import VisitParticipant, VisitQuestion, VisitSlot
from labelapp.reviews.visit.queries import (
    PartOfVisit,
    VisitPlace,
    find_participant,
    find_place,
    find_planned,
    find_question,
    find_slot,
)
from labelapp.reviews.visit.zones import to_local, to_utc
from labelapp.web.access import requires_on

bp = Blueprint("visits", __name__)


@bp.get("/reviews/<int:review_id>/visit")
@requires_on(find_place, policy.may_see)
def show(place: VisitPlace) -> ResponseReturnValue:
    """The agenda, the questions, who takes part; for the lead the forms to change them."""
    return _page(place)


def _page(place: VisitPlace, **forms: FlaskForm) -> str:
    planned = place.visit
    user = reader()
    question = forms.get("question") or QuestionForm(formdata=None)
    question["indicator"].choices = page.indicator_choices(place.review)
    return render_template(
        "reviews/visit/visit.html",
        place=place,
        review=place.review,
        visit=planned,
        scheme=scheme_of(place.review),
        days=page.days(planned) if planned else [],
        questions=page.questions_of(planned, place.review),
        mode_name=page.mode_name,
        plans=policy.may_plan(user, place),
        asks=policy.may_ask(user, place) and planned is not None and planned.attended_at is None,
        sheet=policy.may_use_sheet(user, place),
        of_team=review_policy.in_team(user, place.review),
        reader_id=user.id,
        frame=forms.get("frame") or _frame_form(place),
        slot=forms.get("slot") or SlotForm(formdata=None),
        question=question,
        participant=forms.get("participant") or ParticipantForm(formdata=None),
        opened=next(iter(forms), ""),
    )


def _frame_form(place: VisitPlace, **options: Any) -> FrameForm:
    planned = place.visit
    values: dict[str, Any] = {"timezone": operations.default_zone(place.review)}
    if planned:
        values = {"mode": planned.mode.value, "place": planned.place, "timezone": planned.timezone}
        if planned.slots:
            begins = to_local(planned.slots[0].starts_at, planned.timezone)
            values |= {"day": begins.date(), "begin": begins.time()}
    form = FrameForm(data=values, **options)
    form.offer_zones()
    return form


def _back(place: VisitPlace, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("visits.show", review_id=place.review.id, _anchor=anchor or None), 303)


@bp.post("/reviews/<int:review_id>/visit")
@requires_on(find_place, policy.may_plan)
def plan(place: VisitPlace) -> ResponseReturnValue:
    """Set how, where and when people meet."""
    form = _frame_form(place)
    if not form.validate_on_submit():
        return _page(place, frame=form), 422
    operations.plan(place, form.frame, by=reader())
    flash(_("The visit is planned. Nobody has been told yet."))
    return _back(place)


@bp.get("/reviews/<int:review_id>/visit/draft")
@requires_on(find_planned, policy.may_plan)
def ask_draft(place: VisitPlace) -> ResponseReturnValue:
    """Ask before the agenda is replaced."""
    return render_template("reviews/visit/draft.html", review=place.review, scheme=scheme_of(place.review))


@bp.post("/reviews/<int:review_id>/visit/draft")
@requires_on(find_planned, policy.may_plan)
def draft_agenda(place: VisitPlace) -> ResponseReturnValue:
    """Replace the agenda by one drafted from the questions."""
    planned = place.planned
    if not planned.slots:
        abort(404)
    operations.draft_agenda(planned, to_local(planned.slots[0].starts_at, planned.timezone))
    flash(_("The agenda is drafted from the questions."))
    return _back(place)


@bp.post("/reviews/<int:review_id>/visit/slots")
@requires_on(find_planned, policy.may_plan)
def add_slot(place: VisitPlace) -> ResponseReturnValue:
    """Add an item to the agenda."""
    operations.still_open(place.planned)
    form = SlotForm()
    if not form.validate_on_submit():
        return _page(place, slot=form), 422
    place.planned.slots.append(_filled(VisitSlot(), form, place))
    db.session.flush()
    return _back(place, "agenda")


def _filled(slot: VisitSlot, form: SlotForm, place: VisitPlace) -> VisitSlot:
    begins = operations.combined(form.day.data, form.begin.data)
    slot.starts_at = to_utc(begins, place.planned.timezone)
    slot.minutes, slot.title = form.minutes.data or 1, form.title.data
    return slot


@bp.get("/reviews/<int:review_id>/visit/slots/<int:slot_id>")
@requires_on(find_slot, policy.may_plan)
def slot(place: PartOfVisit) -> ResponseReturnValue:
    """Change an item of the agenda."""
    assert isinstance(place.part, VisitSlot)
    starts = to_local(place.part.starts_at, place.planned.timezone)
    values = {
        "day": starts.date(),
        "begin": starts.time(),
        "minutes": place.part.minutes,
        "title": place.part.title,
    }
    return _slot_page(place, SlotForm(data=values))


def _slot_page(place: PartOfVisit, form: SlotForm) -> str:
    return render_template(
        "reviews/visit/slot.html",
        review=place.review,
        scheme=scheme_of(place.review),
        slot=place.part,
        form=form,
    )


@bp.post("/reviews/<int:review_id>/visit/slots/<int:slot_id>")
@requires_on(find_slot, policy.may_plan)
def change_slot(place: PartOfVisit) -> ResponseReturnValue:
    """Save an item of the agenda, or take it off."""
    assert isinstance(place.part, VisitSlot)
    operations.still_open(place.planned)
    if request.form.get("then") == "remove":
        if len(place.planned.slots) == 1:
            flash(_("The last item of the agenda stays: it says when the visit begins."))
            return _back(place, "agenda")
        place.planned.slots.remove(place.part)
        return _back(place, "agenda")
    form = SlotForm()
    if not form.validate_on_submit():
        return _slot_page(place, form), 422
    _filled(place.part, form, place)
    return _back(place, "agenda")


@bp.post("/reviews/<int:review_id>/visit/questions")
@requires_on(find_planned, policy.may_ask)
def add_question(place: VisitPlace) -> ResponseReturnValue:
    """Put a question on the list of the visit."""
    form = QuestionForm()
    form.indicator.choices = page.indicator_choices(place.review)
    if not form.validate_on_submit():
        return _page(place, question=form), 422
    operations.ask(place.planned, form.indicator.data, form.text.data, by=reader())
    return _back(place, "questions")


@bp.post("/reviews/<int:review_id>/visit/questions/from-desk")
@requires_on(find_planned, policy.may_ask)
def take_over_flags(place: VisitPlace) -> ResponseReturnValue:
    """Put on the list what the reader noted and flagged on the score sheet."""
    count = operations.take_over_flags(place.planned, by=reader())
    flash(
        ngettext("%(num)s question is new on the list.", "%(num)s questions are new on the list.", count)
        if count
        else _("Everything that you noted on your score sheet is on the list.")
    )
    return _back(place, "questions")


@bp.post("/reviews/<int:review_id>/visit/questions/<int:question_id>/remove")
@requires_on(find_question, policy.may_ask)
def remove_question(place: PartOfVisit) -> ResponseReturnValue:
    """Take back a question of one's own."""
    assert isinstance(place.part, VisitQuestion)
    if place.part.author_id != reader().id:
        abort(404)
    operations.still_open(place.planned)
    place.planned.questions.remove(place.part)
    return _back(place, "questions")


@bp.post("/reviews/<int:review_id>/visit/people")
@requires_on(find_planned, policy.may_plan)
def add_participant(place: VisitPlace) -> ResponseReturnValue:
    """Expect somebody more."""
    operations.still_open(place.planned)
    form = ParticipantForm()
    if not form.validate_on_submit():
        return _page(place, participant=form), 422
    place.planned.participants.append(VisitParticipant(name=form.name.data, part=form.part.data or ""))
    return _back(place, "people")


@bp.post("/reviews/<int:review_id>/visit/people/<int:participant_id>/remove")
@requires_on(find_participant, policy.may_plan)
def remove_participant(place: PartOfVisit) -> ResponseReturnValue:
    """Expect somebody no more."""
    assert isinstance(place.part, VisitParticipant)
    operations.still_open(place.planned)
    place.planned.participants.remove(place.part)
    return _back(place, "people")


@bp.post("/reviews/<int:review_id>/visit/send")
@requires_on(find_planned, policy.may_plan)
def send_agenda(place: VisitPlace) -> ResponseReturnValue:
    """Send the agenda to everybody who has an account."""
    operations.send(place, by=reader())
    flash(_("The agenda is on its way to everybody who has an account here."))
    return _back(place)


@bp.get("/reviews/<int:review_id>/visit/visit.ics")
@requires_on(find_planned, policy.may_see)
def calendar(place: VisitPlace) -> ResponseReturnValue:
    """The visit for a calendar; nothing before it was sent."""
    if place.planned.sent_at is None:
        abort(404)
    headers = {"Content-Disposition": 'attachment; filename="visit.ics"'}
    return Response(calendar_file(place.planned), mimetype="text/calendar", headers=headers)


@bp.get("/reviews/<int:review_id>/visit/attendance")
@requires_on(find_planned, policy.may_confirm_attendance)
def attendance(place: VisitPlace) -> ResponseReturnValue:
    """Tick who was there."""
    operations.still_open(place.planned)
    return _attendance_page(place, AttendanceForm(), {one.id for one in place.planned.participants})


def _attendance_page(place: VisitPlace, form: AttendanceForm, present: set[int]) -> str:
    return render_template(
        "reviews/visit/attendance.html",
        review=place.review,
        scheme=scheme_of(place.review),
        visit=place.planned,
        form=form,
        present=present,
    )


@bp.post("/reviews/<int:review_id>/visit/attendance")
@requires_on(find_planned, policy.may_confirm_attendance)
def confirm_attendance(place: VisitPlace) -> ResponseReturnValue:
    """Say for good who was there."""
    form = AttendanceForm()
    known = {str(one.id): one.id for one in place.planned.participants}
    present = {known[number] for number in request.form.getlist("present") if number in known}
    if not form.validate_on_submit():
        return _attendance_page(place, form, present), 422
    operations.confirm_attendance(place, present, by=reader())
    flash(_("Who was there is final."))
    return _back(place, "people")
