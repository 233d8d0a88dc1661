"""Whether a submission is still what the log fixed when it was submitted."""

from sqlalchemy import select

from labelapp.assessments.models import Submission
from labelapp.assessments.snapshot import content_hash
from labelapp.events.models import Event
from labelapp.extensions import db


def submission_problem(event: Event) -> str | None:
    """What is wrong with the submission that an event `assessment.submitted` fixed."""
    query = select(Submission).where(Submission.assessment_id == event.subject_id)
    submission = db.session.scalars(query).one_or_none()
    if submission is None:
        return "the submission that it fixed is missing"
    fixed = event.details.get("sha256")
    if content_hash(submission.content) != fixed or submission.sha256 != fixed:
        return f"submission {submission.id} was changed after it was frozen"
    return None
