"""The blueprint of reviews, and what its views share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from flask import Blueprint, current_app, request
from flask_login import current_user
from markupsafe import Markup

from labelapp.accounts.models import User
from labelapp.reviews.models import Review

bp = Blueprint("reviews", __name__)


class OfReview(Protocol):
    """Anything that belongs to one review."""

    @property
    def review(self) -> Review: ...


def on_review(policy: Callable[[Any, Review], bool]) -> Callable[[Any, OfReview], bool]:
    """The policy on a review as one on a part of it."""

    @wraps(policy)
    def on_part(user: Any, part: OfReview) -> bool:
        return policy(user, part.review)

    return on_part


def reader() -> User:
    """The account that signed in."""
    user: User = current_user._get_current_object()
    return user


def number_in_query(name: str) -> int | None:
    """A whole number of the address; None when it is missing or none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def fragment(template: str, name: str, *values: Any) -> Markup:
    """One macro of a template, for answers to scripts and for pages."""
    module = current_app.jinja_env.get_template(template).make_module()
    found: Markup = getattr(module, name)(*values)
    return found
