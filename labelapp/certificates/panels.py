"""The panel "Our label" on the start page of the people of a cluster organisation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from labelapp.certificates.models import Certificate
from labelapp.certificates.presentation import award_words
from labelapp.certificates.queries import own_certificates
from labelapp.certificates.status import has_begun, status_of
from labelapp.clock import today
from labelapp.schemes.validity import Status
from labelapp.web import charts
from labelapp.web.tasks import Panel

_HISTORY = frozenset({Status.SUPERSEDED, Status.EXPIRED})


def panels(user: Any) -> Iterator[Panel]:
    """One panel for each cluster organisation that holds a label, or held it lately."""
    day = today()
    for certificate in _current(own_certificates(user), day):
        yield Panel(
            "certificates/panel.html",
            {
                "certificate": certificate,
                "status": status_of(certificate, day),
                "award": award_words(certificate),
                "chart": charts.validity(
                    certificate.valid_from, certificate.valid_until, certificate.renewable_until, day
                ),
            },
        )


def _current(certificates: list[Certificate], day: date) -> list[Certificate]:
    """The certificate of each cluster organisation that counts most on a day."""
    found: dict[int, Certificate] = {}
    for one in certificates:
        if status_of(one, day) not in _HISTORY and has_begun(one, day):
            found.setdefault(one.cluster_id, one)
    return list(found.values())
