"""Who issues: the identifier, its document, and the profile for machines."""

from typing import Any

from labelapp.certificates.credential.didweb import did_document, did_of, method_of
from labelapp.certificates.credential.keys import issuer_keys
from labelapp.certificates.credential.proof import Document
from labelapp.extensions import settings
from labelapp.web.links import public_link

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def issuer_did() -> str:
    """The identifier: did:web of the public address."""
    return did_of(str(settings().public_url))


def signing_method() -> str:
    """The address of the key that signs now."""
    return method_of(issuer_did(), issuer_keys().signing.public_key())


def issuer_document() -> Document:
    """The DID document."""
    return did_document(issuer_did(), issuer_keys().public, public_link("credential.issuer"))


def profile(name: str) -> dict[str, Any]:
    """The issuer as Open Badges 3.0 describes one, under the name that it has or had."""
    return {
        "id": issuer_did(),
        "type": ["Profile"],
        "name": name,
        "url": public_link("certificates.home"),
    }


def issuer_profile() -> Document:
    """The profile as a document of its own."""
    description = settings().issuer_subtitle
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        **profile(settings().issuer_name),
        "description": description,
    }
