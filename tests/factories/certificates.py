"""Certificates of any level and age."""

from datetime import date
from typing import Any

from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import Award, issue_certificate
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes
from labelapp.schemes.months import add_months
from tests.factories.clusters import make_cluster

SCHEMES = {"bronze": "cme-bronze", "silver": "cme-silver", "gold": "cme-gold"}


def make_certificate(
    cluster: Cluster | None = None,
    level: str = "gold",
    assessed_on: date | None = None,
    **changes: Any,
) -> Certificate:
    """A certificate as the award of the day issues it, not printed; assessed a month ago unless told otherwise.

    `changes` are set on the row afterwards, e.g. `withdrawn_on`.
    """
    cluster = cluster or make_cluster()
    scheme = schemes().get(SCHEMES[level])
    certificate = issue_certificate(
        Award(
            cluster=cluster,
            scheme=scheme,
            assessed_on=assessed_on or add_months(today(), -1),
            assessors=scheme.assessors.count,
            holder=cluster.name,
            holder_language=cluster.name_language,
            language=cluster.language,
            place=cluster.place,
            country=cluster.country,
            portfolios=tuple(cluster.portfolio_codes),
        ),
        by=None,
    )
    for name, value in changes.items():
        setattr(certificate, name, value)
    db.session.commit()
    return certificate
