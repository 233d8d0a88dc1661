"""The officers who watch over a certificate: who may know, who may read on, and how they hear of something.

Whoever has an interest in the holder hears nothing. The others are told that something waits, and read it once they
have declared in all cases of the holder.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.accounts.policy import is_secretariat
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.policy import may_see_marks
from labelapp.certificates.surveillance.queries import undeclared_case
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews.interests.shut import has_interest_in


def may_know(user: Any, certificate: Certificate) -> bool:
    """Know that something waits with a holder: officers without an interest in it."""
    return is_secretariat(user) and not has_interest_in(user, certificate.cluster_id)


def read_after_declaring(
    certificate: Certificate, page: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """The page for an officer who declared; the others are led to the declaration, as long as one is missing."""
    if may_see_marks(current_user, certificate):
        return page()
    case = undeclared_case(current_user, certificate)
    if case is None:
        abort(404)
    flash(_("Declare your interests in the cases of this holder first, then open the page again."))
    return redirect(url_for("reviews.officer_interests", submission_id=case.id), 303)


def tell_officers(certificate: Certificate, template: str, url: str, **content: Any) -> None:
    """Mail those who may know."""
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    for person in db.session.scalars(query.order_by(User.id)):
        if may_know(person, certificate):
            queue_mail(
                person.email,
                person.locale,
                template,
                person=person,
                certificate=certificate,
                url=url,
                **content,
            )
