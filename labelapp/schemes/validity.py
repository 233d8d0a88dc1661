"""How long a certificate is valid, and its status on a day.

The rule (section "Validity and renewal" of docs/scheme-format.md): a first award counts from the day of the
assessment; a renewal in time counts from the previous expiry, so that it neither wins nor loses time and
leaves no gap; an assessment after the last day of grace is a first award again.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from labelapp.schemes.definition import ValidityRule
from labelapp.schemes.months import add_months, month_end


class Status(StrEnum):
    """What a certificate is on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED_RENEWABLE = "expired_renewable"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Validity:
    """First and last day of validity, the last day for a seamless renewal, and how they were derived."""

    valid_from: date
    valid_until: date
    renewable_until: date
    award: Literal["first", "renewal"]
    derivation: list[str]


def validity(
    rule: ValidityRule, assessed: date, previous_expiry: date | None = None, shorter: int | None = None
) -> Validity:
    """Apply a validity rule to the day of an assessment. Expiry and grace days are themselves included.

    `shorter` is a validity in months that the labelling body decided in place of the scheme's. Raises ValueError
    when it is not shorter.
    """
    grace = _last_day(rule, previous_expiry, rule.renewal_within_months) if previous_expiry else None
    if previous_expiry is not None and grace is not None and assessed <= grace:
        months = _months(rule.renewal_months, shorter)
        until = _last_day(rule, previous_expiry, months)
        steps = [
            f"assessed on {assessed}, not later than {grace}, the last day of renewal: renewal",
            f"{months} months from the previous expiry {previous_expiry}: valid until {until}",
        ]
        return _validity(rule, previous_expiry + timedelta(days=1), until, "renewal", steps)
    months = _months(rule.first_months, shorter)
    until = _last_day(rule, assessed, months)
    steps = [f"assessed on {assessed}: first award"]
    if previous_expiry is not None:
        steps = [f"assessed on {assessed}, later than {grace}, the last day of renewal: first award again"]
    steps.append(f"{months} months from the assessment: valid until {until}")
    return _validity(rule, assessed, until, "first", steps)


def renewable_until(rule: ValidityRule, valid_until: date) -> date:
    """The last day for a seamless renewal of a certificate that ends on a day."""
    return _last_day(rule, valid_until, rule.renewal_within_months)


def _months(usual: int, shorter: int | None) -> int:
    if shorter is None:
        return usual
    if not 1 <= shorter < usual:
        raise ValueError(f"a shorter validity is from 1 to {usual - 1} months, not {shorter}")
    return shorter


def _validity(
    rule: ValidityRule, start: date, until: date, award: Literal["first", "renewal"], steps: list[str]
) -> Validity:
    renewable = _last_day(rule, until, rule.renewal_within_months)
    steps = [*steps, f"{rule.renewal_within_months} months after expiry: renewable until {renewable}"]
    return Validity(start, until, renewable, award, steps)


def _last_day(rule: ValidityRule, start: date, months: int) -> date:
    """So many months later, to the day, or to the end of that month when the scheme counts month ends."""
    day = add_months(start, months)
    return month_end(day) if rule.counted == "month_end" else day


def status_on(
    day: date,
    *,
    valid_until: date,
    renewable_until: date,
    expiring_months: int = 6,
    withdrawn: date | None = None,
    suspended: date | None = None,
    superseded: date | None = None,
) -> Status:
    """The status on a day; a withdrawal weighs more than a suspension, that more than a later certificate.

    The dates of withdrawal, suspension and supersession are the first days on which they hold.
    """
    for since, status in (
        (withdrawn, Status.WITHDRAWN),
        (suspended, Status.SUSPENDED),
        (superseded, Status.SUPERSEDED),
    ):
        if since is not None and since <= day:
            return status
    if day > valid_until:
        return Status.EXPIRED_RENEWABLE if day <= renewable_until else Status.EXPIRED
    return Status.EXPIRING if add_months(day, expiring_months) >= valid_until else Status.VALID
