"""Mails about flags. The holder hears of none; only of a new assessment that is asked of it."""

from labelapp.certificates.flags.models import Flag
from labelapp.certificates.holders import speakers
from labelapp.certificates.surveillance.officers import tell_officers
from labelapp.events.outbox import queue_mail
from labelapp.web.links import public_link


def tell_of_flag(flag: Flag) -> None:
    """Something is to be decided."""
    tell_officers(flag.certificate, "flag_raised", public_link("flags.show", flag_id=flag.id))


def ask_for_assessment(flag: Flag) -> None:
    """Ask the holder for a new assessment before its time."""
    for person in speakers(flag.certificate):
        queue_mail(
            person.email,
            person.locale,
            "reassessment_asked",
            person=person,
            flag=flag,
            certificate=flag.certificate,
            url=public_link("renewal.show", code=flag.certificate.code),
        )
