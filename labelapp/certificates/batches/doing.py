"""What is done with an item: drafted and printed ahead, then entered, kept and told in one transaction.

A file is used only when it says what its row says. The serial on a draft is a guess: if a certificate was issued in
between, the guess is wrong, and the file is printed again with the right one.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from labelapp.certificates import notices
from labelapp.certificates.batches.models import BatchItem, BatchKind
from labelapp.certificates.codes import new_code
from labelapp.certificates.credential.places import draw_place, give_place
from labelapp.certificates.models import Certificate, PrintReason
from labelapp.certificates.operations import Stamp, award_of, drafted, issue_certificate, put_stamp
from labelapp.certificates.printing import keep_print, print_and_seal, sheet_of
from labelapp.certificates.queries import certificate_of_decision
from labelapp.certificates.reissuing import check_reissue, drafted_reissue, letter_of, reissue_certificate
from labelapp.certificates.serials import last_number, serial
from labelapp.certificates.status import IN_FORCE, status_of
from labelapp.clock import now, today
from labelapp.decisions.models import Decision
from labelapp.documents.presses import Sheet
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError


@dataclass(frozen=True)
class Draft:
    """What is printed ahead for an item; without a stamp when the certificate exists already."""

    sheet: Sheet
    stamp: Stamp | None


class Guesses:
    """The next serials and some free places in the status lists, for several drafts in a row."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}
        self._places: set[int] = set()

    def serial(self, letter: str) -> str:
        """The serial that follows those guessed before."""
        year = today().year
        number = self._last.get((letter, year)) or last_number(letter, year)
        self._last[letter, year] = number + 1
        return serial(letter, year, number + 1)

    def stamp(self) -> Stamp:
        """A new code, and a place that no other draft has."""
        about = db.session.scalar(select(func.max(Certificate.id))) or 0
        while (place := draw_place(about)) in self._places:
            pass
        self._places.add(place)
        return Stamp(new_code(), place, now())


def draft(item: BatchItem, guesses: Guesses) -> Draft:
    """What the item's file would say if it were done now. Raises DomainError when it cannot be done."""
    if item.batch.kind is BatchKind.REPRINT:
        certificate = _printable_again(item)
        give_place(certificate)
        return Draft(sheet_of(certificate), None)
    if item.batch.kind is BatchKind.ISSUE:
        award = award_of(_awaiting(item))
        certificate, letter = drafted(award)[0], award.scheme.serial_letter
    else:
        assert item.certificate is not None
        check_reissue(item.certificate)
        certificate, letter = drafted_reissue(item.certificate), letter_of(item.certificate)
    stamp = guesses.stamp()
    put_stamp(certificate, guesses.serial(letter), stamp)
    return Draft(sheet_of(certificate), stamp)


def complete(item: BatchItem, made: Draft, content: bytes) -> tuple[Certificate, str, bool]:
    """Do the item: the certificate, the SHA-256 of its file, and whether the draft was right.

    Raises DomainError when it cannot be done, and then the transaction must be given up.
    """
    certificate = _certificate_for(item, made)
    sheet = sheet_of(certificate)
    right = sheet == made.sheet
    first = certificate.pdf_sha256 is None
    reason = PrintReason.ISSUE if first else PrintReason.AGAIN
    sha256 = keep_print(certificate, content if right else print_and_seal(sheet), reason)
    if item.batch.kind is BatchKind.REPRINT:
        record("certificate.printed_again", certificate, actor=item.batch.created_by, sha256=sha256)
    if item.batch.tell:
        _TOLD[item.batch.kind](certificate)
    return certificate, sha256, right


_TOLD = {
    BatchKind.ISSUE: notices.tell_of_issue,
    BatchKind.REISSUE: notices.tell_of_reissue,
    BatchKind.REPRINT: notices.tell_of_new_file,
}


def _certificate_for(item: BatchItem, made: Draft) -> Certificate:
    by = item.batch.created_by
    if item.batch.kind is BatchKind.ISSUE:
        return issue_certificate(award_of(_awaiting(item)), by, made.stamp)
    if item.batch.kind is BatchKind.REISSUE:
        assert item.certificate is not None
        return reissue_certificate(item.certificate, by, made.stamp)
    return _printable_again(item)


def _awaiting(item: BatchItem) -> Decision:
    """The award of an item that still waits for its certificate."""
    assert item.decision is not None
    found = certificate_of_decision(item.decision.id)
    if found is not None:
        raise DomainError(_("The award has its certificate already: %(serial)s.", serial=found.serial))
    later = db.session.scalar(select(Decision.id).where(Decision.replaces_id == item.decision.id))
    if later is not None:
        raise DomainError(_("Another decision took the place of this award after an appeal."))
    return item.decision


def _printable_again(item: BatchItem) -> Certificate:
    certificate = item.certificate
    assert certificate is not None
    db.session.refresh(certificate, with_for_update=True)
    if status_of(certificate, today()) not in IN_FORCE:
        raise DomainError(_("Certificate %(serial)s is not in force any more.", serial=certificate.serial))
    return certificate
