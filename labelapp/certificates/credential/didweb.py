"""The issuer's identifier: did:web of the public address, and the document that names its keys."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from labelapp.certificates.credential.multikey import multikey, read_multikey

CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def did_of(public_url: str) -> str:
    """did:web:labels.example.eu; a port is escaped and a path goes on after colons, as the method says."""
    parts = urlsplit(public_url)
    path = [quote(part, safe="") for part in parts.path.split("/") if part]
    return ":".join(["did:web", quote(parts.netloc, safe=""), *path])


def method_of(did: str, key: Ed25519PublicKey) -> str:
    """The address of a key. It follows from the key, so that it stays when others come and go."""
    return f"{did}#{multikey(key)}"


def did_document(did: str, keys: Sequence[Ed25519PublicKey], profile: str) -> dict[str, Any]:
    """The document with all keys, also those that sign no more: what they signed stays true."""
    methods = [method_of(did, key) for key in keys]
    return {
        "@context": CONTEXT,
        "id": did,
        "alsoKnownAs": [profile],
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": multikey(key)}
            for method, key in zip(methods, keys, strict=True)
        ],
        "assertionMethod": methods,
    }


def keys_of(document: Any) -> dict[str, Ed25519PublicKey]:
    """The keys of a DID document that may sign credentials, by their address. Raises ValueError."""
    if not isinstance(document, dict) or not str(document.get("id", "")).startswith("did:"):
        raise ValueError("is not a DID document")
    allowed = document.get("assertionMethod")
    found = {}
    for method in document.get("verificationMethod") or ():
        if not isinstance(method, dict) or method.get("type") != "Multikey":
            continue
        if (
            isinstance(allowed, list)
            and method.get("id") in allowed
            and method.get("controller") == document["id"]
        ):
            found[str(method["id"])] = read_multikey(str(method.get("publicKeyMultibase")))
    if not found:
        raise ValueError("names no Ed25519 key that may sign credentials")
    return found
