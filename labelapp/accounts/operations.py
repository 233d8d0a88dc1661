"""Every change to accounts, their roles and invitations."""

import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import Invitation, Role, RoleName, User
from labelapp.accounts.queries import find_by_email, normal_email, token_hash
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db, settings
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.links import public_link

INVITATION_LASTS = timedelta(days=14)


class EmailInUse(InvalidInput):
    """There is an account with this address already."""


class PasswordRefused(InvalidInput):
    """The password breaks the rules; the message says which."""


class InvitationClosed(DomainError):
    """The invitation is unknown, expired or used."""


def create_account(
    name: str,
    email: str,
    *,
    locale: str = "en",
    roles: Iterable[RoleName] = (),
    password: str | None = None,
    by: User | None = None,
) -> User:
    """Create an account; without a password nobody can sign in to it until an invitation is accepted.

    Raises EmailInUse, and PasswordRefused when the password is against the rules.
    """
    user = User(
        name=name.strip(),
        email=normal_email(email),
        locale=locale,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now(),
        roles=_roles(roles),
    )
    user.password = _hashed(password, user) if password is not None else None
    _insert(user)
    record("account.created", user, actor=by, roles=sorted(role.name for role in user.roles))
    return user


def _insert(user: User) -> None:
    if find_by_email(user.email) is not None:
        raise EmailInUse(_("There is an account with this e-mail address already."))
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:
        raise EmailInUse(_("There is an account with this e-mail address already.")) from error


def _roles(names: Iterable[RoleName]) -> list[Role]:
    wanted = set(names)
    known = {role.name: role for role in db.session.scalars(select(Role).where(Role.name.in_(wanted)))}
    return [known.get(name) or Role(name=str(name)) for name in RoleName if name in wanted]


def _hashed(password: str, user: User) -> str:
    problems, normal = current_app.extensions["security"].password_util.validate(password, False, user=user)
    if problems:
        raise PasswordRefused(" ".join(problems))
    return str(hash_password(normal))


def invite_person(
    email: str, name: str, locale: str, roles: Iterable[RoleName] = (), by: User | None = None
) -> Invitation:
    """Create an account and mail its owner a link to choose a password. Raises EmailInUse."""
    user = create_account(name, email, locale=locale, roles=roles, by=by)
    return send_invitation(user, by)


def send_invitation(
    user: User, by: User | None = None, template: str = "invitation", **content: str
) -> Invitation:
    """Mail a (new) invitation to an account without a password; earlier links end. Raises DomainError."""
    if user.password is not None or not user.active:
        raise DomainError(_("This account needs no invitation."))
    for earlier in db.session.scalars(select(Invitation).where(Invitation.user_id == user.id)):
        earlier.expires_at = min(earlier.expires_at, now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        user=user,
        token_hash=token_hash(token),
        invited_by_id=by.id if by else None,
        created_at=now(),
        expires_at=now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    queue_mail(
        user.email,
        user.locale,
        template,
        name=user.name,
        inviter=by.name if by else settings().issuer_name,
        issuer=settings().issuer_name,
        link=public_link("accounts.accept_invitation", token=token),
        expires=invitation.expires_at.date(),
        **content,
    )
    record("account.invited", user, actor=by)
    return invitation


def accept_invitation(invitation: Invitation, password: str) -> User:
    """Set the first password. Raises InvitationClosed, or PasswordRefused when it is against the rules."""
    user = invitation.user
    used = invitation.accepted_at is not None or user.password is not None
    if used or not user.active or invitation.expires_at <= now():
        raise InvitationClosed(_("This invitation cannot be used any more."))
    user.password = _hashed(password, user)
    invitation.accepted_at = now()
    record("account.invitation_accepted", user, actor=user)
    return user


def change_account(user: User, name: str, locale: str) -> None:
    """Change one's own name and language."""
    user.name, user.locale = name.strip(), locale
    record("account.changed", user, actor=user)


def set_roles(user: User, roles: Iterable[RoleName], by: User | None = None) -> None:
    """Give an account exactly these scheme-wide roles.

    Raises DomainError when somebody would take the administrator's role from themselves.
    """
    wanted = set(roles)
    if (
        by is not None
        and by.id == user.id
        and RoleName.ADMINISTRATOR not in wanted
        and user.holds(RoleName.ADMINISTRATOR)
    ):
        raise DomainError(
            _("You cannot take the administrator's role from yourself. Another administrator can.")
        )
    before = {role.name for role in user.roles}
    if before == wanted:
        return
    user.roles = _roles(wanted)
    record(
        "account.roles_changed", user, actor=by, given=sorted(wanted - before), taken=sorted(before - wanted)
    )


def deactivate(user: User, by: User | None = None) -> None:
    """Close an account and end its sessions. Raises DomainError on one's own."""
    if by is not None and by.id == user.id:
        raise DomainError(_("You cannot close your own account. Another administrator can."))
    if user.active:
        user.active = False
        user.fs_uniquifier = uuid.uuid4().hex
        record("account.deactivated", user, actor=by)


def reactivate(user: User, by: User | None = None) -> None:
    """Open a closed account again."""
    if not user.active:
        user.active = True
        record("account.reactivated", user, actor=by)
