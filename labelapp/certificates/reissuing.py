"""Issuing a certificate again after its holder took another name or moved: the same award, the same validity."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.certificates.handing_over import hand_over, require_no_hearing
from labelapp.certificates.models import Certificate, Origin
from labelapp.certificates.operations import Stamp, enter
from labelapp.certificates.status import IN_FORCE, status_of
from labelapp.clock import today
from labelapp.extensions import db, schemes
from labelapp.web.errors import DomainError

# What a re-issue takes over. What is left out is new (serial, code, issue) or present (holder, place).
KEPT = (
    "cluster_id",
    "scheme_code",
    "scheme_version",
    "scheme_name",
    "level",
    "illustrative",
    "award",
    "portfolios",
    "language",
    "assessors",
    "assessed_on",
    "valid_from",
    "valid_until",
    "renewable_until",
)


def drafted_reissue(certificate: Certificate) -> Certificate:
    """The certificate as it would be issued again today, without serial and stamp. It is not in the session."""
    cluster = certificate.cluster
    return Certificate(
        **{name: getattr(certificate, name) for name in KEPT},
        holder=cluster.name,
        holder_language=cluster.name_language,
        place=cluster.place,
        country=cluster.country,
        supersedes_id=certificate.id,
        reissue=True,
        origin=Origin.ISSUED,
    )


def reissue_certificate(certificate: Certificate, by: User | None, stamp: Stamp | None = None) -> Certificate:
    """Issue it again with the present name and place; the earlier one is superseded from then on.

    Raises DomainError (409) unless it is in force, its holder's name or place changed, and no hearing is open.
    """
    db.session.flush()
    db.session.refresh(certificate, with_for_update=True)
    check_reissue(certificate)
    later = enter(drafted_reissue(certificate), letter_of(certificate), [certificate], by, stamp)
    hand_over(certificate, later)
    return later


def letter_of(certificate: Certificate) -> str:
    """The letter of new serials: one taken over from an earlier register may have had another."""
    return schemes().get(certificate.scheme_code, certificate.scheme_version).serial_letter


def check_reissue(certificate: Certificate) -> None:
    """Raise DomainError (409) when there is no reason for a re-issue, or none is possible."""
    if status_of(certificate, today()) not in IN_FORCE:
        raise DomainError(_("Certificate %(serial)s is not in force any more.", serial=certificate.serial))
    cluster = certificate.cluster
    present = (cluster.name, cluster.place, cluster.country)
    if (certificate.holder, certificate.place, certificate.country) == present:
        raise DomainError(
            _("Certificate %(serial)s has the present name and place.", serial=certificate.serial)
        )
    require_no_hearing(certificate)
