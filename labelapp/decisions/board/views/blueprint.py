"""The blueprint of sessions, and what its views share."""

from flask import Blueprint
from flask_login import current_user

from labelapp.accounts.models import User

bp = Blueprint("board", __name__)


def reader() -> User:
    """The account that signed in."""
    user: User = current_user._get_current_object()
    return user
