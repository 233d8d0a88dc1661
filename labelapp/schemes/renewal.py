"""On which days a holder is reminded of the renewal, and asked for a declaration: pure arithmetic of dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from labelapp.schemes.months import add_months
from labelapp.schemes.surveillance import Surveillance

OPENS, EXPIRED = "opens", "expired"


@dataclass(frozen=True)
class Reminder:
    """A mail about the renewal and its day. `code`: opens, before_6, expired, grace_3."""

    code: str
    on: date


def opens_on(rule: Surveillance, valid_until: date) -> date:
    """The day on which the renewal opens."""
    return add_months(valid_until, -rule.renewal_opens)


def reminders(rule: Surveillance, valid_until: date, renewable_until: date) -> list[Reminder]:
    """All mails about one renewal in the order of their days.

    One that would come before the renewal opens, or in the days of grace before the certificate expired, is left out.
    """
    opening, expired = opens_on(rule, valid_until), valid_until + timedelta(days=1)
    found = [Reminder(OPENS, opening)]
    for months in set(rule.renewal_reminders):
        if (day := add_months(valid_until, -months)) > opening:
            found.append(Reminder(f"before_{months}", day))
    if expired <= renewable_until:
        found.append(Reminder(EXPIRED, expired))
    for months in set(rule.grace_reminders):
        if (day := add_months(renewable_until, -months)) > expired:
            found.append(Reminder(f"grace_{months}", day))
    return sorted(found, key=lambda one: one.on)


def due_reminder(rule: Surveillance, valid_until: date, renewable_until: date, day: date) -> Reminder | None:
    """The newest mail whose day has come; None before the renewal opens and after its last day.

    Those before it are never made up for: whoever comes in late is told once, not five times.
    """
    if day > renewable_until:
        return None
    past = [one for one in reminders(rule, valid_until, renewable_until) if one.on <= day]
    return past[-1] if past else None


def anniversaries(rule: Surveillance, valid_from: date, valid_until: date) -> list[date]:
    """The days from which on declarations are asked for, all of them before the last day of validity.

    Each is counted from the first day, so that 29 February comes back in a leap year.
    """
    found: list[date] = []
    months = rule.declaration_months
    while months and (day := add_months(valid_from, months * (len(found) + 1))) < valid_until:
        found.append(day)
    return found


def due_anniversary(rule: Surveillance, valid_from: date, valid_until: date, day: date) -> date | None:
    """The newest anniversary that has come; None before the first, and once the certificate is expired."""
    past = [one for one in anniversaries(rule, valid_from, valid_until) if one <= day]
    return past[-1] if past and day <= valid_until else None
