"""Flask-Security bound to our tables, texts, mails and pages. No open registration, no tracking."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    UserMixin,
    password_changed,
    password_reset,
)
from flask_security.decorators import default_reauthn_handler
from flask_security.utils import check_and_update_authn_fresh
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    VerifyForm,
)
from labelapp.accounts.messages import MESSAGES
from labelapp.accounts.models import Role, User
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.settings import Settings
from labelapp.web.access import declare_foreign
from labelapp.web.links import public_link
from labelapp.web.locale import TRANSLATIONS

FRESH = timedelta(hours=1)
RESET_WITHIN = timedelta(hours=24)
PASSWORD_LENGTH = 12
MAILS = {
    "security/email/reset_instructions": "password_reset",
    "security/email/reset_notice": "password_changed",
    "security/email/change_notice": "password_changed",
}
FOREIGN_VIEWS = (
    ("login", "public", "anybody"),
    ("logout", "public", "anybody"),
    ("forgot_password", "public", "anybody"),
    ("reset_password", "public", "anybody"),
    ("change_password", "signed in", "any account"),
    ("verify", "signed in", "any account"),
)
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class OutboxMailUtil(MailUtil):
    """Flask-Security's mails go through our outbox, with our texts and in the language of the account."""

    def send_mail(  # noqa: PLR0917  the signature is Flask-Security's
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Queue the mail that stands for Flask-Security's `template`."""
        user, token = kwargs["user"], kwargs.get("reset_token")
        link = public_link("security.reset_password", token=token) if token else ""
        queue_mail(user.email, user.locale, MAILS[template], name=user.name, link=link)


class Accounts(SQLAlchemyUserDatastore):
    """Looks the account of a session up, as every request does, by a statement that is put together once."""

    _OF_SESSION = select(User).options(joinedload(User.roles)).where(User.fs_uniquifier == bindparam("name"))

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        """An account by one of its attributes."""
        if set(kwargs) != {"fs_uniquifier"}:
            return super().find_user(case_insensitive, **kwargs)
        found = db.session.scalars(self._OF_SESSION, {"name": kwargs["fs_uniquifier"]})
        return found.unique().one_or_none()


def fresh(view: View) -> View:
    """Ask for the password again when the sign-in is older than an hour; stands below the access."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if check_and_update_authn_fresh(FRESH, FRESH):
            return view(*args, **kwargs)
        again: ResponseReturnValue = default_reauthn_handler(FRESH, FRESH)  # type: ignore[no-untyped-call]
        return again

    return guarded  # type: ignore[return-value]


def init_sign_in(app: Flask, chosen: Settings) -> None:
    """Configure Flask-Security and declare the access of the views that it brings."""
    app.config.update(_configuration(chosen))
    app.config.update({f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()})
    security = Security(
        app,
        Accounts(db, User, Role),
        mail_util_cls=OutboxMailUtil,
        render_template=_render,  # type: ignore[arg-type]
        verify_form=VerifyForm,
        login_form=LoginForm,
        forgot_password_form=ForgotPasswordForm,
        reset_password_form=ResetPasswordForm,
        change_password_form=ChangePasswordForm,
    )
    security.want_json(lambda _request: False)
    for name, kind, policy in FOREIGN_VIEWS:
        declare_foreign(app, f"security.{name}", kind, policy)
    password_reset.connect(_log_reset, app)
    password_changed.connect(_log_change, app)


def _configuration(chosen: Settings) -> dict[str, Any]:
    features = {"RECOVERABLE": True, "CHANGEABLE": True, "RETURN_GENERIC_RESPONSES": True}
    addresses = {
        "LOGIN_URL": "/login",
        "LOGOUT_URL": "/logout",
        "RESET_URL": "/password/reset",
        "CHANGE_URL": "/account/password",
        "VERIFY_URL": "/login/again",
        "POST_LOGIN_VIEW": "/tasks",
        "POST_LOGOUT_VIEW": "/",
        "POST_CHANGE_VIEW": "/account",
        "STATIC_FOLDER": None,
    }
    rules = {
        "PASSWORD_SALT": chosen.password_salt.get_secret_value(),
        "PASSWORD_HASH": "argon2",
        "PASSWORD_LENGTH_MIN": PASSWORD_LENGTH,
        "RESET_PASSWORD_WITHIN": RESET_WITHIN,
        "FRESHNESS": FRESH,
        "FRESHNESS_GRACE_PERIOD": FRESH,
        "API_ENABLED_METHODS": ["session"],
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }
    texts = {
        "EMAIL_PLAINTEXT": False,
        "EMAIL_HTML": False,
        "I18N_DIRNAME": [str(TRANSLATIONS), "builtin"],
        "I18N_DOMAIN": "messages;flask_security",
        "CLI_USERS_NAME": False,
        "CLI_ROLES_NAME": False,
    }
    return {f"SECURITY_{key}": value for key, value in (features | addresses | rules | texts).items()}


def _log_reset(_app: Flask, user: User, **_more: Any) -> None:
    record("account.password_reset", user, actor=user)


def _log_change(_app: Flask, user: User, **_more: Any) -> None:
    record("account.password_changed", user, actor=user)


def _render(template: str, **context: Any) -> ResponseReturnValue:
    """A page of Flask-Security; a form that comes back with errors says so in its status."""
    forms = [value for key, value in context.items() if key.endswith("_form")]
    wrong = request.method == "POST" and any(form.errors for form in forms)
    page = render_template(template, **context)
    return (page, 422) if wrong else page
