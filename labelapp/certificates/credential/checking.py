"""Checking a credential with nothing but files: the issuer's keys and its status lists. Pure, and without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from labelapp.certificates.credential.didweb import keys_of
from labelapp.certificates.credential.proof import BadProof, Document, check_proof
from labelapp.certificates.credential.reading import issuer_of
from labelapp.certificates.credential.statuslist import decode_list, is_set

State = Literal["good", "bad", "open"]
_WORDS = {"revocation": "withdrawn", "suspension": "suspended or withdrawn"}


@dataclass(frozen=True)
class Finding:
    """What came out of one check: it holds, it does not, or it could not be made; and why, in words."""

    subject: str
    state: State
    text: str


def check_credential(
    document: Document, issuers: Sequence[Document], lists: Sequence[Document], day: date
) -> list[Finding]:
    """Proof, dates and status of a credential on a day, as far as the given documents of issuers and lists tell.

    Raises ValueError for a document of an issuer that is none.
    """
    issuer = issuer_of(document)
    keys = {method: key for one in issuers if one.get("id") == issuer for method, key in keys_of(one).items()}
    return [_proof(document, issuer, keys), _dates(document, day), *_status(document, issuer, keys, lists)]


def _proof(document: Document, issuer: str, keys: dict[str, Ed25519PublicKey]) -> Finding:
    if not keys:
        return Finding(
            "proof", "open", f"no DID document of its issuer was given: {issuer or 'it names none'}"
        )
    try:
        method = check_proof(document, keys)
    except BadProof as error:
        return Finding("proof", "bad", str(error))
    return Finding("proof", "good", f"made with {method}")


def _dates(document: Document, day: date) -> Finding:
    start, end = _day(document.get("validFrom")), _day(document.get("validUntil"))
    if start is None or end is None:
        return Finding("dates", "open", "the credential has no dates of validity")
    if day < start:
        return Finding("dates", "bad", f"not in force before {start}")
    if day > end:
        return Finding("dates", "bad", f"expired after {end}")
    return Finding("dates", "good", f"in force from {start} to {end}, looked at on {day}")


def _day(moment: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(moment)).date()
    except ValueError:
        return None


def _status(
    document: Document, issuer: str, keys: dict[str, Ed25519PublicKey], lists: Sequence[Document]
) -> list[Finding]:
    entry = document.get("credentialStatus")
    if not isinstance(entry, dict):
        return [Finding("status", "open", "the credential names no status list")]
    wanted = str(entry.get("statusListCredential"))
    # The list of withdrawals stands beside the one that is named, with the same places.
    beside = wanted.replace("/suspension/", "/revocation/")
    found = [_in_list(entry, one, issuer, keys) for one in lists if one.get("id") in (wanted, beside)]
    if not any(one.get("id") == wanted for one in lists):
        found.append(Finding("status", "open", f"the status list was not given: {wanted}"))
    return found


def _in_list(
    entry: dict[str, Any], found: Document, issuer: str, keys: dict[str, Ed25519PublicKey]
) -> Finding:
    if not keys:
        return Finding(
            "status", "open", "the proof of the status list was not checked without the issuer's keys"
        )
    try:
        if issuer_of(found) != issuer:
            raise BadProof("it is of another issuer")
        check_proof(found, keys)
        subject = found["credentialSubject"]
        bits, place = decode_list(str(subject["encodedList"])), int(entry["statusListIndex"])
        marked, purpose = is_set(bits, place), str(subject["statusPurpose"])
    except (ValueError, KeyError, TypeError) as error:
        return Finding("status", "open", f"the status list cannot be used: {error}")
    dated = _day(found.get("validFrom"))
    words = _WORDS.get(purpose, purpose)
    if marked:
        return Finding("status", "bad", f"{words}, by the list of {dated}")
    return Finding("status", "good", f"not {words}, by the list of {dated}")
