"""Accounts for tests, and signing in without the form."""

import itertools
import time
from collections.abc import Sequence
from functools import cache

from flask import current_app
from flask.testing import FlaskClient
from flask_security.utils import hash_password

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import create_account
from labelapp.extensions import db

PASSWORD = "seven quiet harbours"
_numbers = itertools.count(1)


@cache
def _hashed(password: str, salt: str) -> str:
    """Argon2 is slow on purpose: one run hashes each password once."""
    return str(hash_password(password))


def make_user(
    name: str = "Mette Lindholt",
    email: str | None = None,
    roles: Sequence[RoleName] = (),
    locale: str = "en",
    password: str | None = PASSWORD,
) -> User:
    """An account that can sign in with `password`; committed, since a request has its own transaction."""
    email = email or f"{name.split(maxsplit=1)[0].lower()}.{next(_numbers)}@people.example"
    user = create_account(name, email, locale=locale, roles=roles)
    if password is not None:
        user.password = _hashed(password, current_app.config["SECURITY_PASSWORD_SALT"])
    db.session.commit()
    return user


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign in without the form: write what Flask-Security would write into the session."""
    identity = user.fs_uniquifier
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = identity
        session["_fresh"] = True
        session["fs_cc"] = "set"
        session["fs_paa"] = time.time()


def sign_out(client: FlaskClient) -> None:
    """Forget the session of this browser."""
    with client.session_transaction() as session:
        session.clear()
