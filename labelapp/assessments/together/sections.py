"""Dividing the sections of a self-assessment among the people of the team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import delete, select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.policy import ANSWERING
from labelapp.assessments.queries import OPEN_STATES, scheme_of
from labelapp.assessments.together.models import Presence, SectionAssignment
from labelapp.assessments.together.notices import tell_of_sections
from labelapp.assessments.together.queries import Colleague, Section, colleagues, sections_of
from labelapp.assessments.together.reminders import queue_reminder
from labelapp.clock import now, today
from labelapp.clusters.models import Cluster
from labelapp.clusters.policy import roles_of
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class Wish:
    """In whose hands a section shall be, and until when; without a person, in nobody's."""

    user_id: int | None = None
    due_on: date | None = None


class WrongSections(InvalidInput):
    """Sections that cannot be divided as asked: a sentence by dimension."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(next(iter(problems.values())))
        self.problems = problems


def wish_of(section: Section | None) -> Wish:
    """What stands there."""
    return Wish(section.user_id, section.due_on) if section else Wish()


def assign_sections(
    assessment: Assessment, wishes: Mapping[str, Wish], seen: Mapping[str, Wish], by: User
) -> int:
    """Divide the sections anew and tell who got one; return how many changed.

    `seen`: what the page had shown by dimension. A section that is wished as it was seen was not touched and is
    left alone; one that somebody else gave away meanwhile is a problem. Raises WrongSections, and DomainError
    when the self-assessment is closed.
    """
    _hold_open(assessment)
    team = colleagues(assessment)
    held = sections_of(assessment, team)
    codes = {dimension.code for dimension in scheme_of(assessment).dimensions}
    touched = {
        code: wish for code, wish in wishes.items() if code in codes and wish != seen.get(code, Wish())
    }
    found = {
        code: _problem(assessment, team, wish, held.get(code), seen.get(code, Wish()))
        for code, wish in touched.items()
    }
    problems = {code: text for code, text in found.items() if text}
    if problems:
        raise WrongSections(problems)
    changed = {code: wish for code, wish in touched.items() if wish != wish_of(held.get(code))}
    given = [_assign(assessment, code, wish, by) for code, wish in changed.items()]
    tell_of_sections(assessment, [one for one in given if one is not None and one.user_id != by.id], by)
    return len(changed)


def _hold_open(assessment: Assessment) -> None:
    db.session.refresh(assessment, ["state"], with_for_update=True)
    if assessment.state not in OPEN_STATES:
        raise DomainError(_("This self-assessment is closed. Its dimensions cannot be divided any more."))


def _problem(
    assessment: Assessment, team: list[Colleague], wish: Wish, held: Section | None, seen: Wish
) -> str:
    """Why a section cannot be given so, and how to mend it; empty when it can."""
    stands = wish_of(held)
    if stands not in (seen, wish):
        return str(_("Meanwhile this was given to %(name)s.", name=held.name if held else _("nobody")))
    if wish.user_id is None:
        return str(_("Choose who does it, or leave out the date.")) if wish.due_on else ""
    if wish.user_id not in {one.user_id for one in team if one.answers}:
        return str(_("Choose a manager or contributor of the team."))
    return "" if wish.due_on == stands.due_on else _problem_of_date(assessment, wish.due_on)


def _problem_of_date(assessment: Assessment, due_on: date | None) -> str:
    if due_on is None:
        return ""
    if due_on < today():
        return str(_("This day is over. Choose today or a later day."))
    if assessment.due_on is not None and due_on > assessment.due_on:
        last = format_date(assessment.due_on, "long")
        return str(_("The self-assessment closes on %(date)s. Choose an earlier day.", date=last))
    return ""


def _assign(assessment: Assessment, dimension: str, wish: Wish, by: User) -> SectionAssignment | None:
    query = select(SectionAssignment).where(
        SectionAssignment.assessment_id == assessment.id, SectionAssignment.dimension == dimension
    )
    section = db.session.scalars(query).one_or_none()
    if wish.user_id is None:
        if section is not None:
            _release(section, assessment, by)
        return None
    section = section or SectionAssignment(assessment_id=assessment.id, dimension=dimension)
    section.user_id, section.due_on, section.reminded_at = wish.user_id, wish.due_on, None
    section.assigned_at, section.assigned_by_id = now(), by.id
    db.session.add(section)
    db.session.flush()
    due_on = wish.due_on.isoformat() if wish.due_on else None
    record("section.assigned", assessment, actor=by, dimension=dimension, person=wish.user_id, due_on=due_on)
    queue_reminder(section)
    return section


def _release(section: SectionAssignment, assessment: Assessment, by: User | None) -> None:
    db.session.delete(section)
    record("section.released", assessment, actor=by, dimension=section.dimension, person=section.user_id)


def release_sections(cluster: Cluster, person: User, by: User | None) -> None:
    """Who may not answer any more holds no section, and who left is not there now."""
    roles = roles_of(person, cluster)
    if roles & ANSWERING:
        return
    ours = select(Assessment).where(Assessment.cluster_id == cluster.id)
    for assessment in db.session.scalars(ours).all():
        held = select(SectionAssignment).where(
            SectionAssignment.assessment_id == assessment.id, SectionAssignment.user_id == person.id
        )
        for section in db.session.scalars(held).all():
            _release(section, assessment, by)
        if not roles:
            mine = delete(Presence).filter_by(assessment_id=assessment.id, user_id=person.id)
            db.session.execute(mine)
