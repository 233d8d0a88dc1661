"""The authority that an instance makes for itself when nobody gave it a key: good for trials, proof of nothing.

It is a root and one P-256 leaf that the root certified. The root's key is thrown away: nothing else can be issued in
its name.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

ROOT_NAME = "labelapp test authority"
ROOT, LEAF, KEY = "root.pem", "seal.pem", "seal.key"
# Any day on which a trial or a demonstration may set its clock: this authority vouches for nothing, nor for the time.
BEGIN, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)


def is_test_authority(certificate: x509.Certificate) -> bool:
    """Whether an authority of this kind is named as the issuer."""
    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return [name.value for name in names] == [ROOT_NAME]


def own_authority(
    folder: Path, owner: str
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate, x509.Certificate]:
    """Key, leaf and root of the test authority in `folder`, made there when it does not exist.

    It appears complete or not at all, so of several processes that start at once one makes it and all use it.
    """
    if not folder.exists():
        _make(folder, owner)
    key = load_pem_private_key((folder / KEY).read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    leaf = x509.load_pem_x509_certificate((folder / LEAF).read_bytes())
    return key, leaf, x509.load_pem_x509_certificate((folder / ROOT).read_bytes())


def _make(folder: Path, owner: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(_name(ROOT_NAME), root_key.public_key(), None, root_key)
    leaf = _certificate(_name(owner), key.public_key(), root, root_key)
    (draft / KEY).touch(mode=0o600)
    (draft / KEY).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (draft / LEAF).write_bytes(leaf.public_bytes(Encoding.PEM))
    (draft / ROOT).write_bytes(root.public_bytes(Encoding.PEM))
    try:
        os.rename(
            draft, folder
        )  # refused when another process was faster: a folder with files is never replaced
    except OSError:
        shutil.rmtree(draft)
        if not folder.exists():
            raise


def _name(common: str) -> x509.Name:
    longest = 64  # of a common name, RFC 5280, appendix A.1
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:longest])])


def _certificate(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    root: x509.Certificate | None,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    is_root = root is None
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(root.subject if root else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root,
                content_commitment=not is_root,
                key_cert_sign=is_root,
                crl_sign=is_root,
                **usage,
            ),
            critical=True,
        )
    )
    return builder.sign(root_key, hashes.SHA256())
