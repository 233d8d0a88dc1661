"""What goes on when a certificate is issued again: duties and open questions follow the holder to the new one."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, literal, select, true, update

from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.hearings.models import Hearing
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.surveillance.models import SurveillanceMark
from labelapp.extensions import db
from labelapp.web.errors import DomainError

# What was asked and written once is not asked and written again; of the rest, what is not settled.
_GOES_ON: tuple[
    tuple[type[RenewalReminder | Declaration | Flag | SurveillanceMark], ColumnElement[bool]], ...
] = (
    (RenewalReminder, true()),
    (Declaration, true()),
    (Flag, Flag.decided_at.is_(None)),
    (SurveillanceMark, SurveillanceMark.done_at.is_(None)),
)


def is_being_heard(certificate_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the holder of a certificate is being heard before it is suspended or withdrawn."""
    return exists().where(Hearing.certificate_id == certificate_id, Hearing.decided_at.is_(None))


def require_no_hearing(certificate: Certificate) -> None:
    """Raise DomainError (409) while its holder is being heard: the decision has to meet the certificate it is about."""
    if db.session.scalar(select(is_being_heard(literal(certificate.id)))):
        raise DomainError(
            _(
                "The holder of certificate %(serial)s is being heard. Decide that first.",
                serial=certificate.serial,
            )
        )


def hand_over(earlier: Certificate, later: Certificate) -> None:
    """Let what goes on about `earlier` be about `later` from now on."""
    db.session.flush()
    for table, goes_on in _GOES_ON:
        db.session.execute(
            update(table).where(table.certificate_id == earlier.id, goes_on).values(certificate_id=later.id)
        )
