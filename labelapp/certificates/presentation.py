"""What the public pages say about a certificate, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from labelapp.certificates.history import What, happened
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import reissue_of
from labelapp.certificates.status import has_begun, status_of
from labelapp.clock import today
from labelapp.clusters.portfolios import portfolio_name
from labelapp.events.models import Event
from labelapp.extensions import schemes
from labelapp.schemes.validity import Status
from labelapp.web.formats import country_name
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Verdict:
    """The answer of the verification page; `state` is valid, expired, suspended or withdrawn, as the macro asks."""

    state: str
    title: str
    line: str
    sentence: str


def verdict(certificate: Certificate, day: date) -> Verdict:
    """What the certificate is worth on a day, its state in the first words."""
    if not has_begun(certificate, day) and status_of(certificate, day) in (Status.VALID, Status.EXPIRING):
        return _not_begun(certificate)
    made = {
        Status.VALID: _valid,
        Status.EXPIRING: _expiring,
        Status.EXPIRED_RENEWABLE: _expired_renewable,
        Status.EXPIRED: _expired,
        Status.SUPERSEDED: _superseded,
        Status.SUSPENDED: _suspended,
        Status.WITHDRAWN: _withdrawn,
    }[status_of(certificate, day)]
    return made(certificate, day)


def _words(certificate: Certificate) -> dict[str, str]:
    return {
        "label": scheme_text(certificate.scheme_name),
        "until": _day(certificate.valid_until),
        "renewable": _day(certificate.renewable_until),
    }


def _day(day: date | None) -> str:
    return str(format_date(day, "long")) if day else "–"


def _valid(certificate: Certificate, day: date) -> Verdict:
    words = _words(certificate)
    return Verdict(
        "valid",
        _("Valid certificate"),
        _("Valid today, %(date)s", date=_day(day)),
        _("holds the %(label)s for cluster management until %(until)s.", **words),
    )


def _expiring(certificate: Certificate, day: date) -> Verdict:
    left = (certificate.valid_until - day).days
    line = ngettext(
        "Valid today, %(date)s, and for %(num)s more day",
        "Valid today, %(date)s, and for %(num)s more days",
        left,
        date=_day(day),
    )
    if left == 0:
        line = _("Valid today, %(date)s, for the last day", date=_day(day))
    return Verdict("valid", _("Valid certificate"), line, _valid(certificate, day).sentence)


def _expired_renewable(certificate: Certificate, day: date) -> Verdict:
    words = _words(certificate)
    return Verdict(
        "expired",
        _("Expired certificate"),
        _("Expired, not valid today"),
        _(
            "held the %(label)s until %(until)s and may renew it without a gap until %(renewable)s.",
            **words,
        ),
    )


def _expired(certificate: Certificate, day: date) -> Verdict:
    words = _words(certificate)
    return Verdict(
        "expired",
        _("Expired certificate"),
        _("Expired, not valid today"),
        _("held the %(label)s until %(until)s. The time for a renewal is over.", **words),
    )


def _superseded(certificate: Certificate, day: date) -> Verdict:
    since = _day(certificate.superseded_on)
    if reissue_of(certificate) is not None:
        return Verdict(
            "expired",
            _("Superseded certificate"),
            _("Superseded by a re-issue, another certificate holds"),
            _(
                "was issued again on %(date)s under another name or place, with the same validity. The newer "
                "certificate took the place of this one.",
                date=since,
            ),
        )
    return Verdict(
        "expired",
        _("Superseded certificate"),
        _("Superseded, another certificate holds"),
        _("has a newer certificate, which took the place of this one on %(date)s.", date=since),
    )


def _suspended(certificate: Certificate, day: date) -> Verdict:
    since = _day(certificate.suspended_on)
    sentence = _(
        "This certificate is suspended since %(date)s. It must not be relied on until it is reinstated.",
        date=since,
    )
    if certificate.suspended_until is not None:
        sentence = _(
            "This certificate is suspended from %(date)s until %(until)s. It must not be relied on in that time.",
            date=since,
            until=_day(certificate.suspended_until),
        )
    return Verdict("suspended", _("Suspended certificate"), _("Suspended, not valid today"), sentence)


def _withdrawn(certificate: Certificate, day: date) -> Verdict:
    since = _day(certificate.withdrawn_on)
    return Verdict(
        "withdrawn",
        _("Withdrawn certificate"),
        _("Withdrawn, not valid"),
        _(
            "This certificate was withdrawn on %(date)s. It must not be relied on for any day after that.",
            date=since,
        ),
    )


def _not_begun(certificate: Certificate) -> Verdict:
    words = _words(certificate) | {"start": _day(certificate.valid_from)}
    return Verdict(
        "expired",
        _("Certificate that has not begun"),
        _("Not in force yet, begins on %(start)s", **words),
        _("will hold the %(label)s from %(start)s until %(until)s.", **words),
    )


def place_of(certificate: Certificate) -> str:
    """Esbjerg, Denmark"""
    return str(
        _("%(place)s, %(country)s", place=certificate.place, country=country_name(certificate.country))
    )


def fields_of(certificate: Certificate) -> str:
    """The names of its comparison portfolios."""
    return ", ".join(portfolio_name(code) for code in certificate.portfolios)


def award_words(certificate: Certificate) -> str:
    """Whether it is a first award or a renewal."""
    return str(_("renewal") if certificate.award == "renewal" else _("first award"))


def assessors_words(certificate: Certificate) -> str:
    """13 October 2025 by two assessors"""
    day = _day(certificate.assessed_on)
    if certificate.assessors == 0:
        return day  # an earlier register may not tell
    if certificate.assessors == 2:
        return str(_("%(date)s by two assessors", date=day))
    return str(
        ngettext("%(date)s by one assessor", "%(date)s by %(num)s assessors", certificate.assessors, date=day)
    )


def validity_words(certificate: Certificate, status: Status) -> str:
    """1 November 2025 to 31 October 2028; with the end that came before, if one did"""
    words = {
        "start": _day(certificate.valid_from),
        "end": _day(certificate.valid_until),
        "withdrawn": _day(certificate.withdrawn_on),
    }
    if status is Status.WITHDRAWN:
        return str(_("%(start)s to %(end)s, ended by withdrawal on %(withdrawn)s", **words))
    return str(_("%(start)s to %(end)s", **words))


def scheme_words(certificate: Certificate) -> str:
    """Quality of cluster management, version 2026.1"""
    scheme = schemes().get(certificate.scheme_code, certificate.scheme_version)
    return str(
        _("%(scheme)s, version %(version)s", scheme=scheme_text(scheme.subject), version=scheme.version)
    )


def history(certificate: Certificate, events: list[Event]) -> list[tuple[date, str, str]]:
    """What happened to the certificate, oldest first: day, what, and the published reason or an empty text."""
    words: dict[What, Any] = {
        What.ISSUED: _("Issued"),
        What.IMPORTED: _("Taken over from an earlier register"),
        What.SUPERSEDED: _("Superseded by a newer certificate"),
        What.REISSUED: _("Superseded by a re-issue under another name or place"),
        What.SUSPENDED: _("Suspended"),
        What.SUSPENSION_ENDED: _("The suspension ended"),
        What.REINSTATED: _("Reinstated"),
        What.WITHDRAWN: _("Withdrawn"),
        What.PRINTED_AGAIN: _("Printed and sealed again"),
    }
    return [(one.on, str(words[one.what]), one.reason) for one in happened(certificate, events, today())]
