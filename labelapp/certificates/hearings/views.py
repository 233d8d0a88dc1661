"""The pages of hearings: notice and decision of the secretariat, answer of the holder."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.flags.models import Flag
from labelapp.certificates.flags.queries import flags_on
from labelapp.certificates.hearings import operations, policy, presentation, queries
from labelapp.certificates.hearings.forms import (
    DecisionForm,
    HolderForm,
    SuspensionForm,
    WithdrawalForm,
)
from labelapp.certificates.hearings.models import Act, Hearing, HearingOutcome
from labelapp.certificates.hearings.queries import Attached, Intended
from labelapp.certificates.models import Certificate
from labelapp.certificates.rules import procedure_rules
from labelapp.certificates.surveillance.officers import read_after_declaring
from labelapp.clock import today
from labelapp.evidence.sending import send_file
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position
from labelapp.workdays import add_working_days

bp = Blueprint("hearings", __name__)


@bp.get("/certificates/<code>/hearings/<any(suspend, withdraw):act>")
@requires_on(queries.find_intended, policy.may_intend)
def intend(intended: Intended) -> ResponseReturnValue:
    """Write the notice; while the holder is being heard already, go there."""
    running = [one for one in queries.hearings_on(intended.certificate) if one.outcome is None]
    if running:
        return redirect(url_for("hearings.show", hearing_id=running[0].id), 303)
    return read_after_declaring(
        intended.certificate, lambda: _notice_page(intended, _notice_form(intended.act))
    )


@bp.post("/certificates/<code>/hearings/<any(suspend, withdraw):act>")
@requires_on(queries.find_intended, policy.may_open_hearing)
def give_notice(intended: Intended) -> ResponseReturnValue:
    """Give notice to the holder; an urgent suspension holds at once."""
    form = _notice_form(intended.act)
    if not form.validate_on_submit():
        return _notice_page(intended, form), 422
    flag = _chosen_flag(intended.certificate)
    try:
        hearing = operations.open_hearing(intended.certificate, form.read(), by=current_user, flag=flag)
    except InvalidInput as error:
        form.reasons.errors = [error.message]
        return _notice_page(intended, form), 422
    flash(_("The holder is told by mail."))
    return redirect(url_for("hearings.show", hearing_id=hearing.id), 303)


def _notice_form(act: Act) -> WithdrawalForm:
    return SuspensionForm() if act is Act.SUSPEND else WithdrawalForm()


def _chosen_flag(certificate: Certificate) -> Flag | None:
    """The flag from which the officer came, if it is one of this certificate and still open."""
    asked = request.values.get("flag", "")
    return next((one for one in flags_on(certificate) if str(one.id) == asked), None)


def _notice_page(intended: Intended, form: WithdrawalForm) -> str:
    certificate = intended.certificate
    days = procedure_rules(certificate).hearing_days
    return render_template(
        "certificates/hearings/notice.html",
        certificate=certificate,
        act=intended.act,
        form=form,
        flag=_chosen_flag(certificate),
        until=add_working_days(today(), days, certificate.country),
    )


@bp.get("/hearings")
@requires(policy.may_see_hearings)
def index() -> ResponseReturnValue:
    """The secretariat's list; with `closed=1` those that are decided."""
    closed = request.args.get("closed") == "1"
    page = queries.list_hearings(current_user, read_position(request.args.get("at")), closed=closed)
    return render_template(
        "certificates/hearings/index.html", page=page, closed=closed, words=presentation, day=today()
    )


@bp.get("/hearings/<int:hearing_id>")
@requires_on(queries.find_hearing, policy.may_know_hearing)
def show(hearing: Hearing) -> ResponseReturnValue:
    """Notice and answer, and the decision."""
    return read_after_declaring(hearing.certificate, lambda: _page(hearing, _decision_form(hearing)))


@bp.post("/hearings/<int:hearing_id>")
@requires_on(queries.find_hearing, policy.may_decide_hearing)
def decide(hearing: Hearing) -> ResponseReturnValue:
    """Decide with the answer at hand; with `step=record` after having been asked once more."""
    form = _decision_form(hearing)
    step = request.form.get("step", "check")
    if step == "edit" or not form.validate_on_submit():
        return _page(hearing, form), 200 if step == "edit" else 422
    if step != "record":
        return render_template(
            "certificates/hearings/confirm.html",
            hearing=hearing,
            certificate=hearing.certificate,
            form=form,
            chosen={one.value: one.label for one in form.outcome.choices}[form.outcome.data],
        )
    operations.decide_hearing(hearing, HearingOutcome(form.outcome.data), form.text.data or "", current_user)
    flash(_("The decision is recorded, and the holder is told by mail."))
    return redirect(url_for("hearings.show", hearing_id=hearing.id), 303)


def _decision_form(hearing: Hearing) -> DecisionForm:
    return DecisionForm(hearing.act, urgent=bool(hearing.urgency))


def _page(hearing: Hearing, form: DecisionForm) -> str:
    return render_template(
        "certificates/hearings/show.html",
        hearing=hearing,
        certificate=hearing.certificate,
        form=form,
        words=presentation,
        was_heard=operations.was_heard(hearing, today()),
        day=today(),
    )


@bp.get("/hearings/<int:hearing_id>/answer")
@requires_on(queries.find_hearing, policy.may_read_as_holder)
def of_holder(hearing: Hearing) -> ResponseReturnValue:
    """The holder reads why, and answers."""
    return _holder_page(hearing, HolderForm(hearing.certificate.cluster))


@bp.post("/hearings/<int:hearing_id>/answer")
@requires_on(queries.find_hearing, policy.may_answer)
def answer(hearing: Hearing) -> ResponseReturnValue:
    """Send the answer, or with `step=waive` say that there will be none."""
    if request.form.get("step") == "waive":
        operations.waive_hearing(hearing, by=current_user)
        flash(_("The secretariat is told that you do not answer."))
        return redirect(url_for("hearings.of_holder", hearing_id=hearing.id), 303)
    form = HolderForm(hearing.certificate.cluster)
    if not form.validate_on_submit():
        return _holder_page(hearing, form), 422
    operations.answer_hearing(hearing, form.text.data or "", form.chosen, by=current_user)
    flash(_("Your answer is sent."))
    return redirect(url_for("hearings.of_holder", hearing_id=hearing.id), 303)


@bp.get("/hearings/<int:hearing_id>/waiver")
@requires_on(queries.find_hearing, policy.may_answer)
def waive(hearing: Hearing) -> ResponseReturnValue:
    """Ask once more before the holder gives up its right to answer."""
    return render_template(
        "certificates/hearings/waive.html", hearing=hearing, certificate=hearing.certificate
    )


def _holder_page(hearing: Hearing, form: HolderForm) -> str:
    return render_template(
        "certificates/hearings/of_holder.html",
        hearing=hearing,
        certificate=hearing.certificate,
        form=form,
        may_answer=policy.may_answer(current_user, hearing),
        words=presentation,
    )


@bp.get("/hearings/<int:hearing_id>/files/<int:revision_id>")
@requires_on(queries.find_attached, policy.may_read_attached)
def file(attached: Attached) -> ResponseReturnValue:
    """A file that was sent with the answer."""
    return send_file(attached.revision, inline=True)
