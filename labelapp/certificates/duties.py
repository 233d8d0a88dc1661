"""What the holder of a certificate can do with it and has to, as links on its own page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.certificates.declarations.queries import declarations_of
from labelapp.certificates.hearings.queries import hearings_on
from labelapp.certificates.holders import speaks_for_holder
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.queries import is_open
from labelapp.certificates.status import may_be_reported_on


def duties(user: Any, certificate: Certificate, day: date) -> Iterator[tuple[str, str]]:
    """Address and words of each link, what is urgent first."""
    for hearing in hearings_on(certificate):
        words = _("Hearing of %(date)s", date=format_date(hearing.opened_at.date(), "long"))
        yield url_for("hearings.of_holder", hearing_id=hearing.id), str(words)
    if is_open(certificate, day):
        yield url_for("renewal.show", code=certificate.code), str(_("Renewal"))
    if not speaks_for_holder(user, certificate):
        return
    for declaration in declarations_of(certificate):
        words = _("Yearly declaration of %(date)s", date=format_date(declaration.anniversary, "long"))
        yield url_for("declarations.fill", declaration_id=declaration.id), str(words)
    if may_be_reported_on(certificate, day):
        yield url_for("changes.show", code=certificate.code), str(_("Report a change"))
