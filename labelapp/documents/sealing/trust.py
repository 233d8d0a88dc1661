"""Whose seals and whose time stamps are believed: certificates in files that the operator keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from labelapp.documents.sealing.keys import SealKey, SealKeyError


@dataclass(frozen=True)
class Trust:
    """Certificates of those whose seals count as the issuer's, and of authorities whose time stamps count."""

    seals: Sequence[x509.Certificate]
    clocks: Sequence[x509.Certificate]


def load_certificates(path: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file, or in every `*.pem` of a folder; none when it does not exist.

    Raises SealKeyError for a file without certificates.
    """
    files = sorted(path.glob("*.pem")) if path.is_dir() else [path] if path.exists() else []
    found: list[x509.Certificate] = []
    for file in files:
        try:
            found += x509.load_pem_x509_certificates(file.read_bytes())
        except ValueError as error:
            raise SealKeyError(f"{file} has no certificate in PEM: {error}") from error
    return found


def trusted(folder: Path, key: SealKey) -> Trust:
    """What is believed on an instance: its own key, the certificates in `trusted/`, and the clocks in `time/`.

    Its own certificate is trusted itself, not the authority that issued it: that one issues to others too.
    """
    own = key.chain if key.test else [key.certificate]
    return Trust([*own, *load_certificates(folder / "trusted")], load_certificates(folder / "time"))


def remember(folder: Path, certificate: x509.Certificate) -> None:
    """Keep a sealing certificate in `trusted/`, so that its seals stay verifiable after the key is changed."""
    file = folder / "trusted" / f"{certificate.fingerprint(SHA256()).hex()[:32]}.pem"
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_bytes(certificate.public_bytes(Encoding.PEM))
    draft.replace(file)
