"""Fees in words."""

from decimal import Decimal
from fractions import Fraction

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.assessments.answers import money_text
from labelapp.extensions import schemes
from labelapp.fees.models import Fee, FeeKind, FeeState
from labelapp.reviews.visit.models import VisitMode
from labelapp.web.locale import scheme_text


def money(amount: Decimal, currency: str) -> str:
    """8.250 EUR, as the reader's language writes it."""
    return money_text(Fraction(amount), currency)


def amount_words(fee: Fee) -> str:
    """The amount of a fee."""
    return money(fee.amount, fee.currency)


def label_of(fee: Fee) -> str:
    """The label that is asked for."""
    assessment = fee.submission.assessment
    return scheme_text(schemes().get(assessment.scheme_code, assessment.scheme_version).name)


def kind_words(kind: FeeKind) -> str:
    """new label, renewal"""
    return str(_("renewal") if kind is FeeKind.RENEWAL else _("new label"))


def mode_words(mode: VisitMode) -> str:
    """on site, by video"""
    return str(_("on site") if mode is VisitMode.ON_SITE else _("by video"))


def state_name(state: FeeState) -> str:
    """The word of a state."""
    return str(
        {
            FeeState.OPEN: _("not invoiced"),
            FeeState.INVOICED: _("invoiced"),
            FeeState.PAID: _("paid"),
            FeeState.WAIVED: _("waived"),
        }[state]
    )


def state_words(fee: Fee) -> str:
    """The state with its day: invoiced on 3 December 2026"""
    day = {
        FeeState.INVOICED: fee.invoiced_on,
        FeeState.PAID: fee.paid_on,
        FeeState.WAIVED: fee.waived_on,
    }.get(fee.state)
    name = state_name(fee.state)
    return str(_("%(state)s on %(date)s", state=name, date=format_date(day, "long"))) if day else name
