"""Forms of sign-in, of one's own account and of the administration of people.

Where Flask-Security checks, only labels and hints are ours.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import forms as checks
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField
from wtforms.validators import Length

from labelapp.accounts.models import RoleName
from labelapp.web.fields import MultiCheckboxField, choices, text_field
from labelapp.web.locale import language_name, shipped_languages

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


class AcceptForm(FlaskForm):
    """Choose the first password by the link of an invitation."""

    password = _new_password(_l("Password"), PASSWORD_HINT)
    password_confirm = _repeated("password")


class AccountForm(FlaskForm):
    """One's own name and language."""

    name = text_field(_l("Name"), _l("Enter your name."), 120, render_kw={"autocomplete": "name"})
    locale = SelectField(_l("Language"), description=_l("Pages and mails come in this language."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = choices(locale_choices())


class RolesForm(FlaskForm):
    """The scheme-wide roles of an account."""

    roles = MultiCheckboxField(
        _l("Roles in the scheme"),
        description=_l("People of a cluster organisation need none: their rights come from its team."),
        choices=choices((role.value, label) for role, label in ROLE_LABELS.items()),
    )

    def chosen(self) -> set[RoleName]:
        """The roles that are ticked."""
        return {RoleName(code) for code in self.roles.data or ()}


class InviteForm(RolesForm):
    """Invite somebody to an account."""

    name = text_field(_l("Name"), _l("Enter the name of the person."), 120, render_kw={"autocomplete": "off"})
    email = EmailField(
        _l("E-mail address"),
        [checks.email_required, checks.EmailValidation(verify=True), Length(max=255)],
        description=_l("The invitation goes there. It is also what the person signs in with."),
        render_kw={"autocomplete": "off"},
    )
    locale = SelectField(_l("Language of the invitation"), default="en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = choices(locale_choices())


def locale_choices() -> list[tuple[str, str]]:
    """The languages of the interface, each under its own name."""
    return [(code, language_name(code)) for code in shipped_languages()]
