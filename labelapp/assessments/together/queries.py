"""Reading who works on what, who is where now, and what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from labelapp.accounts.models import User, initials_of
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.assessments.policy import ANSWERING
from labelapp.assessments.queries import Place, find_assessment, scheme_of
from labelapp.assessments.snapshot import SharedComment
from labelapp.assessments.together.models import Comment, Mention, Presence, SectionAssignment
from labelapp.clock import now
from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.extensions import db

HERE_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team whose account is open; `here` is the indicator that they have before them now."""

    user_id: int
    name: str
    roles: frozenset[TeamRole]
    here: str | None

    @property
    def answers(self) -> bool:
        """Whether the person may answer, and so may be given a section."""
        return bool(self.roles & ANSWERING)


@dataclass(frozen=True)
class Section:
    """A dimension in somebody's hands."""

    dimension: str
    user_id: int
    name: str
    due_on: date | None


@dataclass(frozen=True)
class Asked:
    """A person whom a comment asks to read it. `waiting`: it is still on their tasks."""

    user_id: int
    name: str
    waiting: bool


@dataclass(frozen=True)
class Said:
    """A comment as the team reads it; its text is empty when it was deleted."""

    comment: Comment
    author: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is shown."""
        return "" if self.comment.deleted_at else self.comment.text

    @property
    def initials(self) -> str:
        """First letters of the first and the last name of the author."""
        return initials_of(self.author)


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it."""

    first: Said
    replies: list[Said] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be resolved."""
        return self.first.comment.resolved_at is None


@dataclass(frozen=True)
class Remark:
    """One comment with the indicator that it is about."""

    place: Place
    comment: Comment

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation, for the policies."""
        return self.place.cluster


def colleagues(assessment: Assessment) -> list[Colleague]:
    """The team by name, with who is here now. One statement."""
    query = (
        select(User.id, User.name, TeamMember.role, Presence.indicator, Presence.last_seen)
        .join(TeamMember, TeamMember.user_id == User.id)
        .outerjoin(Presence, and_(Presence.user_id == User.id, Presence.assessment_id == assessment.id))
        .where(TeamMember.cluster_id == assessment.cluster_id, User.active)
    )
    rows = db.session.execute(query).all()
    since = now() - HERE_FOR
    found = {
        row.id: Colleague(
            user_id=row.id,
            name=row.name,
            roles=frozenset(other.role for other in rows if other.id == row.id),
            here=row.indicator if row.last_seen is not None and row.last_seen > since else None,
        )
        for row in rows
    }
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.user_id))


def sections_of(assessment: Assessment, team: Sequence[Colleague]) -> dict[str, Section]:
    """The sections in somebody's hands by dimension; whoever may not answer any more holds none."""
    answering = {one.user_id: one.name for one in team if one.answers}
    query = select(SectionAssignment.dimension, SectionAssignment.user_id, SectionAssignment.due_on)
    rows = db.session.execute(query.where(SectionAssignment.assessment_id == assessment.id))
    return {
        row.dimension: Section(row.dimension, row.user_id, answering[row.user_id], row.due_on)
        for row in rows
        if row.user_id in answering
    }


def own_sections(user: User, assessments: Iterable[Assessment]) -> dict[int, dict[str, date | None]]:
    """The sections of a person: the due dates by dimension, by self-assessment. One statement."""
    found: dict[int, dict[str, date | None]] = {one.id: {} for one in assessments}
    query = select(SectionAssignment).where(
        SectionAssignment.user_id == user.id, SectionAssignment.assessment_id.in_(found)
    )
    for row in db.session.scalars(query.order_by(SectionAssignment.id)) if found else ():
        found[row.assessment_id][row.dimension] = row.due_on
    return found


def open_comments(assessment: Assessment) -> dict[str, int]:
    """How many threads are not resolved, by indicator."""
    query = (
        select(Comment.indicator, func.count().label("threads"))
        .where(
            Comment.assessment_id == assessment.id,
            Comment.parent_id.is_(None),
            Comment.resolved_at.is_(None),
            Comment.deleted_at.is_(None),
        )
        .group_by(Comment.indicator)
    )
    return {row.indicator: row.threads for row in db.session.execute(query)}


def threads_of(assessment: Assessment, indicator: str | None = None) -> list[Thread]:
    """What was said, on one indicator or on all, in the order in which it began. One statement.

    A deleted comment is left out unless somebody answered it.
    """
    author, person = aliased(User), aliased(User)
    query = (
        select(Comment, author.name, Mention.user_id, person.name, Mention.done_at)
        .join(author, author.id == Comment.author_id)
        .outerjoin(Mention, Mention.comment_id == Comment.id)
        .outerjoin(person, person.id == Mention.user_id)
        .where(Comment.assessment_id == assessment.id)
        .order_by(Comment.id, person.name)
    )
    if indicator is not None:
        query = query.where(Comment.indicator == indicator)
    return _threads(db.session.execute(query).all())


def _threads(rows: Sequence[Any]) -> list[Thread]:
    said: dict[int, Said] = {}
    for comment, author, user_id, name, done_at in rows:
        one = said.setdefault(comment.id, Said(comment, author))
        if user_id is not None:
            one.asked.append(Asked(user_id, name, done_at is None))
    threads = {number: Thread(one) for number, one in said.items() if one.comment.parent_id is None}
    for one in said.values():
        if one.comment.parent_id is not None and one.comment.deleted_at is None:
            threads[one.comment.parent_id].replies.append(one)
    return [one for one in threads.values() if one.replies or one.first.comment.deleted_at is None]


def find_remark(assessment_id: int, comment_id: int) -> Remark | None:
    """A comment that was not deleted, by its address; None when it belongs to another self-assessment."""
    assessment = find_assessment(assessment_id)
    comment = db.session.get(Comment, comment_id)
    if assessment is None or comment is None or comment.assessment_id != assessment.id or comment.deleted_at:
        return None
    scheme = scheme_of(assessment)
    indicator = scheme.indicators.get(comment.indicator)
    return Remark(Place(assessment, scheme, indicator), comment) if indicator else None


@dataclass(frozen=True)
class Waiting:
    """A comment that asks somebody to read it."""

    assessment_id: int
    comment_id: int
    indicator: str
    scheme: tuple[str, str]
    author: str
    text: str
    written_at: datetime


def mentions_of(user: User) -> list[Waiting]:
    """The comments that wait for a person in the teams where they are now, oldest first. One statement."""
    first = aliased(Comment)
    teams = select(TeamMember.cluster_id).where(TeamMember.user_id == user.id)
    query = (
        select(
            Assessment.id,
            Comment.id,
            Comment.indicator,
            Assessment.scheme_code,
            Assessment.scheme_version,
            User.name,
            Comment.text,
            Comment.written_at,
        )
        .join(Mention, Mention.comment_id == Comment.id)
        .join(Assessment, Assessment.id == Comment.assessment_id)
        .join(User, User.id == Comment.author_id)
        .outerjoin(first, first.id == Comment.parent_id)
        .where(
            Mention.user_id == user.id,
            Mention.done_at.is_(None),
            Comment.deleted_at.is_(None),
            Comment.resolved_at.is_(None),
            first.resolved_at.is_(None),
            Assessment.cluster_id.in_(teams),
            Assessment.state != AssessmentState.CANCELLED,
        )
        .order_by(Comment.id)
    )
    return [Waiting(*row[:3], (row[3], row[4]), *row[5:]) for row in db.session.execute(query)]


def shared_comments(assessment: Assessment) -> dict[str, list[SharedComment]]:
    """What a submission gives to the assessors, by indicator."""
    return frozen_comments(threads_of(assessment))


def frozen_comments(threads: Iterable[Thread]) -> dict[str, list[SharedComment]]:
    """The shared ones of all comments, by indicator: nothing internal, and nothing that was deleted."""
    found: dict[str, list[SharedComment]] = {}
    for thread in threads:
        if thread.first.comment.shared and thread.first.comment.deleted_at is None:
            shared = [thread.first, *(one for one in thread.replies if one.comment.shared)]
            found.setdefault(thread.first.comment.indicator, []).extend(_frozen(one) for one in shared)
    return found


def _frozen(said: Said) -> SharedComment:
    return SharedComment(
        author=said.author,
        written_at=said.comment.written_at,
        text=said.text,
        reply=said.comment.parent_id is not None,
    )
