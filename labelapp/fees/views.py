"""The secretariat's list of fees and what it notes about them; the fees of one's own cluster organisations."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm

from labelapp.clock import today
from labelapp.events.log import timeline
from labelapp.events.telling import sentence
from labelapp.extensions import schemes
from labelapp.fees import operations, policy, presentation, queries
from labelapp.fees.accounting import accounting_rows
from labelapp.fees.forms import InvoiceForm, PaidForm, ReasonForm
from labelapp.fees.models import Fee, FeeKind, FeeState
from labelapp.fees.operations import TRANSITIONS, FeeAction
from labelapp.fees.tariff import prices
from labelapp.fees.told import WORDS
from labelapp.reviews.visit.models import VisitMode
from labelapp.schemes.definition import Scheme
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.formats import country_name
from labelapp.web.paging import read_position
from labelapp.web.spreadsheets import csv_file

bp = Blueprint("fees", __name__)


@bp.get("/fees")
@requires(policy.may_keep_fees)
def index() -> ResponseReturnValue:
    """All fees that an officer may see, filtered, with their totals."""
    asked = queries.read_filter(request.args)
    page = queries.list_fees(current_user, asked, read_position(request.args.get("at")))
    countries, years = queries.countries_and_years(current_user)
    arguments = asked.arguments()
    return render_template(
        "fees/index.html",
        page=page,
        asked=asked,
        totals=queries.totals(current_user, asked),
        countries=[(code, country_name(code)) for code in countries],
        years=years,
        states=list(FeeState),
        kinds=list(FeeKind),
        words=presentation,
        csv_url=url_for("fees.accounting", **arguments),
        before_url=url_for("fees.index", **arguments, at=page.before) if page.before else "",
        after_url=url_for("fees.index", **arguments, at=page.after) if page.after else "",
    )


@bp.get("/fees.csv")
@requires(policy.may_keep_fees)
def accounting() -> Response:
    """The same as a table for accounting. Names of columns do not change."""
    rows = accounting_rows(queries.all_fees(current_user, queries.read_filter(request.args)))
    return csv_file(f"fees-{today().isoformat()}.csv", rows)


@bp.get("/fees/own")
@requires(policy.may_see_own_fees)
def own() -> ResponseReturnValue:
    """The fees of the cluster organisations for which a person answers."""
    fees = queries.fees_of_clusters(queries.paying_clusters(current_user))
    return render_template("fees/own.html", fees=fees, words=presentation)


@bp.get("/fees/<int:fee_id>")
@requires_on(queries.find_fee, policy.may_keep_fee)
def show(fee: Fee) -> ResponseReturnValue:
    """One fee: its case, its state, what happened, and what can be noted."""
    return _page(fee)


def _page(fee: Fee, error: str = "") -> str:
    return render_template(
        "fees/show.html",
        fee=fee,
        words=presentation,
        actions=[CHANGES[action] for action in FeeAction if (fee.state, action) in TRANSITIONS],
        offered=prices(_scheme(fee), fee.kind),
        history=[(event.at, sentence(WORDS[event.action], event.details, {})) for event in timeline(fee)],
        error=error,
    )


@bp.post("/fees/<int:fee_id>/mode")
@requires_on(queries.find_fee, policy.may_keep_fee)
def choose_mode(fee: Fee) -> ResponseReturnValue:
    """Say whether the case is assessed on site or by video."""
    mode = request.form.get("mode", "")
    try:
        if mode not in set(VisitMode):
            raise InvalidInput(_("Choose one of the two."))
        operations.choose_mode(fee, _scheme(fee), VisitMode(mode), current_user)
    except InvalidInput as error:
        return _page(fee, error.message), 422
    flash(_("The fee follows what you chose."))
    return redirect(url_for("fees.show", fee_id=fee.id), 303)


@dataclass(frozen=True)
class Change:
    """A change of state: its page and its words."""

    action: FeeAction
    title: Any
    text: Any
    button: Any
    done: Any
    kind: str = "primary"


CHANGES = {
    change.action: change
    for change in (
        Change(
            FeeAction.INVOICE,
            _l("Was the invoice sent?"),
            _l("From now on the amount does not change with the visit any more."),
            _l("Note the invoice"),
            _l("The invoice is noted."),
        ),
        Change(
            FeeAction.PAY,
            _l("Was the fee paid?"),
            _l("Note it once the money has come in."),
            _l("Note the payment"),
            _l("The payment is noted."),
        ),
        Change(
            FeeAction.WAIVE,
            _l("Waive this fee?"),
            _l(
                "The case goes on without it. The reason stands with the case and in the list for accounting."
            ),
            _l("Waive it"),
            _l("The fee is waived."),
            kind="alert",
        ),
        Change(
            FeeAction.TAKE_BACK,
            _l("Take the last state back?"),
            _l("For what was noted by mistake: the fee gets the state that it had before."),
            _l("Take it back"),
            _l("The fee has the state that it had before."),
            kind="alert",
        ),
    )
}


@dataclass(frozen=True)
class Asked:
    """A change that is asked for one fee."""

    fee: Fee
    change: Change


def _asked(fee_id: int, action: str) -> Asked | None:
    fee = queries.find_fee(fee_id)
    return Asked(fee, CHANGES[FeeAction(action)]) if fee and action in set(FeeAction) else None


def may_change(user: Any, asked: Asked) -> bool:
    """Whoever may keep the fee."""
    return policy.may_keep_fee(user, asked.fee)


@bp.get("/fees/<int:fee_id>/<any(invoice, pay, waive, 'take-back'):action>")
@requires_on(_asked, may_change)
def change(asked: Asked) -> ResponseReturnValue:
    """Ask once more, with the day or the reason."""
    return _question(asked, _form(asked.change.action))


@bp.post("/fees/<int:fee_id>/<any(invoice, pay, waive, 'take-back'):action>")
@requires_on(_asked, may_change)
def change_confirmed(asked: Asked) -> ResponseReturnValue:
    """Note it."""
    form = _form(asked.change.action)
    if not form.validate_on_submit():
        return _question(asked, form), 422
    try:
        _note(asked, form)
    except InvalidInput as error:
        refuse(next(iter(form)), error)
        return _question(asked, form), 422
    flash(str(asked.change.done))
    return redirect(url_for("fees.show", fee_id=asked.fee.id), 303)


def _form(action: FeeAction) -> FlaskForm:
    if action is FeeAction.INVOICE:
        return InvoiceForm(data={"on": today()})
    if action is FeeAction.PAY:
        return PaidForm(data={"on": today()})
    return ReasonForm()


def _note(asked: Asked, form: FlaskForm) -> None:
    fee, by = asked.fee, current_user
    if isinstance(form, InvoiceForm):
        assert form.on.data is not None
        operations.invoice(fee, form.number.data or "", form.on.data, by)
    elif isinstance(form, PaidForm):
        assert form.on.data is not None
        operations.pay(fee, form.on.data, by)
    elif asked.change.action is FeeAction.WAIVE:
        operations.waive(fee, form["reason"].data, by)
    else:
        operations.take_back(fee, form["reason"].data, by)


def _question(asked: Asked, form: FlaskForm) -> str:
    return render_template("fees/change.html", asked=asked, form=form, words=presentation)


def _scheme(fee: Fee) -> Scheme:
    assessment = fee.submission.assessment
    return schemes().get(assessment.scheme_code, assessment.scheme_version)
