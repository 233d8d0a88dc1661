"""Mails about hearings."""

from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.holders import speakers
from labelapp.certificates.surveillance.officers import tell_officers
from labelapp.events.outbox import queue_mail
from labelapp.web.links import public_link


def tell_holder(hearing: Hearing, template: str) -> None:
    """To those who speak for the holder."""
    for person in speakers(hearing.certificate):
        queue_mail(
            person.email,
            person.locale,
            template,
            person=person,
            hearing=hearing,
            certificate=hearing.certificate,
            url=public_link("hearings.of_holder", hearing_id=hearing.id),
        )


def tell_officers_of_answer(hearing: Hearing) -> None:
    """The holder answered, or waived its right to."""
    _tell_officers(hearing, "hearing_answered")


def tell_officers_of_end(hearing: Hearing) -> None:
    """The period ended without an answer."""
    _tell_officers(hearing, "hearing_period_over")


def _tell_officers(hearing: Hearing, template: str) -> None:
    url = public_link("hearings.show", hearing_id=hearing.id)
    tell_officers(hearing.certificate, template, url, hearing=hearing)
