"""What the pages of an appeal share."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.models import Decision
from labelapp.reviews.case import cluster_of, scheme_of

bp = Blueprint("appeals", __name__)


def reader() -> User:
    """Whoever reads."""
    user: User = current_user._get_current_object()
    return user


def case_facts(decision: Decision) -> dict[str, Any]:
    """What the bar of the case says."""
    review = decision.review
    return {"cluster": cluster_of(review), "scheme": scheme_of(review)}


def back_to(appeal: Appeal) -> ResponseReturnValue:
    """To the page of an appeal after a form."""
    return redirect(url_for("appeals.show", appeal_id=appeal.id), 303)
