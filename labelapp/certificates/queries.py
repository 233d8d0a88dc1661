"""Finding certificates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from labelapp.certificates.codes import read_code
from labelapp.certificates.models import Certificate, CertificatePrint
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.clusters.queries import clusters_of
from labelapp.extensions import db


def find_certificate(code: str) -> Certificate | None:
    """The certificate with a verification code, however it is written."""
    printed = read_code(code)
    if printed is None:
        return None
    query = (
        select(Certificate)
        .where(Certificate.code == printed)
        .options(joinedload(Certificate.cluster).selectinload(Cluster.team).joinedload(TeamMember.user))
    )
    return db.session.scalars(query).one_or_none()


def successor_of(certificate: Certificate) -> Certificate | None:
    """The certificate that took the place of one that is superseded."""
    if certificate.superseded_on is None:
        return None
    direct = select(Certificate).where(Certificate.supersedes_id == certificate.id)
    later = (
        select(Certificate)
        .where(Certificate.cluster_id == certificate.cluster_id, Certificate.id > certificate.id)
        .order_by(Certificate.id)
        .limit(1)
    )
    return db.session.scalars(direct).one_or_none() or db.session.scalars(later).first()


def certificate_of_decision(decision_id: int) -> Certificate | None:
    """The certificate that followed an award."""
    return db.session.scalars(select(Certificate).where(Certificate.decision_id == decision_id)).one_or_none()


def reissue_of(certificate: Certificate) -> Certificate | None:
    """The certificate that took its place with the same validity, under another name or place."""
    query = select(Certificate).where(Certificate.supersedes_id == certificate.id, Certificate.reissue)
    return db.session.scalars(query).one_or_none()


def certificates_of(clusters: Sequence[Cluster]) -> list[Certificate]:
    """All certificates of some cluster organisations, the newest first."""
    query = (
        select(Certificate)
        .where(Certificate.cluster_id.in_([cluster.id for cluster in clusters]))
        .options(selectinload(Certificate.cluster))
        .order_by(Certificate.valid_until.desc(), Certificate.id.desc())
    )
    return list(db.session.scalars(query)) if clusters else []


def own_certificates(user: Any) -> list[Certificate]:
    """The certificates of the cluster organisations in whose team a person is, the newest first."""
    return certificates_of(clusters_of(user))


def certificate_with_file(sha256: str) -> Certificate | None:
    """The certificate of which a file with this hash was ever made."""
    query = select(Certificate).join(CertificatePrint).where(CertificatePrint.sha256 == sha256)
    return db.session.scalars(query).one_or_none()


def certificate_with_serial(serial: str) -> Certificate | None:
    """The certificate with this number; the register shows them all."""
    return db.session.scalars(select(Certificate).where(Certificate.serial == serial)).one_or_none()
