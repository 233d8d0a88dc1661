"""Certificates: as a row of the register, with every fact, and as a status of the day."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from labelapp.api.core.links import Link
from labelapp.api.core.paging import PageOf
from labelapp.api.shapes.common import SchemeKey
from labelapp.certificates.badge import PICTURE
from labelapp.certificates.credential.contents import has_credential
from labelapp.certificates.facts import is_unchanged
from labelapp.certificates.history import What, happened
from labelapp.certificates.models import Certificate, Origin
from labelapp.certificates.printing import public_address
from labelapp.certificates.queries import successor_of
from labelapp.certificates.status import IN_FORCE, has_begun, is_given_out, published_reason, status_of
from labelapp.events.log import timeline
from labelapp.schemes.validity import Status
from labelapp.web.links import public_link

Level = Literal["bronze", "silver", "gold", "none"]


class Holder(BaseModel):
    """A cluster organisation as it was certified."""

    name: str
    language: str = Field(description="Language of the name", examples=["da"])
    place: str
    country: str = Field(description="ISO 3166-1 alpha-2", examples=["DK"])
    portfolios: list[str] = Field(description="Codes of its technology fields")


class CertificateLinks(BaseModel):
    """Where more is found. `pdf` is null while the file is not given out, `credential` where there is none."""

    self: Link
    verify: Link = Field(description="The page on which anyone checks it")
    badge: Link = Field(description="A picture (SVG) with the status of the day")
    pdf: Link | None
    credential: Link | None = Field(description="A verifiable credential (Open Badges 3.0)")


class RegisterEntry(BaseModel):
    """A certificate as a row of the register."""

    code: str = Field(description="Verification code", examples=["K7QF-2M9D-XR41"])
    serial: str
    holder: Holder
    level: Level
    scheme: SchemeKey
    award: Literal["first", "renewal"]
    status: Status = Field(description="On this day (UTC)")
    in_force: bool = Field(description="Whether it has begun and is valid or expiring")
    valid_from: date
    valid_until: date
    renewable_until: date = Field(description="Last day for a renewal without a gap")
    assessed_on: date
    issued_on: date
    origin: Origin = Field(description="Issued here, or taken over from an earlier register")
    links: CertificateLinks


class RegisterPage(PageOf[RegisterEntry]):
    """A page of certificates."""


class HistoryEntry(BaseModel):
    """Something that happened to a certificate. `reason` is the published one, if any."""

    on: date
    what: What
    reason: str | None


class CertificateFacts(RegisterEntry):
    """Every certified fact, what the certificate is worth on this day, and what happened to it."""

    issuer: str
    scheme_name: str
    assessors: int = Field(description="0 where an earlier register did not tell")
    illustrative: bool = Field(description="The scheme is an illustration, not a label in force")
    demonstration: bool = Field(description="Made on a demonstration system: worth nothing")
    status_reason: str | None = Field(description="Why it is suspended or withdrawn")
    superseded_by: Link | None = Field(description="The certificate that took its place")
    unchanged_since_issue: bool = Field(description="Whether the facts are those that the log recorded")
    file_sha256: str | None = Field(description="SHA-256 of the present PDF")
    history: list[HistoryEntry] = Field(description="The oldest first")


class CertificateStatus(BaseModel):
    """What a certificate is worth on this day, and no more."""

    code: str
    serial: str
    holder: str
    level: Level
    checked_on: date
    status: Status
    in_force: bool
    valid_from: date
    valid_until: date
    status_reason: str | None
    superseded_by: Link | None


def register_entry(certificate: Certificate, day: date) -> RegisterEntry:
    """A row of the register on a day."""
    status = status_of(certificate, day)
    return RegisterEntry(
        code=certificate.code,
        serial=certificate.serial,
        holder=Holder(
            name=certificate.holder,
            language=certificate.holder_language,
            place=certificate.place,
            country=certificate.country,
            portfolios=list(certificate.portfolios),
        ),
        level=certificate.level,
        scheme=SchemeKey.of(certificate.scheme_code, certificate.scheme_version),
        award=certificate.award,
        status=status,
        in_force=has_begun(certificate, day) and status in IN_FORCE,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        renewable_until=certificate.renewable_until,
        assessed_on=certificate.assessed_on,
        issued_on=certificate.issued_at.date(),
        origin=certificate.origin,
        links=_links(certificate, day),
    )


def certificate_facts(certificate: Certificate, day: date) -> CertificateFacts:
    """Everything that anybody may know of a certificate."""
    events = timeline(certificate)
    return CertificateFacts(
        **dict(register_entry(certificate, day)),
        issuer=certificate.issuer,
        scheme_name=certificate.scheme_name,
        assessors=certificate.assessors,
        illustrative=certificate.illustrative,
        demonstration=certificate.demonstration,
        status_reason=published_reason(certificate, day) or None,
        superseded_by=_successor(certificate),
        unchanged_since_issue=is_unchanged(certificate, events),
        file_sha256=certificate.pdf_sha256,
        history=[
            HistoryEntry(on=one.on, what=one.what, reason=one.reason or None)
            for one in happened(certificate, events, day)
        ],
    )


def certificate_status(certificate: Certificate, day: date) -> CertificateStatus:
    """The status of a day."""
    status = status_of(certificate, day)
    return CertificateStatus(
        code=certificate.code,
        serial=certificate.serial,
        holder=certificate.holder,
        level=certificate.level,
        checked_on=day,
        status=status,
        in_force=has_begun(certificate, day) and status in IN_FORCE,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        status_reason=published_reason(certificate, day) or None,
        superseded_by=_successor(certificate),
    )


def _successor(certificate: Certificate) -> str | None:
    found = successor_of(certificate)
    return public_link("api.certificate", code=found.code) if found else None


def _links(certificate: Certificate, day: date) -> CertificateLinks:
    code = certificate.code
    return CertificateLinks(
        self=public_link("api.certificate", code=code),
        verify=public_address(certificate),
        badge=public_link(PICTURE, code=code),
        pdf=public_link("certificates.file", code=code) if is_given_out(certificate, day) else None,
        credential=public_link("credential.show", code=code) if has_credential(certificate) else None,
    )
