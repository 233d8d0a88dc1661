"""Reading reported changes."""

from sqlalchemy import select

from labelapp.certificates.changes.models import ChangeReport
from labelapp.certificates.models import Certificate
from labelapp.extensions import db


def changes_of(certificate: Certificate) -> list[ChangeReport]:
    """What its holder reported, the newest first."""
    query = select(ChangeReport).where(ChangeReport.certificate_id == certificate.id)
    return list(db.session.scalars(query.order_by(ChangeReport.id.desc())))
