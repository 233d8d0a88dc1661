"""The issuer's signing key, and the keys that signed before it.

Keys are PEM files in one folder (`LABELAPP_CREDENTIAL_FOLDER`). The private one with the highest name signs, unless
`LABELAPP_CREDENTIAL_KEY` names a file elsewhere. All of them, private or public, stand in the DID document.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app

from labelapp.certificates.credential.multikey import multikey
from labelapp.extensions import settings
from labelapp.settings import Settings, SettingsError

_EXTENSION = "credential keys"
_FIRST = "0001.pem"
Key = Ed25519PrivateKey | Ed25519PublicKey


@dataclass(frozen=True)
class IssuerKeys:
    """The key that signs now, and the public ones of all that ever did, the present one first."""

    signing: Ed25519PrivateKey
    public: tuple[Ed25519PublicKey, ...]


def issuer_keys() -> IssuerKeys:
    """The keys of this process: read, or made, when they are first needed. A new key needs a new start."""
    found: IssuerKeys | None = current_app.extensions.get(_EXTENSION)
    if found is None:
        found = current_app.extensions[_EXTENSION] = load_keys(settings())
    return found


def load_keys(chosen: Settings) -> IssuerKeys:
    """The keys that the settings name. Raises SettingsError for a file that holds no Ed25519 key."""
    folder = chosen.credential_folder
    named = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if chosen.credential_key is not None:
            named = read_signing_key(chosen.credential_key)
            _remember(folder, named.public_key())
        elif not _private(_keys_in(folder)):
            _make_first(folder)
    except OSError as error:
        raise SettingsError(f"LABELAPP_CREDENTIAL_FOLDER: {error}") from None
    kept = _keys_in(folder)
    signing = named or _private(kept)[-1]
    others = {multikey(_public(key)): _public(key) for key in reversed(kept)}
    others.pop(multikey(signing.public_key()), None)
    return IssuerKeys(signing, (signing.public_key(), *others.values()))


def read_signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in the file that `LABELAPP_CREDENTIAL_KEY` names. Raises SettingsError when there is none."""
    key = _read(path, "LABELAPP_CREDENTIAL_KEY")
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"LABELAPP_CREDENTIAL_KEY: {path} holds no private key")
    return key


def _keys_in(folder: Path) -> list[Key]:
    return [_read(path, "LABELAPP_CREDENTIAL_FOLDER") for path in sorted(folder.glob("*.pem"))]


def _private(keys: list[Key]) -> list[Ed25519PrivateKey]:
    return [key for key in keys if isinstance(key, Ed25519PrivateKey)]


def _public(key: Key) -> Ed25519PublicKey:
    return key.public_key() if isinstance(key, Ed25519PrivateKey) else key


def _read(path: Path, setting: str) -> Key:
    try:
        content = path.read_bytes()
        if b"PRIVATE KEY" in content:
            key: object = serialization.load_pem_private_key(content, password=None)
        else:
            key = serialization.load_pem_public_key(content)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"{setting}: {path} cannot be read as a key: {error}") from None
    if not isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        raise SettingsError(f"{setting}: {path} holds another kind of key than Ed25519")
    return key


def _make_first(folder: Path) -> None:
    """The embedded default. Of two processes that start at once one is first; both then read its key."""
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_once(folder, _FIRST, content)


def _remember(folder: Path, key: Ed25519PublicKey) -> None:
    """A key that came from elsewhere stays known here when another takes its place."""
    content = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    _write_once(folder, f"{multikey(key)}.pem", content)


def _write_once(folder: Path, name: str, content: bytes) -> None:
    """The file appears whole, and the first one stays."""
    handle, draft = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, folder / name)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
