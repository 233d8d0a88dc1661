"""What the holder of a certificate has to do for its renewal."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.queries import renewals_of, under_way
from labelapp.clock import today
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.locale import scheme_text
from labelapp.web.tasks import Task


def tasks(user: Any) -> Iterator[Task]:
    """One for each certificate that may be renewed, until its self-assessment was begun and is a task itself."""
    if not is_cluster_person(user):
        return
    day = today()
    for certificate in renewals_of(user, day):
        if under_way(certificate) is None:
            yield _task(certificate, day)


def _task(certificate: Certificate, day: date) -> Task:
    expired = certificate.valid_until < day
    last = format_date(certificate.renewable_until, "long")
    return Task(
        title=_("Renew your label: %(label)s", label=scheme_text(certificate.scheme_name)),
        detail=(
            _("It has expired. The assessment has to be by %(date)s, so that no gap is left.", date=last)
            if expired
            else _("Start now, so that it is assessed before it expires.")
        ),
        url=url_for("renewal.show", code=certificate.code),
        action=_("Start the renewal"),
        due=certificate.renewable_until if expired else certificate.valid_until,
    )
