"""What waits for people in reviews."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.reviews import policy
from labelapp.reviews.case import scheme_of
from labelapp.reviews.deadlines.queries import late_cases
from labelapp.reviews.disputes.queries import without_third_expert
from labelapp.reviews.interests.queries import count_to_declare
from labelapp.reviews.listing import can_start, own_case_lines
from labelapp.reviews.queries.cases import Stage, stage_counts, startable
from labelapp.reviews.queries.reviews import reviews_of
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: User) -> Iterator[Task]:
    """The tasks of a person in reviews."""
    yield from _own(user)
    if policy.may_see_cases(user):
        yield from _of_secretariat(user)


def _own(user: User) -> Iterator[Task]:
    for line in own_case_lines(user, reviews_of(user)):
        if not line.waits:
            continue
        yield Task(
            title=_("%(action)s: %(cluster)s", action=line.action, cluster=line.cluster),
            detail=_("%(label)s. %(sentence)s", label=scheme_text(line.scheme.name), sentence=line.sentence),
            url=line.url,
            action=line.action,
            due=line.due,
            started=line.begun,
        )


def _of_secretariat(user: User) -> Iterator[Task]:
    undeclared = count_to_declare(user)
    if undeclared:
        yield Task(
            title=ngettext(
                "%(num)s case waits for your declaration of interests",
                "%(num)s cases wait for your declaration of interests",
                undeclared,
            ),
            detail=_("You see a case after you have said that you have no interest in it."),
            url=url_for("reviews.undeclared"),
            action=_("Declare interests"),
        )
    waiting = stage_counts(user)[Stage.WAITING]
    if waiting:
        yield Task(
            title=ngettext(
                "%(num)s submission waits for assessors", "%(num)s submissions wait for assessors", waiting
            ),
            detail=_("Find assessors who fit the rules of the label."),
            url=url_for("reviews.cases", state=Stage.WAITING.value),
            action=_("Show them"),
        )
    for review in without_third_expert(user):
        yield Task(
            title=_(
                "A third expert is needed: %(cluster)s", cluster=review.submission.assessment.cluster.name
            ),
            detail=_("The assessors do not come to an agreement."),
            url=url_for("reviews.third_expert", review_id=review.id),
            action=_("Find a third expert"),
            due=review.due_on,
        )
    assigning, overdue = startable(user, today())
    for review in assigning:
        if can_start(review, scheme_of(review)):
            cluster = review.submission.assessment.cluster.name
            yield Task(
                title=_("The review of %(cluster)s can start", cluster=cluster),
                detail=_("All assessors have declared to have no interest in the case."),
                url=url_for("reviews.assignment", review_id=review.id),
                action=_("Start the review"),
                due=review.due_on,
            )
    if late := late_cases(user, today()):
        yield Task(
            title=ngettext(
                "%(num)s case waits for an expert who is late",
                "%(num)s cases wait for experts who are late",
                late,
            ),
            detail=_("A declaration or a score sheet was due. Ask them, or replace them."),
            url=url_for("reviews.cases"),
            action=_("Show them"),
            started=None,
        )
    if overdue:
        yield Task(
            title=ngettext("%(num)s report is late", "%(num)s reports are late", overdue),
            detail=_("See who or what each case waits for."),
            url=url_for("reviews.cases"),
            action=_("Show them"),
        )
