"""The remit of a partner: which cluster organisations, and all that is theirs, it looks after."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, PartnerPerson, PartnerProgramme, ProgrammeCluster
from labelapp.extensions import db


def partner_of(user: Any) -> Partner | None:
    """The partner for which a person works."""
    query = select(Partner).join(PartnerPerson).where(PartnerPerson.user_id == user.id)
    return db.session.scalars(query.limit(1)).first()


def in_remit(partner: Partner, cluster: Any = Cluster) -> ColumnElement[bool]:
    """A condition on clusters: in one of the countries or of the programmes."""
    funded = (
        select(ProgrammeCluster.cluster_id)
        .join(PartnerProgramme, PartnerProgramme.programme_id == ProgrammeCluster.programme_id)
        .where(PartnerProgramme.partner_id == partner.id)
    )
    return or_(cluster.country.in_(partner.countries), cluster.id.in_(funded))


def each_in_remit(partner: Partner, cluster_id: Any) -> ColumnElement[bool]:
    """The same about the cluster with a number, asked of one row after the other.

    For lists that go along an index and stop when a page is full. Where all rows are read, `in_remit` is quicker.
    """
    one = aliased(Cluster)
    return exists().where(one.id == cluster_id, in_remit(partner, one))


def certified_in_remit(partner: Partner) -> ColumnElement[bool]:
    """A condition on certificates: their cluster is in the remit, whatever country was certified."""
    return Certificate.cluster_id.in_(select(Cluster.id).where(in_remit(partner)))


def in_programme(programme_id: int) -> ColumnElement[bool]:
    """A condition on clusters: in one programme."""
    return Cluster.id.in_(
        select(ProgrammeCluster.cluster_id).where(ProgrammeCluster.programme_id == programme_id)
    )


def is_in_remit(partner: Partner, cluster: Cluster) -> bool:
    """Whether a partner looks after a cluster organisation."""
    found = select(Cluster.id).where(Cluster.id == cluster.id, in_remit(partner))
    return db.session.scalar(found) is not None


def clusters_in_remit(partner: Partner) -> frozenset[int]:
    """The numbers of all cluster organisations of a remit."""
    return frozenset(db.session.scalars(select(Cluster.id).where(in_remit(partner))))


def clusters_readable_by(partner: Partner) -> frozenset[int]:
    """The cluster organisations of a remit that agreed that the partner reads their figures."""
    query = select(Cluster.id).where(in_remit(partner), Cluster.partner_consent.is_(True))
    return frozenset(db.session.scalars(query))


def countries_in_remit(partner: Partner) -> list[str]:
    """The countries of a remit, and those from which clusters of its programmes come; sorted by code."""
    further = db.session.scalars(select(Cluster.country).where(in_remit(partner)).distinct())
    return sorted({*partner.countries, *further})
