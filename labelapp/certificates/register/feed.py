"""What happened in the register, as an Atom feed (RFC 4287): new and renewed labels, and those that came to an end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.certificates.presentation import verdict
from labelapp.certificates.printing import public_address
from labelapp.certificates.register.filters import conditions
from labelapp.certificates.register.wishes import Wish
from labelapp.certificates.status import status_of
from labelapp.events.models import Event
from labelapp.extensions import db, settings
from labelapp.schemes.validity import Status
from labelapp.web.formats import country_name
from labelapp.web.locale import scheme_text

LENGTH = 50
_ACTIONS = tuple(
    f"certificate.{name}" for name in ("issued", "superseded", "suspended", "reinstated", "withdrawn")
)
_ENDED = frozenset(
    {Status.EXPIRED_RENEWABLE, Status.EXPIRED, Status.SUPERSEDED, Status.SUSPENDED, Status.WITHDRAWN}
)
# What XML 1.0 cannot hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Happening:
    """One event of a certificate."""

    number: int
    action: str
    at: datetime
    certificate: Certificate


def happenings(wish: Wish, day: date) -> list[Happening]:
    """The last events of the certificates that a wish leaves, the newest first."""
    query = (
        select(Event.number, Event.action, Event.at, Certificate)
        .join(Certificate, Certificate.id == Event.subject_id)
        .where(
            Event.subject_kind == Certificate.__tablename__,
            Event.action.in_(_ACTIONS),
            *conditions(wish, day),
        )
        .order_by(Event.number.desc())
        .limit(LENGTH)
    )
    return [Happening(*row) for row in db.session.execute(query)]


def atom(found: Sequence[Happening], day: date, *, page: str, feed: str, language: str, at: datetime) -> str:
    """The feed; `page` shows the same in a browser, `feed` is its own address, `at` when it changed last."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _add(root, "id", feed)
    _add(root, "title", _("Register of labels"))
    _add(root, "updated", at.isoformat())
    _add(SubElement(root, "author"), "name", settings().issuer_name)
    SubElement(root, "link", {"rel": "self", "href": feed, "type": "application/atom+xml"})
    SubElement(root, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    for one in found:
        _entry(root, one, day)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, one: Happening, day: date) -> None:
    certificate = one.certificate
    entry, address = SubElement(root, "entry"), public_address(certificate)
    status = status_of(certificate, day)
    _add(entry, "id", f"{address}#{one.number}")
    _add(entry, "title", _title(one, ended=status in _ENDED))
    _add(entry, "updated", one.at.isoformat())
    SubElement(entry, "link", {"rel": "alternate", "href": address, "type": "text/html"})
    SubElement(entry, "category", {"term": status.value})
    SubElement(entry, "category", {"term": certificate.level})
    _add(
        entry,
        "summary",
        _(
            "%(holder)s (%(country)s) %(sentence)s",
            holder=certificate.holder,
            country=country_name(certificate.country),
            sentence=verdict(certificate, day).sentence,
        )
        if status not in (Status.SUSPENDED, Status.WITHDRAWN)
        else verdict(certificate, day).sentence,
    )


def _title(one: Happening, *, ended: bool) -> str:
    words = {
        "holder": one.certificate.holder,
        "label": scheme_text(one.certificate.scheme_name),
    }
    title = {
        "certificate.issued": _("%(label)s renewed: %(holder)s", **words)
        if one.certificate.award == "renewal"
        else _("%(label)s awarded: %(holder)s", **words),
        "certificate.superseded": _("%(label)s superseded: %(holder)s", **words),
        "certificate.suspended": _("%(label)s suspended: %(holder)s", **words),
        "certificate.reinstated": _("%(label)s reinstated: %(holder)s", **words),
        "certificate.withdrawn": _("%(label)s withdrawn: %(holder)s", **words),
    }[one.action]
    return str(_("%(title)s (no longer valid)", title=title)) if ended else str(title)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _FORBIDDEN.sub("", str(text))
