"""Granting, renewing and withdrawing qualifications, and inviting experts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.accounts.models import Invitation, RoleName, User
from labelapp.accounts.operations import invite_person
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.operations.profiles import Profile, save_profile
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.queries import qualifications_of
from labelapp.reviews.register.reminders import queue_reminder
from labelapp.reviews.register.standing import Part, holding
from labelapp.schemes.months import add_months
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class NewExpert:
    """Whom to invite, in which language."""

    name: str
    email: str
    locale: str


def grant_qualifications(
    user: User, wanted: Iterable[Part], granted_on: date, by: User
) -> list[Qualification]:
    """Qualify an expert, or renew what they hold. One that holds on that day is prolonged from its own end.

    The period is that of the scheme (`procedure.qualification_months`). Raises InvalidInput (422) for a day in the
    future, or so long ago that the qualification would have ended, and DomainError (409) for oneself.
    """
    _refuse_oneself(user, by)
    if granted_on > today():
        raise InvalidInput(_("A qualification is granted on a day that has come."))
    held = qualifications_of([user.id]).get(user.id, [])
    found = []
    for part in wanted:
        before = holding(held, part.scheme.code, part.role, granted_on)
        start = before.ends_on if before else granted_on
        ends_on = add_months(start, part.scheme.procedure.qualification_months)
        if ends_on < today():
            raise InvalidInput(
                _("Granted on that day, it would have ended on %(date)s.", date=format_date(ends_on, "long"))
            )
        found.append(_grant(user, part, granted_on, ends_on, by))
    return found


def _grant(user: User, part: Part, granted_on: date, ends_on: date, by: User) -> Qualification:
    one = Qualification(
        user=user,
        scheme_code=part.scheme.code,
        role=part.role,
        granted_on=granted_on,
        ends_on=ends_on,
        granted_by=by,
        recorded_at=now(),
    )
    db.session.add(one)
    db.session.flush()
    queue_reminder(one)
    record("qualification.granted", user, actor=by, **_named(one), ends_on=ends_on.isoformat())
    return one


def withdraw_qualification(one: Qualification, reason: str, by: User) -> None:
    """End what an expert is qualified for in this part, from today on. Cases that they have go on.

    Raises InvalidInput (422) without a reason, DomainError (409) when it does not count any more, or for oneself.
    """
    _refuse_oneself(one.user, by)
    if not reason.strip():
        raise InvalidInput(_("Give the reason; the expert reads it."))
    if one.withdrawn_on is not None or one.ends_on < today():
        raise DomainError(_("This qualification does not count any more."))
    for other in qualifications_of([one.user_id])[one.user_id]:
        same = (other.scheme_code, other.role) == (one.scheme_code, one.role)
        if same and other.withdrawn_on is None and other.ends_on >= today():
            other.withdrawn_on, other.withdrawn_by_id, other.withdrawal = today(), by.id, reason.strip()
    db.session.flush()
    record("qualification.withdrawn", one.user, actor=by, **_named(one))


def _refuse_oneself(user: User, by: User) -> None:
    if user.id == by.id:
        raise DomainError(_("Somebody else of the secretariat decides about your own qualifications."))


def _named(one: Qualification) -> dict[str, str]:
    return {"scheme": one.scheme_code, "role": one.role.value}


def invite_expert(
    person: NewExpert, profile: Profile, wanted: Sequence[Part], granted_on: date, by: User
) -> Invitation:
    """Invite a new expert with profile and qualifications. Raises EmailInUse, or what a grant raises."""
    invitation = invite_person(person.email, person.name, person.locale, [RoleName.ASSESSOR], by)
    save_profile(invitation.user, profile, by=by)
    grant_qualifications(invitation.user, wanted, granted_on, by)
    return invitation
