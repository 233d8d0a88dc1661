"""Forms of sign-in, of one's own account and of the administration of people.

Where Flask-Security checks, only labels and hints are ours.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import forms as checks
from wtforms import EmailField, PasswordField

from labelapp.accounts.models import RoleName

PASSWORD_HINT = _l("At least 12 characters. A few words that only you would put together are good.")
ROLE_LABELS = {
    RoleName.ADMINISTRATOR: _l("Administrator"),
    RoleName.SECRETARIAT: _l("Secretariat"),
    RoleName.ASSESSOR: _l("Assessor"),
    RoleName.BOARD: _l("Board member"),
    RoleName.PARTNER: _l("Consortium partner"),
}


def _new_password(label: Any, hint: Any = "") -> PasswordField:
    return PasswordField(
        label, [checks.password_required], description=hint, render_kw={"autocomplete": "new-password"}
    )


def _repeated(first: str) -> PasswordField:
    return PasswordField(
        _l("The same again"),
        [checks.password_required, checks.EqualToLocalize(first, message="RETYPE_PASSWORD_MISMATCH")],
        render_kw={"autocomplete": "new-password"},
    )


class LoginForm(checks.LoginForm):
    """Sign in. Nothing is remembered beyond the session of the browser."""

    email = EmailField(
        _l("E-mail address"),
        [checks.email_required, checks.EmailValidation(verify=False)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"), [checks.password_required], render_kw={"autocomplete": "current-password"}
    )
    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""


class ForgotPasswordForm(checks.ForgotPasswordForm):
    """Ask for a link to a new password."""

    email = EmailField(
        _l("E-mail address"),
        [checks.email_required, checks.EmailValidation(verify=False), checks.valid_user_email],
        render_kw={"autocomplete": "username"},
    )


class ResetPasswordForm(checks.ResetPasswordForm):
    """Choose a new password by a link from a mail."""

    password = _new_password(_l("New password"), PASSWORD_HINT)
    password_confirm = _repeated("password")


class ChangePasswordForm(checks.ChangePasswordForm):
    """Change one's own password, which takes the present one."""

    password = PasswordField(_l("Present password"), render_kw={"autocomplete": "current-password"})
    new_password = _new_password(_l("New password"), PASSWORD_HINT)
    new_password_confirm = _repeated("new_password")


class VerifyForm(checks.VerifyForm):
    """Enter one's password again before something that weighs."""

    password = PasswordField(
        _l("Password"), [checks.password_required], render_kw={"autocomplete": "current-password"}
    )
