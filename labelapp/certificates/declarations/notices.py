"""Mails about declarations."""

from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.holders import speakers
from labelapp.certificates.surveillance.officers import tell_officers
from labelapp.events.outbox import queue_mail
from labelapp.web.links import public_link


def ask(declaration: Declaration) -> None:
    """Ask the holder."""
    _tell_holder(declaration, "declaration_asked")


def remind(declaration: Declaration) -> None:
    """The date is near."""
    _tell_holder(declaration, "declaration_due")


def tell_of_overdue(declaration: Declaration) -> None:
    """The date has passed; the secretariat has it in its list."""
    _tell_holder(declaration, "declaration_overdue")


def tell_of_answers(declaration: Declaration) -> None:
    """A declaration waits for the secretariat."""
    url = public_link("declarations.show", declaration_id=declaration.id)
    tell_officers(declaration.certificate, "declaration_sent", url)


def _tell_holder(declaration: Declaration, template: str) -> None:
    for person in speakers(declaration.certificate):
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            declaration=declaration,
            certificate=declaration.certificate,
            url=public_link("declarations.fill", declaration_id=declaration.id),
        )
