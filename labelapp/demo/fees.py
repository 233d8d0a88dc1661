"""Fees of the past: invoiced when the case was accepted, nearly all paid."""

from datetime import timedelta

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.fees import operations
from labelapp.fees.queries import fee_of
from labelapp.reviews.models import Review

_WAIVED, _UNPAID = 23, 17  # one in so many


def invoice_and_pay(review: Review, secretariat: User) -> None:
    """Note what became of the fee of a case that is decided today."""
    fee = fee_of(review.submission_id)
    if fee is None:
        return
    if fee.id % _WAIVED == 0:
        operations.waive(fee, "A pilot case, paid by the programme of the region.", secretariat)
        return
    number = f"{today().year}-{fee.id:04}"
    operations.invoice(fee, number, today() - timedelta(days=10), secretariat)
    if fee.id % _UNPAID:
        operations.pay(fee, today(), secretariat)
