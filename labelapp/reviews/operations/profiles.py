"""Keeping the profiles of assessors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from labelapp.accounts.models import User
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile


@dataclass(frozen=True)
class Profile:
    """What an assessor's profile says. `qualifications` are scheme codes, `languages` ISO 639-1."""

    country: str
    languages: Sequence[str]
    qualifications: Sequence[str]
    most_cases: int
    away_until: date | None
    employer: str = ""


def save_profile(user: User, said: Profile, by: User) -> AssessorProfile:
    """Create or change the profile of an assessor."""
    profile = db.session.get(AssessorProfile, user.id)
    if profile is None:
        profile = AssessorProfile(user=user)
        db.session.add(profile)
    for field in fields(Profile):
        value = getattr(said, field.name)
        setattr(profile, field.name, sorted(value) if isinstance(value, list) else value)
    record("profile.saved", user, actor=by)
    return profile
