"""The place of a certificate in the status lists: drawn at random, so that it tells neither order nor number.

A list serves half as many certificates as it has places; the next ones get the next list.
"""

import secrets

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from labelapp.certificates.credential.statuslist import PLACES
from labelapp.certificates.models import Certificate
from labelapp.extensions import db
from labelapp.web.transactions import brief_write

CERTIFICATES = PLACES // 2  # in one list: a second draw is needed for every other certificate at most


def give_place(certificate: Certificate) -> None:
    """Draw a free place for a certificate that has a row and none yet. The unique index has the last word."""
    while certificate.status_index is None:
        try:
            with db.session.begin_nested():
                certificate.status_index = draw_place(certificate.id)
        except IntegrityError:
            db.session.refresh(certificate)


def draw_place(number: int) -> int:
    """A free place in the list that serves the certificate with this id."""
    while True:
        drawn = number // CERTIFICATES * PLACES + secrets.randbelow(PLACES)
        if db.session.scalar(select(Certificate.id).where(Certificate.status_index == drawn)) is None:
            return drawn


def place_of(certificate: Certificate) -> tuple[int, int]:
    """Number of the lists, from 1, and place in them.

    Only a certificate that the release before issued during an upgrade has none yet; it gets one, committed at once.
    """
    if certificate.status_index is None:
        with brief_write():
            give_place(certificate)
    assert certificate.status_index is not None
    number, place = divmod(certificate.status_index, PLACES)
    return number + 1, place


def last_list() -> int:
    """The number of the last list that is in use; the first one always is."""
    highest = db.session.scalar(select(func.max(Certificate.status_index)))
    return (highest or 0) // PLACES + 1
