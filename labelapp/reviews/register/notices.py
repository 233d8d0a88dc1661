"""Mails about qualifications."""

from collections.abc import Sequence
from datetime import date

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.queries import people_with_role
from labelapp.events.outbox import queue_mail
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.standing import name_of
from labelapp.web.links import public_link
from labelapp.web.locale import speaking


def tell_before_end(expert: User, ending: Sequence[Qualification], ends_on: date) -> None:
    """Tell an expert and the secretariat what the expert is qualified for no longer, unless it is renewed."""
    office = [one for one in people_with_role(RoleName.SECRETARIAT) if one.id != expert.id]
    for reader in (expert, *office):
        with speaking(reader.locale):
            names = [name_of(one) for one in ending]
        queue_mail(
            reader.email,
            reader.locale,
            "qualification_ends" if reader is expert else "qualification_of_expert_ends",
            person=reader,
            expert=expert,
            parts=names,
            ends_on=ends_on,
            url=public_link("reviews.profile", user_id=expert.id),
        )
