"""Every fact that a certificate certifies, as it goes into the log, is compared with it, and is given to programs."""

from typing import Any

from labelapp.certificates.models import Certificate, Origin
from labelapp.events.log import event_hash
from labelapp.events.models import Event
from labelapp.extensions import db

# The events that fix the facts: a certificate has one of them, once.
FIXED_BY = ("certificate.issued", "certificate.imported")


def certified_facts(certificate: Certificate) -> dict[str, Any]:
    """The facts as JSON values; they never change after the issue. Only one taken over says where it comes from."""
    origin = {} if certificate.origin is Origin.ISSUED else {"origin": certificate.origin.value}
    return {
        "serial": certificate.serial,
        "code": certificate.code,
        "holder": certificate.holder,
        "place": certificate.place,
        "country": certificate.country,
        "portfolios": list(certificate.portfolios),
        "level": certificate.level,
        "award": certificate.award,
        "scheme": f"{certificate.scheme_code}@{certificate.scheme_version}",
        "scheme_name": certificate.scheme_name,
        "illustrative": certificate.illustrative,
        "assessors": certificate.assessors,
        "assessed_on": certificate.assessed_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
        "renewable_until": certificate.renewable_until.isoformat(),
        "issued_at": certificate.issued_at.isoformat(),
        "issuer": certificate.issuer,
        "demonstration": certificate.demonstration,
        **origin,
    }


def is_unchanged(certificate: Certificate, events: list[Event]) -> bool:
    """Whether the row still says what the log recorded at its issue, and those events still carry their hash."""
    issued = [event for event in events if event.action in FIXED_BY]
    if len(issued) != 1 or any(event_hash(event) != event.hash for event in events):
        return False
    return bool(issued[0].details.get("facts") == certified_facts(certificate))


def certificate_problem(event: Event) -> str | None:
    """What is wrong with the certificate whose facts an event fixed."""
    certificate = db.session.get(Certificate, event.subject_id)
    if certificate is None:
        return "the certificate that it fixed is missing"
    if certified_facts(certificate) != event.details.get("facts"):
        return f"certificate {certificate.serial} was changed after its issue"
    return None
