"""Receiving a workbook, and applying what was chosen of it: all of that or nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy import delete, or_

from labelapp.accounts.models import User
from labelapp.assessments.models import AnswerOrigin, Assessment
from labelapp.assessments.queries import Place, given_answers, scheme_of
from labelapp.assessments.saving import Clash, require_draft, save_answer
from labelapp.assessments.workbook.comparing import Change, Reading, compare
from labelapp.assessments.workbook.identity import refuse_foreign
from labelapp.assessments.workbook.models import WorkbookUpload
from labelapp.assessments.workbook.reader import read_workbook
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.evidence.kinds import CONTAINERS
from labelapp.evidence.naming import safe_filename
from labelapp.extensions import db, settings
from labelapp.web.errors import DomainError
from labelapp.web.locale import speaking

KEPT = timedelta(days=7)


class Overtaken(DomainError):
    """An answer changed between the preview and its confirmation; nothing was applied."""


def receive_workbook(assessment: Assessment, file: BinaryIO, filename: str, by: User) -> WorkbookUpload:
    """Read a workbook and keep what it changes until its uploader decides; it takes the place of their last one.

    Raises InvalidInput when it is none of this self-assessment, DomainError when answers are closed.
    """
    require_draft(assessment)
    found = read_workbook(file, filename, settings().upload_limit)
    refuse_foreign(found.identity, assessment)
    reading = compare(assessment, scheme_of(assessment), given_answers(assessment), found)
    _forget(assessment, by)
    upload = WorkbookUpload(
        assessment=assessment,
        filename=safe_filename(filename, CONTAINERS["xlsx"]),
        content=reading.as_json(),
        uploaded_at=now(),
        uploaded_by_id=by.id,
        expires_at=now() + KEPT,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def _forget(assessment: Assessment, by: User) -> None:
    """Earlier workbooks of this person for the self-assessment, and everybody's that have expired."""
    own = (WorkbookUpload.assessment_id == assessment.id) & (WorkbookUpload.uploaded_by_id == by.id)
    db.session.execute(delete(WorkbookUpload).where(or_(own, WorkbookUpload.expires_at <= now())))


def apply_workbook(upload: WorkbookUpload, chosen: Mapping[tuple[str, str], int], by: User) -> int:
    """Save the chosen answers, each over the version that was seen; return how many. The workbook is done with then.

    Raises Overtaken when one of them changed meanwhile, DomainError when answers are closed or another request
    has applied the workbook: nothing is saved then.
    """
    assessment, reading = upload.assessment, Reading.from_json(upload.content)
    require_draft(assessment)
    discard_upload(upload)
    changes = [one for one in reading.changes if (one.indicator, one.field) in chosen]
    with speaking("en"):
        clashes = [_save(assessment, one, chosen[one.indicator, one.field], by) for one in changes]
    if any(clashes):
        raise Overtaken(
            _("An answer was changed on the platform meanwhile. Nothing was applied yet; look again.")
        )
    record("assessment.workbook_applied", assessment, actor=by, answers=len(changes), made_at=reading.made_at)
    return len(changes)


def _save(assessment: Assessment, change: Change, version: int, by: User) -> bool:
    """Save one answer; whether somebody else was there first. The value is in English notation."""
    scheme = scheme_of(assessment)
    place = Place(assessment, scheme, scheme.indicators[change.indicator])
    outcome = save_answer(place, change.field, change.typed, version, by, origin=AnswerOrigin.WORKBOOK)
    return isinstance(outcome, Clash)


def discard_upload(upload: WorkbookUpload) -> None:
    """Forget a workbook. Raises DomainError when that has happened already."""
    statement = delete(WorkbookUpload).where(WorkbookUpload.id == upload.id)
    statement = statement.execution_options(synchronize_session=False)
    if not db.session.connection().execute(statement).rowcount:
        raise DomainError(_("This workbook has been dealt with already."))
