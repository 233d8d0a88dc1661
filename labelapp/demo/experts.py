"""The register of experts: what everybody is qualified for, and experts in every other state."""

from collections.abc import Sequence
from datetime import date, timedelta

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.demo.people import Cast, sleeping_account
from labelapp.demo.travel import travel_to
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile
from labelapp.reviews.operations import Profile, save_profile
from labelapp.reviews.register.operations import (
    NewExpert,
    grant_qualifications,
    invite_expert,
    withdraw_qualification,
)
from labelapp.reviews.register.queries import qualifications_of
from labelapp.reviews.register.standing import Part, parts
from labelapp.schemes.months import add_months

PAIRS_OF_FIELDS = (
    ("maritime", "energy"), ("food", "biotechnology"), ("digital", "creative"), ("mobility", "materials"),
    ("health", "biotechnology"), ("production", "microtech"), ("energy", "construction"),
)  # fmt: skip


def qualify_all(experts: Sequence[User], by: User) -> None:
    """Everybody is qualified for every part from the day on which they were entered."""
    for user in experts:
        grant_qualifications(user, parts(), today(), by)


def fill_register(cast: Cast, day: date) -> None:
    """Renew what would end, and add experts whom no case needs: ending, ended, withdrawn, and two invited."""
    by = cast.secretariat
    travel_to(day - timedelta(days=45))
    qualify_all(cast.assessors, by)
    _tell_of_fields(cast, day)
    ending = add_months(day, -36) + timedelta(days=40)
    _expert("Vesna Kolarič", Profile("SI", ["sl", "en", "de"], ["mobility"]), "cme-gold", ending, by)
    ended = add_months(day, -36) - timedelta(days=20)
    _expert("Olav Steinbakk", Profile("NO", ["nb", "en", "da"], ["maritime"]), "cme-silver", ended, by)
    left = _expert("Henri Castagnède", Profile("FR", ["fr", "en"], ["aerospace"]), "cme-bronze", today(), by)
    travel_to(day - timedelta(days=30))
    (held,) = qualifications_of([left.id])[left.id]
    withdraw_qualification(held, "Took up a post at a cluster organisation.", by)
    _invite("Zofia Wrzesińska", Profile("PL", ["pl", "en"], ["digital", "health"]), by)
    travel_to(day - timedelta(days=13))
    _invite("Lorenzo Valdastri", Profile("IT", ["it", "en", "fr"], ["food", "leisure"]), by)


def _tell_of_fields(cast: Cast, day: date) -> None:
    """Everybody works in two fields, and the last of them is away until next week."""
    for number, user in enumerate(cast.assessors):
        profile = db.session.get_one(AssessorProfile, user.id)
        profile.sectors = list(PAIRS_OF_FIELDS[number % len(PAIRS_OF_FIELDS)])
    profile.away_until = day + timedelta(days=9)


def _expert(name: str, profile: Profile, scheme_code: str, granted_on: date, by: User) -> User:
    """An expert who was qualified for every part of one scheme on a day."""
    address = name.split(maxsplit=1)[0].lower()
    user = sleeping_account(name, f"expert.{address}", RoleName.ASSESSOR)
    save_profile(user, profile, by=by)
    grant_qualifications(user, _parts_of(scheme_code), granted_on, by)
    return user


def _parts_of(scheme_code: str) -> list[Part]:
    return [part for part in parts() if part.scheme.code == scheme_code]


def _invite(name: str, profile: Profile, by: User) -> None:
    address = name.split(maxsplit=1)[0].lower()
    person = NewExpert(name, f"expert.{address}@demo.example", "en")
    invite_expert(person, profile, _parts_of("cme-bronze"), today(), by)
