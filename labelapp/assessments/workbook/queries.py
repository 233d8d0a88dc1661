"""Reading workbooks that wait for a confirmation."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.workbook.models import WorkbookUpload
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.extensions import db


def find_upload(upload_id: int) -> WorkbookUpload | None:
    """A workbook that waits, with self-assessment, cluster organisation and team; None once it has expired."""
    cluster = joinedload(WorkbookUpload.assessment, innerjoin=True).joinedload(
        Assessment.cluster, innerjoin=True
    )
    query = (
        select(WorkbookUpload)
        .where(WorkbookUpload.id == upload_id, WorkbookUpload.expires_at > now())
        .options(cluster.selectinload(Cluster.team), cluster.lazyload(Cluster.portfolios))
    )
    return db.session.scalars(query).one_or_none()


def waiting_upload(assessment: Assessment, user: User) -> WorkbookUpload | None:
    """The workbook of this self-assessment with which a person has not finished."""
    query = select(WorkbookUpload).where(
        WorkbookUpload.assessment_id == assessment.id,
        WorkbookUpload.uploaded_by_id == user.id,
        WorkbookUpload.expires_at > now(),
    )
    return db.session.scalars(query.order_by(WorkbookUpload.id.desc()).limit(1)).one_or_none()
