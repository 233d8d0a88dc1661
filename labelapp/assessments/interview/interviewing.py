"""Interviews: an expert fills the questionnaire together with the manager, and notes what was said.

What the expert enters is the cluster organisation's answer only when its team confirms it afterwards. Whether an
expert is independent is known further down the house: `labelapp.reviews.operations.interviewing` opens them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.answers import Typed
from labelapp.assessments.models import (
    AnswerOrigin,
    Assessment,
    AssessmentState,
    Interview,
    InterviewNote,
)
from labelapp.assessments.queries import Place, scheme_of
from labelapp.assessments.saving import Clash, Run, Saved, require_draft, save_answer
from labelapp.clock import now
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import is_in_team
from labelapp.clusters.queries import people_with
from labelapp.events.log import record
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text, speaking

LONGEST_NOTE = 4000


@dataclass(frozen=True)
class Note:
    """What the expert noted about an indicator, in its newest version; version 0: nothing yet."""

    text: str = ""
    version: int = 0
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class NoteClash:
    """The note was changed in another window meanwhile; nothing was stored."""

    mine: str
    theirs: Note


def find_interview(interview_id: int) -> Interview | None:
    """An interview with the cluster organisation and its team."""
    loaded = joinedload(Interview.assessment, innerjoin=True).joinedload(Assessment.cluster, innerjoin=True)
    query = select(Interview).where(Interview.id == interview_id)
    return db.session.scalars(query.options(loaded.selectinload(Cluster.team))).one_or_none()


def open_interview_of(assessment: Assessment) -> Interview | None:
    """The interview that is open for a self-assessment, with its expert."""
    query = select(Interview).where(Interview.assessment_id == assessment.id, Interview.ended_at.is_(None))
    return db.session.scalars(query.options(joinedload(Interview.expert))).one_or_none()


def interviews_of(user: User) -> list[Interview]:
    """The interviews that an expert may go on with, the oldest first."""
    loaded = joinedload(Interview.assessment, innerjoin=True)
    query = (
        select(Interview)
        .join(Interview.assessment)
        .where(
            Interview.expert_id == user.id,
            Interview.ended_at.is_(None),
            Assessment.state == AssessmentState.DRAFT,
        )
        .options(loaded.joinedload(Assessment.cluster, innerjoin=True).selectinload(Cluster.team))
        .order_by(Interview.id)
    )
    return list(db.session.scalars(query))


def begin_interview(assessment: Assessment, expert: User, by: User) -> Interview:
    """Let an expert in, who was found to be independent. Raises DomainError when scheme or state forbid it."""
    require_draft(assessment)
    if not scheme_of(assessment).by_interview:
        raise DomainError(_("This label is not assessed by an interview."))
    interview = Interview(
        assessment_id=assessment.id,
        expert_id=expert.id,
        opened_at=now(),
        opened_by_id=by.id,
        declared_at=None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(interview)
    except IntegrityError:
        raise DomainError(_("An interview is open already. End it before you open another one.")) from None
    record("interview.opened", assessment, actor=by, expert=expert.id)
    _tell(expert, "interview_opened", interview, "interviews.show", by=by.name)
    return interview


def declare(interview: Interview, by: User, *, interest: bool) -> None:
    """The expert says whether they have an interest in the cluster organisation; one ends the interview for good."""
    _require_open(interview)
    interview.declared_at = now()
    interview.conflict = interest
    record("interview.declared", interview.assessment, actor=by, conflict=interest)
    if interest:
        interview.ended_at = now()
        for manager in people_with(interview.assessment.cluster, TeamRole.MANAGER):
            _tell(manager, "interview_declined", interview, "assessments.show", by=by.name)


def end_interview(interview: Interview, by: User) -> None:
    """Take the expert's access back. Raises DomainError when it has ended already."""
    _require_open(interview)
    interview.ended_at = now()
    record("interview.ended", interview.assessment, actor=by, expert=interview.expert_id)


def _require_open(interview: Interview) -> None:
    db.session.refresh(interview, ["ended_at"], with_for_update=True)
    if interview.ended_at is not None:
        raise DomainError(_("This interview has ended already."))


def hold_interview(interview: Interview) -> None:
    """Keep the interview open until the transaction ends. Raises DomainError when it was ended meanwhile.

    The self-assessment is held first, as by the submission, which ends the interview: else each could wait for
    the other.
    """
    require_draft(interview.assessment)
    query = select(Interview.ended_at).where(Interview.id == interview.id).with_for_update(read=True)
    if db.session.scalar(query) is not None:
        raise DomainError(_("The interview was ended. Your last change was not saved."))


def end_interviews(assessment: Assessment) -> None:
    """The submission, or the end of a draft, ends the interview with it."""
    db.session.execute(
        update(Interview)
        .where(Interview.assessment_id == assessment.id, Interview.ended_at.is_(None))
        .values(ended_at=now())
    )


def enter_answer(
    place: Place, field: str, typed: Typed, version: int, expert: User, *, run: Run | None = None
) -> Saved | Clash:
    """Store what was entered in an interview; a value is to be confirmed. See `save_answer`."""
    return save_answer(
        place,
        field,
        typed,
        version,
        expert,
        origin=AnswerOrigin.INTERVIEW,
        to_confirm=typed is not None,
        run=run,
    )


def notes_of(assessment: Assessment) -> dict[str, Note]:
    """The newest note of each indicator."""
    newest = (
        select(InterviewNote.indicator, func.max(InterviewNote.version).label("version"))
        .where(InterviewNote.assessment_id == assessment.id)
        .group_by(InterviewNote.indicator)
        .subquery()
    )
    query = (
        select(InterviewNote, User.name)
        .join(
            newest,
            and_(newest.c.indicator == InterviewNote.indicator, newest.c.version == InterviewNote.version),
        )
        .join(User, User.id == InterviewNote.written_by_id)
        .where(InterviewNote.assessment_id == assessment.id)
    )
    return {
        one.indicator: Note(one.text, one.version, name, one.written_at)
        for one, name in db.session.execute(query)
    }


def read_note(place: Place, user: Any) -> Note | None:
    """The note about an indicator, for the team alone; None when there is none."""
    if not place.scheme.by_interview or not is_in_team(user, place.cluster):
        return None
    note = notes_of(place.assessment).get(place.indicator.code)
    return note if note and note.text else None


def write_note(place: Place, text: str, version: int, by: User) -> Saved | NoteClash:
    """Store a note as its next version if the newest one still is `version`. Call `hold_interview` first.

    Raises InvalidInput for a text that is too long.
    """
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(_("Use at most %(most)s characters.", most=LONGEST_NOTE))
    note = InterviewNote(
        assessment_id=place.assessment.id,
        indicator=place.indicator.code,
        version=version + 1,
        text=text,
        written_at=now(),
        written_by_id=by.id,
    )
    current = notes_of(place.assessment).get(place.indicator.code, Note())
    if current.version == version:
        try:
            with db.session.begin_nested():
                db.session.add(note)
        except IntegrityError:
            current = notes_of(place.assessment)[place.indicator.code]
        else:
            return Saved(note.version, note.written_at)
    if version > current.version:
        raise InvalidInput(_("This note is older than the page. Reload the page."))
    if current.text == text and current.at is not None:
        return Saved(current.version, current.at)
    return NoteClash(text, current)


def _tell(user: User, template: str, interview: Interview, endpoint: str, **content: str) -> None:
    assessment = interview.assessment
    db.session.flush()
    known = {"interview_id": interview.id} if endpoint == "interviews.show" else {}
    with speaking(user.locale):
        scheme = scheme_text(scheme_of(assessment).name)
    queue_mail(
        user.email,
        user.locale,
        template,
        person=user.name,
        cluster=assessment.cluster.name,
        scheme=scheme,
        url=public_link(endpoint, **(known or {"assessment_id": assessment.id})),
        **content,
    )
