"""Mails about sections and comments. They go to people of the team alone."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Place, scheme_of
from labelapp.assessments.together.models import Comment, SectionAssignment
from labelapp.assessments.together.queries import Section
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text, speaking


def tell_of_sections(assessment: Assessment, given: Sequence[SectionAssignment], by: User) -> None:
    """Tell each person in one mail which sections they got."""
    for user_id, sections in groupby(sorted(given, key=lambda one: one.user_id), lambda one: one.user_id):
        person = db.session.get_one(User, user_id)
        parts = [(one.dimension, one.due_on) for one in sections]
        with speaking(person.locale):
            named = [(section_name(assessment, code), due_on) for code, due_on in parts]
        _mail(person, "section_assigned", assessment, by=by.name, sections=named)


def tell_before_due(assessment: Assessment, section: Section) -> None:
    """Remind a person of the day until which their section is to be answered."""
    person = db.session.get_one(User, section.user_id)
    with speaking(person.locale):
        name = section_name(assessment, section.dimension)
    _mail(person, "section_due", assessment, section=name, due_on=section.due_on)


def section_name(assessment: Assessment, code: str) -> str:
    """A dimension as people read it, in the language being spoken."""
    named = {dimension.code: dimension.name for dimension in scheme_of(assessment).dimensions}
    return f"{code} {scheme_text(named.get(code, ''))}".rstrip()


def _mail(person: User, template: str, assessment: Assessment, **content: object) -> None:
    address = public_link("assessments.show", assessment_id=assessment.id, only="mine")
    cluster = assessment.cluster.name
    queue_mail(
        person.email, person.locale, template, person=person.name, cluster=cluster, url=address, **content
    )


def tell_mentioned(place: Place, comment: Comment, people: Iterable[int], by: User) -> None:
    """Send a comment to those whom it asks to read it."""
    address = public_link(
        "assessments.indicator", assessment_id=place.assessment.id, code=place.indicator.code
    )
    for user_id in sorted(people):
        person = db.session.get_one(User, user_id)
        with speaking(person.locale):
            indicator = f"{place.indicator.code} {scheme_text(place.indicator.name)}"
        queue_mail(
            person.email,
            person.locale,
            "comment_mention",
            person=person.name,
            by=by.name,
            cluster=place.cluster.name,
            indicator=indicator,
            text=comment.text,
            url=f"{address}#comment-{comment.id}",
        )
