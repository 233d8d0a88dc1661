"""Consortium partners, the people who work for them, and funding programmes."""

import itertools
from collections.abc import Sequence

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, PartnerPerson, Programme, ProgrammeCluster
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


def make_programme(*clusters: Cluster, partner: Partner | None = None, name: str | None = None) -> Programme:
    """A programme with these cluster organisations, in the remit of a partner when one is given."""
    programme = Programme(name=name or f"Fund {next(_numbers)}", country=None)
    db.session.add(programme)
    db.session.flush()
    db.session.add_all(ProgrammeCluster(programme_id=programme.id, cluster_id=one.id) for one in clusters)
    if partner is not None:
        partner.programmes.append(programme)
    db.session.commit()
    return programme
