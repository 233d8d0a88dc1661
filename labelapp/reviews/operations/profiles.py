"""Keeping the profiles of assessors."""

from collections.abc import Sequence

from labelapp.accounts.models import User
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile


def save_profile(
    user: User, country: str, languages: Sequence[str], qualifications: Sequence[str], by: User
) -> AssessorProfile:
    """Create or change the profile of an assessor. `qualifications` are scheme codes."""
    profile = db.session.get(AssessorProfile, user.id)
    if profile is None:
        profile = AssessorProfile(user=user, country=country, languages=[], qualifications=[])
        db.session.add(profile)
    profile.country = country
    profile.languages, profile.qualifications = sorted(languages), sorted(qualifications)
    record("profile.saved", user, actor=by)
    return profile
