"""Mails about complaints. None of them says who complained, and none to a stranger repeats what a form was sent."""

from typing import Any

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.certificates.complaints.models import Complaint, Opinion
from labelapp.certificates.complaints.policy import may_open
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.links import public_link


def acknowledge(complaint: Complaint) -> None:
    """The complaint has arrived. The address may be anybody's, so nothing of the form stands in the mail."""
    queue_mail(complaint.email, complaint.language, "complaint_received", complaint=complaint)


def tell_complainant(complaint: Complaint) -> None:
    """What came of it, in general words."""
    queue_mail(complaint.email, complaint.language, "complaint_closed", complaint=complaint)


def tell_secretariat(complaint: Complaint) -> None:
    """A complaint waits for an officer."""
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    for person in db.session.scalars(query.order_by(User.id)):
        if may_open(person, complaint):
            _tell(person, "complaint_filed", complaint)


def tell_officer(complaint: Complaint) -> None:
    """Somebody who was asked has answered."""
    if complaint.officer is not None:
        _tell(complaint.officer, "complaint_answered", complaint)


def ask_holder(complaint: Complaint) -> None:
    """Ask the managers and the legal representative of the holder for a statement."""
    for person in _holder(complaint):
        _tell(person, "complaint_statement_asked", complaint, "complaints.statement")


def tell_holder(complaint: Complaint) -> None:
    """What came of a complaint to which the holder was asked to answer."""
    for person in _holder(complaint):
        _tell(person, "complaint_outcome", complaint, "complaints.statement")


def ask_assessor(opinion: Opinion) -> None:
    """Ask an assessor of the case for an opinion."""
    url = public_link("complaints.opinion", opinion_id=opinion.id)
    _tell(opinion.user, "complaint_opinion_asked", opinion.complaint, url=url)


def _holder(complaint: Complaint) -> list[User]:
    assert complaint.certificate is not None
    roles = (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE)
    cluster = complaint.certificate.cluster
    return list({person.id: person for role in roles for person in people_with(cluster, role)}.values())


def _tell(
    person: User, template: str, complaint: Complaint, endpoint: str = "complaints.show", **more: Any
) -> None:
    url = more.get("url") or public_link(endpoint, complaint_id=complaint.id)
    queue_mail(person.email, person.locale, template, person=person, complaint=complaint, url=url)
