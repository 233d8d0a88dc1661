"""A program that reads for the manager, and an earlier one whose token is revoked. Nobody knows the secrets."""

from datetime import date, timedelta

from labelapp.accounts.models import User
from labelapp.api.scopes import Scope
from labelapp.api.tokens.operations import make_token, revoke_token


def make_tokens(manager: User, today: date) -> None:
    """One token that is used, one that works no more."""
    reading = (Scope.ASSESSMENTS_READ, Scope.BENCHMARKS_READ)
    used, _secret = make_token(manager, "Figures for the regional database", reading, days=180)
    used.last_used_on = today - timedelta(days=1)
    earlier, _secret = make_token(manager, "Trial with a spreadsheet", [Scope.ASSESSMENTS_WRITE], days=30)
    revoke_token(earlier, manager)
