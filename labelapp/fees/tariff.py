"""Which fee of a scheme a case has."""

from dataclasses import dataclass
from decimal import Decimal

from labelapp.fees.models import FeeKind
from labelapp.reviews.visit.models import VisitMode
from labelapp.schemes.definition import Scheme
from labelapp.schemes.numbers import exact


@dataclass(frozen=True)
class Price:
    """An amount without taxes, in a mode that the scheme offers."""

    mode: VisitMode
    amount: Decimal
    currency: str


def prices(scheme: Scheme, kind: FeeKind) -> list[Price]:
    """What the scheme states for a kind of case, in its order. Empty: such a case costs nothing."""
    return [
        Price(VisitMode(fee.mode), Decimal(exact(fee.amount)), fee.currency)
        for fee in scheme.fees
        if fee.kind == kind.value
    ]


def price(scheme: Scheme, kind: FeeKind, mode: VisitMode | None) -> Price | None:
    """The fee in a mode; the first one stated while the mode is not known, or when it has no fee of its own."""
    stated = prices(scheme, kind)
    return next((one for one in stated if one.mode is mode), stated[0] if stated else None)
