"""Consortium partners and the people who work for them."""

import itertools
from collections.abc import Sequence

from labelapp.accounts.models import RoleName, User
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.extensions import db
from tests.factories.accounts import make_user

_numbers = itertools.count(1)


def make_partner(countries: Sequence[str] = ("DK",), name: str | None = None) -> tuple[Partner, User]:
    """A partner with these countries in its remit, and a person who works for it."""
    user = make_user("Signe Overgaard", roles=[RoleName.PARTNER])
    partner = Partner(
        name=name or f"Cluster Programme {next(_numbers)}",
        countries=list(countries),
        people=[PartnerPerson(user=user)],
    )
    db.session.add(partner)
    db.session.commit()
    return partner, user
