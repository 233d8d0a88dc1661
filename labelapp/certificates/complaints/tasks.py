"""What waits for people in complaints."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.accounts.policy import is_assessor, is_secretariat
from labelapp.certificates.complaints import policy
from labelapp.certificates.complaints.models import Complaint
from labelapp.certificates.complaints.presentation import waits_for, waits_for_officer
from labelapp.certificates.complaints.queries import open_complaints, opinions_asked_of, statements_asked_of
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """The tasks of a person in complaints."""
    if is_cluster_person(user):
        yield from _of_holder(user)
    if is_assessor(user):
        yield from _of_assessor(user)
    if is_secretariat(user):
        yield from (_of_officer(one) for one in open_complaints(user) if _is_turn_of(user, one))


def _of_holder(user: Any) -> Iterator[Task]:
    for complaint in statements_asked_of(user):
        if policy.may_state(user, complaint) and complaint.certificate is not None:
            yield Task(
                title=_("Answer to a complaint"),
                detail=_(
                    "It is about what certificate %(serial)s says.", serial=complaint.certificate.serial
                ),
                url=url_for("complaints.statement", complaint_id=complaint.id),
                action=_("Read and answer"),
                due=complaint.statement_due_on,
            )


def _of_assessor(user: Any) -> Iterator[Task]:
    for opinion in opinions_asked_of(user):
        if policy.may_give_opinion(user, opinion) and opinion.complaint.certificate is not None:
            yield Task(
                title=_(
                    "Your opinion on a complaint: %(holder)s", holder=opinion.complaint.certificate.holder
                ),
                detail=_("You assessed the case behind the certificate."),
                url=url_for("complaints.opinion", opinion_id=opinion.id),
                action=_("Read and answer"),
            )


def _is_turn_of(user: Any, complaint: Complaint) -> bool:
    if complaint.officer_id is None:
        return True
    return complaint.officer_id == user.id and waits_for_officer(complaint)


def _of_officer(complaint: Complaint) -> Task:
    certificate = complaint.certificate
    title = (
        _("Complaint about %(holder)s", holder=certificate.holder)
        if certificate
        else _("Complaint about our own work")
    )
    return Task(
        title=title,
        detail=waits_for(complaint),
        url=url_for("complaints.show", complaint_id=complaint.id),
        action=_("Take it in charge") if complaint.officer_id is None else _("Continue"),
        started=complaint.officer_id is not None,
    )
