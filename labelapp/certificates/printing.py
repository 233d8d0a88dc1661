"""The file of a certificate: printed once from the row, sealed, kept under its hash, the same for ever."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelapp.certificates.credential.attaching import credential_attachment
from labelapp.certificates.credential.places import give_place
from labelapp.certificates.models import Certificate, CertificatePrint, PrintReason
from labelapp.clock import now
from labelapp.documents.certificate import CertificateData, UnprintableName, level_word
from labelapp.documents.presses import Sheet, print_sheet
from labelapp.documents.render import OwnTemplate
from labelapp.documents.sealing import SealPostponed, seal, seal_note
from labelapp.events.jobs import NotYet, queue_job
from labelapp.evidence import storage
from labelapp.extensions import db, schemes, settings
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import TEMPLATES
from labelapp.web.errors import DomainError
from labelapp.web.issuer import issuer_in, own_word
from labelapp.web.links import public_link
from labelapp.web.locale import scheme_text, speaking_on_certificate

KIND = "print a certificate"


def public_address(certificate: Certificate) -> str:
    """Where anyone checks this certificate; it stands in the QR code."""
    return public_link("certificates.show", code=certificate.code)


def certificate_data(certificate: Certificate) -> CertificateData:
    """What is printed, in the language of the certificate."""
    scheme = schemes().get(certificate.scheme_code, certificate.scheme_version)
    issuer = issuer_in(certificate.language)
    with speaking_on_certificate(certificate.language):
        label_name = scheme_text(certificate.scheme_name)
        return CertificateData(
            serial=certificate.serial,
            code=certificate.code,
            verify_url=public_address(certificate),
            level=certificate.level,
            level_name=level_word(certificate.level, certificate.language) or label_name,
            holder=certificate.holder,
            holder_lang=certificate.holder_language,
            place=certificate.place,
            country=certificate.country,
            sentence=scheme_text(scheme.certificate_sentence),
            label_name=label_name,
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            assessed=certificate.assessed_on,
            scheme_name=scheme_text(scheme.subject),
            scheme_version=certificate.scheme_version,
            issuer_name=own_word(certificate.issuer, certificate.language),
            issuer_subtitle=issuer.subtitle,
            signatories=issuer.signatories,
            issued_on=certificate.issued_at.date(),
            language=certificate.language,
            illustrative=certificate.illustrative,
            demonstration=certificate.demonstration,
            year=certificate.issued_at.year,
            orientation=scheme.certificate.orientation,
            seal=seal_note(),
        )


def own_template(scheme: Scheme) -> OwnTemplate | None:
    """The template that the scheme brings for its certificates: a file in `documents/` beside its definition."""
    name = scheme.certificate.template
    return OwnTemplate(schemes().directory / TEMPLATES, name) if name else None


def sheet_of(certificate: Certificate) -> Sheet:
    """What the file is made of: the page's data and the credential inside. It needs a place in the status lists."""
    scheme = schemes().get(certificate.scheme_code, certificate.scheme_version)
    return Sheet(certificate_data(certificate), (credential_attachment(certificate),), own_template(scheme))


def print_certificate(certificate: Certificate) -> str:
    """Print the file, seal and keep it, and note its SHA-256 in the row.

    Raises DomainError (409) when the holder's name has letters that no bundled font has, SealPostponed when an
    authority of time stamps does not answer: then nothing is kept, and the same call may succeed later.
    """
    give_place(certificate)
    return keep_print(certificate, print_and_seal(sheet_of(certificate)), PrintReason.ISSUE)


def print_and_seal(sheet: Sheet) -> bytes:
    """The file. Raises as `print_certificate`."""
    try:
        return seal(print_sheet(sheet))
    except UnprintableName as error:
        raise unprintable_certificate(error) from error


def unprintable_certificate(error: UnprintableName) -> DomainError:
    """The same for people."""
    return DomainError(_("This certificate cannot be printed: %(problem)s", problem=str(error)))


def keep_print(certificate: Certificate, content: bytes, reason: PrintReason) -> str:
    """Keep a file that was printed for this certificate, and make it the present one; return its SHA-256."""
    certificate.pdf_sha256 = storage.put_bytes(content)
    _remember(db.session(), certificate, certificate.pdf_sha256, reason)
    db.session.flush()
    return certificate.pdf_sha256


def certificate_file(certificate: Certificate) -> bytes:
    """The file, printed now if it was not yet. This may be called by a reader: the hash is written apart."""
    sha256 = certificate.pdf_sha256
    if sha256 is None or not storage.has(sha256):
        sha256 = _note(certificate, storage.put_bytes(print_and_seal(sheet_of(certificate))))
    return b"".join(storage.read(sha256))


def print_soon(certificate: Certificate) -> None:
    """Print now, or let the worker do it when an authority outside must be asked: nobody waits for it in a request."""
    if settings().seal_tsa is None:
        print_certificate(certificate)
    else:
        queue_job(KIND, certificate_id=certificate.id)


def print_waiting(certificate_id: int) -> None:
    """The job: print a certificate unless it is printed. Raises NotYet as long as no time stamp comes."""
    certificate = db.session.get_one(Certificate, certificate_id)
    if certificate.pdf_sha256 is not None:
        return
    try:
        print_certificate(certificate)
    except SealPostponed as reason:
        raise NotYet(reason.message, timedelta(minutes=5)) from reason


def _note(certificate: Certificate, sha256: str) -> str:
    """Note the file in the row, unless somebody else printed meanwhile; return the hash of the one that counts.

    No two seals are alike, so of several readers who print at once all get the same file. It is a transaction of its
    own: a mere download must not hold the write lock of its request.
    """
    row, before = Certificate.id == certificate.id, certificate.pdf_sha256
    with Session(db.engine) as session, session.begin():
        unchanged = Certificate.pdf_sha256.is_not_distinct_from(before)
        session.execute(update(Certificate).where(row, unchanged).values(pdf_sha256=sha256))
        counts = session.scalar(select(Certificate.pdf_sha256).where(row)) or sha256
        if counts == sha256:
            _remember(session, certificate, sha256, PrintReason.REPLACEMENT if before else PrintReason.ISSUE)
        return counts


def _remember(session: Session, certificate: Certificate, sha256: str, reason: PrintReason) -> None:
    """A file that was ever handed out stays genuine, also when another takes its place."""
    if session.scalar(select(CertificatePrint.id).where(CertificatePrint.sha256 == sha256)) is None:
        printed = CertificatePrint(
            certificate_id=certificate.id, sha256=sha256, printed_at=now(), reason=reason
        )
        session.add(printed)
