"""Proofs of JSON documents: the cryptosuite eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3).

A document is canonical JSON (RFC 8785); what is signed is the SHA-256 of the proof's options followed by that of the
document without its proofs.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from labelapp.certificates.credential.multikey import multibase, read_multibase

SUITE = "eddsa-jcs-2022"
PURPOSE = "assertionMethod"
Document = dict[str, Any]


class BadProof(ValueError):
    """The proof does not hold: the document was changed, or somebody else made it; says which."""


class UnknownKey(BadProof):
    """The proof names a key that the issuer does not have."""


def moment_text(moment: datetime) -> str:
    """A moment as the data model writes it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def add_proof(document: Document, key: Ed25519PrivateKey, method: str, created: datetime) -> Document:
    """The document with its proof, in a list as Open Badges 3.0 asks. `method` is the address of the key."""
    options = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment_text(created),
        "verificationMethod": method,
        "proofPurpose": PURPOSE,
    }
    value = multibase(key.sign(_signed(options, document)))
    return {**document, "proof": [{**options, "proofValue": value}]}


def check_proof(document: Document, keys: Mapping[str, Ed25519PublicKey]) -> str:
    """The address of the key, one of `keys`, with which the document was signed as it is. Raises BadProof."""
    proof = _only_proof(document)
    if proof.get("cryptosuite") != SUITE or proof.get("proofPurpose") != PURPOSE:
        raise BadProof(f"the proof is not one of {SUITE}")
    if proof.get("@context", document.get("@context")) != document.get("@context"):
        raise BadProof("the proof was made in another context")
    method = proof.get("verificationMethod")
    key = keys.get(method) if isinstance(method, str) else None
    if key is None:
        raise UnknownKey("the proof was made with a key that the issuer does not have")
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    content = {name: value for name, value in document.items() if name != "proof"}
    try:
        key.verify(read_multibase(str(proof.get("proofValue"))), _signed(options, content))
    except (InvalidSignature, ValueError, RecursionError):
        raise BadProof("the proof does not hold: the document was changed after it was signed") from None
    return str(method)


def _only_proof(document: Document) -> Document:
    proofs = document.get("proof")
    found = proofs if isinstance(proofs, list) else [proofs]
    if len(found) != 1 or not isinstance(found[0], dict):
        raise BadProof("the document has not exactly one proof")
    return found[0]


def _signed(options: Document, document: Document) -> bytes:
    """What the signature is over. Raises rfc8785.CanonicalizationError, a ValueError, for what is no JSON."""
    return b"".join(hashlib.sha256(rfc8785.dumps(part)).digest() for part in (options, document))
