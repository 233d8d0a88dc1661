"""The pages of complaints: anybody's form, the secretariat's list, the holder's and the assessors' answers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.accounts.queries import normal_email
from labelapp.certificates.complaints import operations, policy, presentation, queries
from labelapp.certificates.complaints.forms import (
    AnswerForm,
    ChargeForm,
    ClosingForm,
    ComplaintForm,
    QuestionForm,
)
from labelapp.certificates.complaints.models import Complaint, ComplaintState, Opinion
from labelapp.certificates.complaints.operations import Sender
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.surveillance.queries import marks_on, undeclared_case
from labelapp.web.access import public, requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position

bp = Blueprint("complaints", __name__)


def _reader() -> User:
    user: User = current_user._get_current_object()
    return user


@bp.route("/verify/<code>/complaint", methods=["GET", "POST"])
@public
def about_holder(code: str) -> ResponseReturnValue:
    """Anybody complains about the holder of a certificate."""
    certificate = find_certificate(code)
    if certificate is None:
        abort(404)
    return _form(certificate)


@bp.route("/complaints/new", methods=["GET", "POST"])
@public
def about_us() -> ResponseReturnValue:
    """Anybody complains about how the labelling body works."""
    return _form(None)


def _form(certificate: Certificate | None) -> ResponseReturnValue:
    form = ComplaintForm()
    if form.is_of_a_robot:
        return redirect(url_for("complaints.received"), 303)
    if form.validate_on_submit():
        sender = Sender(form.name.data or "", normal_email(form.email.data or ""), get_locale().language)
        complaint = operations.receive_complaint(certificate, sender, form.text.data or "")
        flash(_("Your complaint is received. Its number is %(reference)s.", reference=complaint.reference))
        return redirect(url_for("complaints.received"), 303)
    page = render_template("certificates/complaints/form.html", form=form, certificate=certificate)
    return page, 422 if form.errors else 200


@bp.get("/complaints/received")
@public
def received() -> ResponseReturnValue:
    """What happens next."""
    return render_template("certificates/complaints/received.html")


@bp.get("/complaints")
@requires(policy.may_see_complaints)
def index() -> ResponseReturnValue:
    """The secretariat's list."""
    page = queries.complaints_of_secretariat(_reader(), read_position(request.args.get("at")))
    return render_template("certificates/complaints/index.html", page=page, words=presentation)


@bp.get("/complaints/<int:complaint_id>")
@requires_on(queries.find_complaint, policy.may_open)
def show(complaint: Complaint) -> ResponseReturnValue:
    """One complaint, with what its officer may do; first they declare about the cases of the holder."""
    if policy.may_read(_reader(), complaint) or complaint.certificate is None:
        return _page(complaint)
    case = undeclared_case(_reader(), complaint.certificate)
    if case is None:
        abort(404)
    flash(_("Declare your interests in the cases of this holder first, then open the complaint again."))
    return redirect(url_for("reviews.officer_interests", submission_id=case.id), 303)


def _page(complaint: Complaint, **forms: Any) -> str:
    handles = policy.may_handle(_reader(), complaint) and complaint.state is not ComplaintState.CLOSED
    return render_template(
        "certificates/complaints/show.html",
        complaint=complaint,
        certificate=complaint.certificate,
        words=presentation,
        handles=handles,
        marks=marks_on(complaint.certificate) if complaint.certificate else [],
        assessors=operations.assessors_to_ask(complaint) if handles and not complaint.opinions else [],
        charge_form=forms.get("charge") or ChargeForm(formdata=None),
        question_form=forms.get("question") or QuestionForm(formdata=None),
        closing_form=forms.get("closing") or ClosingForm(formdata=None),
    )


def _back(complaint: Complaint) -> ResponseReturnValue:
    return redirect(url_for("complaints.show", complaint_id=complaint.id), 303)


@bp.post("/complaints/<int:complaint_id>/charge")
@requires_on(queries.find_complaint, policy.may_read)
def take_charge(complaint: Complaint) -> ResponseReturnValue:
    """Become the officer in charge."""
    form = ChargeForm()
    if form.validate_on_submit():
        try:
            operations.take_charge(complaint, _reader(), form.apart.data, form.statement.data or "")
        except InvalidInput as error:
            form.statement.errors = [error.message]
        else:
            flash(_("You are in charge of this complaint."))
            return _back(complaint)
    return _page(complaint, charge=form), 422


@bp.post("/complaints/<int:complaint_id>/question")
@requires_on(queries.find_complaint, policy.may_handle)
def ask(complaint: Complaint) -> ResponseReturnValue:
    """Ask the holder for a statement."""
    form = QuestionForm()
    if not form.validate_on_submit():
        return _page(complaint, question=form), 422
    operations.ask_holder(complaint, form.question.data or "", by=_reader())
    flash(_("The holder is asked by mail."))
    return _back(complaint)


@bp.post("/complaints/<int:complaint_id>/referral")
@requires_on(queries.find_complaint, policy.may_handle)
def refer(complaint: Complaint) -> ResponseReturnValue:
    """Ask the assessors of the case."""
    operations.refer(complaint, by=_reader())
    flash(_("The assessors are asked by mail."))
    return _back(complaint)


@bp.post("/complaints/<int:complaint_id>/outcome")
@requires_on(queries.find_complaint, policy.may_handle)
def close(complaint: Complaint) -> ResponseReturnValue:
    """Check what was written and ask once more; with `step=record` write it, with `step=edit` go back."""
    form, step = ClosingForm(), request.form.get("step", "check")
    if step == "edit":
        return _page(complaint, closing=form)
    if not form.validate_on_submit():
        return _page(complaint, closing=form), 422
    closing = form.read()
    try:
        if step == "record":
            operations.close_complaint(complaint, closing, by=_reader())
            flash(_("The complaint is closed, and the complainant is told by mail."))
            return _back(complaint)
        operations.check_closing(complaint, closing)
    except InvalidInput as error:
        form.outcome.errors = [error.message]
        return _page(complaint, closing=form), 422
    return render_template(
        "certificates/complaints/confirm.html", complaint=complaint, closing=closing, words=presentation
    )


@bp.route("/complaints/<int:complaint_id>/statement", methods=["GET", "POST"])
@requires_on(queries.find_complaint, policy.may_state)
def statement(complaint: Complaint) -> ResponseReturnValue:
    """The holder reads what it is asked and answers; never who complained."""
    form = AnswerForm()
    if form.validate_on_submit():
        operations.state(complaint, form.text.data or "", by=_reader())
        flash(_("Your statement is sent."))
        return redirect(url_for("complaints.statement", complaint_id=complaint.id), 303)
    page = render_template(
        "certificates/complaints/statement.html", complaint=complaint, form=form, words=presentation
    )
    return page, 422 if form.errors else 200


@bp.route("/complaints/opinions/<int:opinion_id>", methods=["GET", "POST"])
@requires_on(queries.find_opinion, policy.may_give_opinion)
def opinion(opinion: Opinion) -> ResponseReturnValue:
    """An assessor of the case reads the complaint and says what they think; never who complained."""
    form = AnswerForm()
    if form.validate_on_submit():
        operations.give_opinion(opinion, form.text.data or "", by=_reader())
        flash(_("Your opinion is sent."))
        return redirect(url_for("complaints.opinion", opinion_id=opinion.id), 303)
    page = render_template("certificates/complaints/opinion.html", opinion=opinion, form=form)
    return page, 422 if form.errors else 200
