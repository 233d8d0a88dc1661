"""Keeping the profiles of assessors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.models import MOST_CASES, AssessorProfile
from labelapp.web.errors import InvalidInput


@dataclass(frozen=True)
class Profile:
    """What an assessor's profile says: `languages` are ISO 639-1, `sectors` portfolios of `labelapp.clusters`."""

    country: str
    languages: Sequence[str]
    sectors: Sequence[str] = ()
    most_cases: int = MOST_CASES
    away_from: date | None = None
    away_until: date | None = None
    employer: str = ""


def save_profile(user: User, said: Profile, by: User) -> AssessorProfile:
    """Create or change the profile of an assessor. Raises InvalidInput when an absence ends before it begins."""
    if said.away_from and (said.away_until is None or said.away_until < said.away_from):
        raise InvalidInput(_("Enter the last day of your absence, on or after the first."))
    profile = db.session.get(AssessorProfile, user.id)
    if profile is None:
        profile = AssessorProfile(user=user)
        db.session.add(profile)
    for field in fields(Profile):
        value = getattr(said, field.name)
        setattr(profile, field.name, sorted(value) if isinstance(value, (list, tuple)) else value)
    record("profile.saved", user, actor=by)
    return profile
