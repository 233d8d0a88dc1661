"""What an expert's qualifications come to on a day. Pure; texts in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from labelapp.extensions import schemes
from labelapp.reviews.models import AssessorRole
from labelapp.reviews.register.models import Qualification
from labelapp.schemes.definition import Scheme
from labelapp.web.locale import scheme_text

# From so many days before its end a qualification is shown as ending, and its mail is written.
DAYS_BEFORE = 60
SEATS = (AssessorRole.LEAD, AssessorRole.CO_ASSESSOR)


class State(StrEnum):
    """Where a qualification stands on a day."""

    CURRENT = "current"
    ENDING = "ending"
    RENEWED = "renewed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Part:
    """One part under one scheme, for which somebody can be qualified."""

    scheme: Scheme
    role: AssessorRole

    @property
    def key(self) -> str:
        """The part as a form names it: `cme-gold.lead`."""
        return f"{self.scheme.code}.{self.role}"

    @property
    def name(self) -> str:
        """The part in words: the label alone where it has one assessor."""
        return part_name(self.scheme, self.role)


def part_name(scheme: Scheme, role: AssessorRole) -> str:
    """The part in words: the label alone where it has one assessor."""
    label = scheme_text(scheme.name)
    if scheme.assessors.count == 1:
        return label
    part = _("lead assessor") if role is AssessorRole.LEAD else _("co-assessor")
    return str(_("%(label)s, %(part)s", label=label, part=part))


def parts() -> list[Part]:
    """Every part of the newest version of each scheme, in the order of the schemes."""
    return [Part(scheme, role) for scheme in schemes().latest() for role in SEATS[: scheme.assessors.count]]


def name_of(one: Qualification) -> str:
    """What somebody is qualified for, in words; the code of a scheme that is no longer offered."""
    found = (part.name for part in parts() if (part.scheme.code, part.role) == (one.scheme_code, one.role))
    return next(found, one.scheme_code)


def holding(
    held: Iterable[Qualification], scheme_code: str, role: AssessorRole, day: date
) -> Qualification | None:
    """The qualification for a part that counts on a day, that which ends last; None without one."""
    counting = [
        one for one in held if one.scheme_code == scheme_code and one.role is role and one.holds_on(day)
    ]
    return max(counting, key=lambda one: one.ends_on, default=None)


def ended_on(held: Iterable[Qualification], scheme_code: str, role: AssessorRole, day: date) -> date | None:
    """The day on which the last qualification for a part ended by itself; None when there was none."""
    ends = [
        one.ends_on
        for one in held
        if one.scheme_code == scheme_code
        and one.role is role
        and one.ends_on < day
        and one.withdrawn_on is None
    ]
    return max(ends, default=None)


def state_on(one: Qualification, held: Sequence[Qualification], day: date) -> State:
    """Where one of a person's qualifications stands on a day."""
    if one.withdrawn_on is not None and one.withdrawn_on <= day:
        return State.WITHDRAWN
    if one.ends_on < day:
        return State.ENDED
    last = holding(held, one.scheme_code, one.role, day)
    if last is not None and last.ends_on > one.ends_on:
        return State.RENEWED
    return State.ENDING if (one.ends_on - day).days <= DAYS_BEFORE else State.CURRENT


def standing_parts(held: Sequence[Qualification], day: date) -> list[tuple[date, list[str]]]:
    """For what somebody is qualified on a day: each end with the parts that end then, the next end first."""
    found: dict[date, list[str]] = defaultdict(list)
    for part in parts():
        one = holding(held, part.scheme.code, part.role, day)
        if one is not None:
            found[one.ends_on].append(part.name)
    return sorted(found.items())
