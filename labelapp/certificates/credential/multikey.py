"""Ed25519 keys as text: the Multikey of W3C Controlled Identifiers 1.0, section 2.2.2."""

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_BASE58 = "z"  # the multibase prefix of base58btc
_ED25519 = b"\xed\x01"  # the multicodec prefix of an Ed25519 public key
_LONGEST = 120  # base58 takes quadratic time; a key or a signature has less than 100 letters


def multibase(content: bytes) -> str:
    """Bytes in base58btc with the letter that says so."""
    return _BASE58 + base58.b58encode(content).decode("ascii")


def read_multibase(text: str) -> bytes:
    """The bytes. Raises ValueError when it is not base58btc or longer than any key or signature."""
    if not text.startswith(_BASE58) or len(text) > _LONGEST:
        raise ValueError("is not written in base58btc")
    return base58.b58decode(text[1:])


def multikey(key: Ed25519PublicKey) -> str:
    """The key as text; this is also its name in the issuer's DID document."""
    return multibase(_ED25519 + key.public_bytes_raw())


def read_multikey(text: str) -> Ed25519PublicKey:
    """The key. Raises ValueError when it is none of this kind."""
    content = read_multibase(text)
    if not content.startswith(_ED25519):
        raise ValueError("is not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(content.removeprefix(_ED25519))
