"""Cluster organisations and their teams for tests."""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from labelapp.accounts.models import User
from labelapp.clusters import operations
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.extensions import db

_numbers = itertools.count(1)


def make_cluster(
    name: str | None = None,
    country: str = "DK",
    place: str = "Havnsund",
    portfolios: Sequence[str] = ("maritime",),
    language: str = "en",
    **more: Any,
) -> Cluster:
    """A cluster organisation with a complete profile and nobody in its team.

    `more`: `name_language`, `founded_on`, `website`, and the consents `benchmark_consent`, `partner_consent`.
    """
    consents = {key: more.pop(key) for key in ("benchmark_consent", "partner_consent") if key in more}
    facts = operations.Facts(
        name=name or f"Cluster {next(_numbers)}",
        country=country,
        place=place,
        portfolios=tuple(portfolios),
        language=language,
        **({"founded_on": date(2012, 4, 18), "website": "https://cluster.example"} | more),
    )
    cluster = operations.create_cluster(facts)
    for key, value in consents.items():
        setattr(cluster, key, value)
    db.session.commit()
    return cluster


def add_member(cluster: Cluster, user: User, role: TeamRole = TeamRole.MANAGER) -> TeamMember:
    """Give a person a role in a team."""
    member = operations.add_member(cluster, user, role)
    db.session.commit()
    return member
