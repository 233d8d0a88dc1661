"""Secrets of endpoints, and signatures by the convention of Standard Webhooks (standardwebhooks.com).

Secrets have to be known to sign, so they cannot be kept as hashes. They are encrypted with a key that is derived from
`LABELAPP_SECRET_KEY`: a copy of the database alone does not let anybody sign.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from labelapp.extensions import settings

PREFIX = "whsec_"


class UnreadableSecret(Exception):
    """The key of the instance is another one than when the secret was stored."""


def new_secret() -> str:
    """A secret as receivers get to see it: 32 random bytes in Base64 after `whsec_`."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def lock_away(secret: str) -> str:
    """The secret as it may be stored."""
    return _box().encrypt(secret.encode()).decode()


def take_out(stored: str) -> str:
    """The secret that was stored. Raises UnreadableSecret."""
    try:
        return _box().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret from None


def signature(message_id: str, timestamp: int, body: str, with_secrets: Iterable[str]) -> str:
    """The value of `webhook-signature`: `v1,` and the Base64 of an HMAC-SHA256 for each secret, parted by spaces."""
    content = f"{message_id}.{timestamp}.{body}".encode()
    keys = [base64.b64decode(secret.removeprefix(PREFIX)) for secret in with_secrets]
    digests = [hmac.new(key, content, hashlib.sha256).digest() for key in keys]
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def _box() -> Fernet:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"labelapp: secrets of webhooks")
    key = derived.derive(settings().secret_key.get_secret_value().encode())
    return Fernet(base64.urlsafe_b64encode(key))
