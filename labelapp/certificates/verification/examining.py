"""What a file that somebody holds is: compared with the register, its seal and its proof checked, nothing of it kept.

A file is genuine when the register knows its hash. One that it does not know is genuine only when our seal covers
every byte of it, or our key signed every word of it.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from labelapp.certificates.credential.contents import credential_of, has_credential
from labelapp.certificates.credential.didweb import keys_of
from labelapp.certificates.credential.issuer import issuer_did, issuer_document
from labelapp.certificates.credential.proof import BadProof, Document, UnknownKey, check_proof
from labelapp.certificates.credential.reading import code_in, embedded_credential, issuer_of, read_credential
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import certificate_with_file, certificate_with_serial, find_certificate
from labelapp.certificates.verification.differing import Difference, differences
from labelapp.certificates.verification.titles import serial_in_title
from labelapp.documents.sealing import SealCheck, SealState, check_seal, trust


class Kind(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    UNREGISTERED = "unregistered"  # by our seal or key, but the register has no such certificate
    ALTERED = "altered"  # the bytes are not those that were sealed
    EXTENDED = "extended"  # something was added after the sealing
    REWRITTEN = "rewritten"  # it names one of our certificates, and has no seal
    OTHER_SEAL = "other_seal"  # sealed by somebody else
    OTHER_ISSUER = "other_issuer"  # a credential of somebody else
    OTHER_KEY = "other_key"  # a credential in our name, signed with a key that is not ours
    ALTERED_CREDENTIAL = "altered_credential"
    UNKNOWN = "unknown"  # a PDF without a seal and without a trace of us
    UNREADABLE = "unreadable"  # neither a PDF nor a credential


@dataclass(frozen=True)
class Examined:
    """The answer about one file.

    `certificate` is the one that the file is, or pretends to be. `registered` says that the register knows the very
    bytes, `earlier` that another file has replaced them since. `issuer` is whom a credential names; `differing` is
    where it differs from ours.
    """

    kind: Kind
    sha256: str
    certificate: Certificate | None = None
    seal: SealCheck | None = None
    registered: bool = False
    earlier: bool = False
    issuer: str = ""
    differing: list[Difference] = field(default_factory=list)


def examine(content: bytes) -> Examined:
    """What a file is. Never raises for what is in it."""
    sha256 = hashlib.sha256(content).hexdigest()
    document = read_credential(content)
    return _credential(document, sha256) if document is not None else _pdf(content, sha256)


def _pdf(content: bytes, sha256: str) -> Examined:
    seals = trust()
    seal = check_seal(content, seals.seals, seals.clocks)
    known = certificate_with_file(sha256)
    if known is not None:
        earlier = known.pdf_sha256 != sha256
        return Examined(Kind.GENUINE, sha256, known, seal, registered=True, earlier=earlier)
    if seal.state is SealState.UNREADABLE:
        return Examined(Kind.UNREADABLE, sha256)
    if seal.state is SealState.INTACT:
        certificate = _signed_inside(content)
        return Examined(Kind.GENUINE if certificate else Kind.UNREGISTERED, sha256, certificate, seal)
    claimed = _claimed(content[: seal.sealed_bytes] if seal.state is SealState.EXTENDED else content)
    kind = {
        SealState.ALTERED: Kind.ALTERED,
        SealState.EXTENDED: Kind.EXTENDED,
        SealState.UNKNOWN_ISSUER: Kind.OTHER_SEAL,
        SealState.UNSEALED: Kind.REWRITTEN if claimed else Kind.UNKNOWN,
    }[seal.state]
    return Examined(kind, sha256, claimed, seal)


def _signed_inside(content: bytes) -> Certificate | None:
    """The certificate whose credential, signed by us, lies in a file that we sealed."""
    document = embedded_credential(content)
    if document is None or not _is_ours(document):
        return None
    return find_certificate(code_in(document))


def _claimed(content: bytes) -> Certificate | None:
    """The certificate that a file says to be. Nothing in it can be believed, so the page only shows the truth."""
    known = certificate_with_file(hashlib.sha256(content).hexdigest())
    if known is not None:
        return known
    document = embedded_credential(content)
    found = find_certificate(code_in(document)) if document is not None else None
    return found or certificate_with_serial(serial_in_title(content))


def _credential(document: Document, sha256: str) -> Examined:
    issuer = issuer_of(document)
    if issuer != issuer_did():
        return Examined(Kind.OTHER_ISSUER, sha256, issuer=issuer)
    certificate = find_certificate(code_in(document))
    try:
        check_proof(document, keys_of(issuer_document()))
    except BadProof as error:
        kind = Kind.OTHER_KEY if isinstance(error, UnknownKey) else Kind.ALTERED_CREDENTIAL
        differing = _differing(document, certificate)
        return Examined(kind, sha256, certificate, issuer=issuer, differing=differing)
    return Examined(Kind.GENUINE if certificate else Kind.UNREGISTERED, sha256, certificate, issuer=issuer)


def _differing(document: Document, certificate: Certificate | None) -> list[Difference]:
    if certificate is None or not has_credential(certificate):
        return []
    return differences(document, credential_of(certificate))


def _is_ours(document: Document) -> bool:
    try:
        check_proof(document, keys_of(issuer_document()))
    except BadProof:
        return False
    return issuer_of(document) == issuer_did()
