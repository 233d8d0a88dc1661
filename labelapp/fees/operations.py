"""Every change to fees. Nothing here moves money: the books are kept elsewhere, and this says what they say."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.fees.models import Fee, FeeKind, FeeState
from labelapp.fees.queries import fee_of, is_renewal
from labelapp.fees.tariff import Price, price, prices
from labelapp.reviews.case import scheme_of
from labelapp.reviews.models import Review
from labelapp.reviews.visit.models import VisitMode
from labelapp.reviews.visit.queries import visit_of
from labelapp.schemes.definition import Scheme
from labelapp.web.errors import DomainError, InvalidInput


class FeeAction(StrEnum):
    """What moves a fee from one state to another, as it stands in addresses."""

    INVOICE = "invoice"
    PAY = "pay"
    WAIVE = "waive"
    TAKE_BACK = "take-back"


TRANSITIONS: Mapping[tuple[FeeState, FeeAction], FeeState] = {
    (FeeState.OPEN, FeeAction.INVOICE): FeeState.INVOICED,
    (FeeState.OPEN, FeeAction.WAIVE): FeeState.WAIVED,
    (FeeState.INVOICED, FeeAction.PAY): FeeState.PAID,
    (FeeState.INVOICED, FeeAction.WAIVE): FeeState.WAIVED,
    (FeeState.INVOICED, FeeAction.TAKE_BACK): FeeState.OPEN,
    (FeeState.PAID, FeeAction.TAKE_BACK): FeeState.INVOICED,
    (FeeState.WAIVED, FeeAction.TAKE_BACK): FeeState.OPEN,
}


def set_fee(review: Review, by: User | None) -> Fee | None:
    """Set the fee of a case that is accepted, once; none where its scheme states none for such a case."""
    scheme, submission = scheme_of(review), review.submission
    if fee_of(submission.id) is not None:
        return None
    day = submission.submitted_at.date()
    renewal = is_renewal(submission.assessment.cluster_id, scheme, day)
    kind = FeeKind.RENEWAL if renewal else FeeKind.NEW
    found = price(scheme, kind, None)
    if found is None:
        return None
    fee = Fee(
        submission=submission,
        kind=kind,
        mode=found.mode,
        amount=found.amount,
        currency=found.currency,
        set_on=today(),
        moved_at=now(),
    )
    db.session.add(fee)
    db.session.flush()
    record("fee.set", fee, actor=by, kind=kind.value, **_priced(found))
    return fee


def follow_visit(review: Review, by: User | None) -> None:
    """A planned visit says how the case is assessed, as long as nobody chose it and nothing is invoiced."""
    fee, visit = fee_of(review.submission_id), visit_of(review)
    if fee is None or visit is None or fee.mode_chosen or fee.state is not FeeState.OPEN:
        return
    _price_anew(fee, scheme_of(review), visit.mode, by)


def choose_mode(fee: Fee, scheme: Scheme, mode: VisitMode, by: User) -> None:
    """Say how the case is assessed.

    Raises DomainError (409) once it is invoiced, InvalidInput (422) for a mode without a fee in the scheme.
    """
    _lock(fee)
    if fee.state is not FeeState.OPEN:
        raise DomainError(_("The fee is no longer open. Take its state back first."))
    if mode not in {one.mode for one in prices(scheme, fee.kind)}:
        raise InvalidInput(_("The scheme states no fee for this."))
    fee.mode_chosen = True
    _price_anew(fee, scheme, mode, by)


def _price_anew(fee: Fee, scheme: Scheme, mode: VisitMode, by: User | None) -> None:
    found = price(scheme, fee.kind, mode)
    assert found is not None, "a fee was set, so the scheme states one"
    if (fee.mode, fee.amount, fee.currency) == (found.mode, found.amount, found.currency):
        return
    fee.mode, fee.amount, fee.currency = found.mode, found.amount, found.currency
    db.session.flush()
    record("fee.changed", fee, actor=by, **_priced(found))


def invoice(fee: Fee, number: str, on: date, by: User) -> None:
    """Note that an invoice was sent. Raises DomainError (409), InvalidInput (422) for a day to come."""
    day = _past(on)
    _move(fee, FeeAction.INVOICE)
    fee.invoiced_on, fee.invoice = day, number.strip()
    _done(fee, "fee.invoiced", by, on=on.isoformat(), invoice=fee.invoice)


def pay(fee: Fee, on: date, by: User) -> None:
    """Note that it was paid. Raises DomainError (409), InvalidInput (422) for a day to come or before the invoice."""
    if fee.invoiced_on is not None and on < fee.invoiced_on:
        raise InvalidInput(_("This is before the day of the invoice."))
    day = _past(on)
    _move(fee, FeeAction.PAY)
    fee.paid_on = day
    _done(fee, "fee.paid", by, on=on.isoformat())


def waive(fee: Fee, reason: str, by: User) -> None:
    """Do without the fee. Raises DomainError (409), InvalidInput (422) without a reason."""
    given = _reasoned(reason)
    _move(fee, FeeAction.WAIVE)
    fee.waived_on, fee.reason = today(), given
    _done(fee, "fee.waived", by, reason=fee.reason)


def take_back(fee: Fee, reason: str, by: User) -> None:
    """Correct a state that was noted by mistake: back to the one before. Raises as the others do."""
    given = _reasoned(reason)
    before = fee.state
    _move(fee, FeeAction.TAKE_BACK)
    if before is FeeState.PAID:
        fee.paid_on = None
    elif before is FeeState.INVOICED:
        fee.invoiced_on, fee.invoice = None, ""
    else:
        fee.waived_on, fee.reason = None, ""
        fee.state = FeeState.INVOICED if fee.invoiced_on else FeeState.OPEN
    _done(fee, "fee.taken_back", by, state=before.value, reason=given)


def _move(fee: Fee, action: FeeAction) -> None:
    _lock(fee)
    after = TRANSITIONS.get((fee.state, action))
    if after is None:
        raise DomainError(_("The state of this fee does not allow this. Look at it again."))
    fee.state = after


def _lock(fee: Fee) -> None:
    """Read the row afresh and hold it, so that two people do not note two things."""
    db.session.refresh(fee, with_for_update=True)


def _done(fee: Fee, action: str, by: User, **details: str) -> None:
    fee.moved_at = now()
    db.session.flush()
    record(action, fee, actor=by, **details)


def _past(on: date) -> date:
    if on > today():
        raise InvalidInput(_("This day is still to come."))
    return on


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Write the reason."))
    return reason.strip()


def _priced(found: Price) -> dict[str, str]:
    return {"mode": found.mode.value, "amount": f"{found.amount:.2f}", "currency": found.currency}
