"""The mail before a section is due: a job that waits for its day, and writes one mail for good."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import update

from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.overview import overview
from labelapp.assessments.together.models import SectionAssignment
from labelapp.assessments.together.notices import tell_before_due
from labelapp.assessments.together.queries import Section, colleagues, sections_of
from labelapp.clock import now, today
from labelapp.events.jobs import NotYet, queue_job
from labelapp.extensions import db

KIND = "remind_of_section"
DAYS_BEFORE = 3
MORNING = time(6, tzinfo=UTC)


def remind_at(due_on: date) -> datetime:
    """When the mail is written: in the morning, three days before."""
    return datetime.combine(due_on - timedelta(days=DAYS_BEFORE), MORNING)


def queue_reminder(section: SectionAssignment) -> None:
    """Ask for the mail, unless the day is so near that the mail about the assignment says it all."""
    if section.due_on is not None and remind_at(section.due_on) > now():
        queue_job(KIND, section_id=section.id, due_on=section.due_on.isoformat())


def remind(section_id: int, due_on: str) -> None:
    """Mail whoever holds the section now, once; not when it has another date, is complete, or answers are closed.

    Raises NotYet before the day, and while the legal representative is asked: the answers may come back.
    """
    assignment = db.session.get(SectionAssignment, section_id)
    if assignment is None or assignment.due_on is None or assignment.due_on.isoformat() != due_on:
        return
    if now() < remind_at(assignment.due_on):
        raise NotYet("the day has not come", remind_at(assignment.due_on) - now())
    assessment = db.session.get_one(Assessment, assignment.assessment_id)
    if assessment.state is AssessmentState.AWAITING_CONFIRMATION and today() < assignment.due_on:
        raise NotYet("answers are closed", timedelta(hours=6))
    held = sections_of(assessment, colleagues(assessment)).get(assignment.dimension)
    if held is not None and _open_in(assessment, held) and _claim(assignment):
        tell_before_due(assessment, held)


def _open_in(assessment: Assessment, section: Section) -> bool:
    if assessment.state is not AssessmentState.DRAFT:
        return False
    whole = overview(assessment, today())
    waiting = {indicator.code for indicator in whole.unanswered}
    rows = {dimension.code: set(dimension.indicators) for dimension in whole.scheme.dimensions}
    return bool(waiting & rows.get(section.dimension, set()))


def _claim(assignment: SectionAssignment) -> bool:
    """Whether this run is the one that writes the mail: a job may run twice at a time."""
    statement = (
        update(SectionAssignment)
        .where(SectionAssignment.id == assignment.id, SectionAssignment.reminded_at.is_(None))
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.connection().execute(statement).rowcount)
