"""What a badge says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.certificates.models import Certificate
from labelapp.certificates.status import IN_FORCE, has_begun, status_of
from labelapp.extensions import settings
from labelapp.schemes.validity import Status
from labelapp.web.locale import scheme_text


class Tone(StrEnum):
    """How the status is coloured; its word says it too."""

    GOOD = "good"
    OVER = "over"
    ATTENTION = "attention"
    ALERT = "alert"


@dataclass(frozen=True)
class BadgeWords:
    """The label, what it is worth on a day, whose it is; `level` is empty unless it holds or will hold."""

    label: str
    status: str
    tone: Tone
    holder: str
    level: str

    @property
    def title(self) -> str:
        """Everything in a line, for those who do not see the picture."""
        return str(
            _("%(label)s, %(holder)s: %(status)s", label=self.label, holder=self.holder, status=self.status)
        )


def badge_words(certificate: Certificate, day: date) -> BadgeWords:
    """The words in the language of the moment."""
    status = status_of(certificate, day)
    holds = status in IN_FORCE
    label = scheme_text(certificate.scheme_name)
    if certificate.demonstration or settings().demo:
        label = _("%(label)s (demonstration)", label=label)
    return BadgeWords(
        label=_plain(label),
        status=_plain(_status_words(certificate, status, day)),
        tone=_tone(status, begun=has_begun(certificate, day)),
        holder=_plain(certificate.holder),
        level=certificate.level if holds and has_begun(certificate, day) else "",
    )


def _tone(status: Status, *, begun: bool) -> Tone:
    if status is Status.WITHDRAWN:
        return Tone.ALERT
    if status is Status.SUSPENDED:
        return Tone.ATTENTION
    return Tone.GOOD if status in IN_FORCE and begun else Tone.OVER


def _status_words(certificate: Certificate, status: Status, day: date) -> str:
    until, start = (format_date(one, "medium") for one in (certificate.valid_until, certificate.valid_from))
    if status in IN_FORCE and not has_begun(certificate, day):
        return str(_("Valid from %(date)s", date=start))
    return str(
        {
            Status.VALID: _("Valid until %(date)s", date=until),
            Status.EXPIRING: _("Valid until %(date)s", date=until),
            Status.EXPIRED_RENEWABLE: _("Expired on %(date)s", date=until),
            Status.EXPIRED: _("Expired on %(date)s", date=until),
            Status.SUPERSEDED: _("Superseded by a newer certificate"),
            Status.SUSPENDED: _("Suspended"),
            Status.WITHDRAWN: _("Withdrawn"),
        }[status]
    )


def _plain(text: str) -> str:
    """Spaces of every kind as the one that has a width in our fonts."""
    return " ".join(text.split())
