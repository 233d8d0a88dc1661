"""The key that seals: from a PKCS#12 file, a PKCS#11 token, or the test authority when neither is set."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as AsnCertificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from labelapp.documents.sealing.authority import is_test_authority, own_authority
from labelapp.settings import Settings

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SealKeyError(Exception):
    """The key that the settings name cannot be used; the message says which and why."""


@dataclass(frozen=True)
class SealKey:
    """A key ready to seal, its certificate, and the certificates of its authorities as far as they were given."""

    signer: Signer
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]

    @property
    def name(self) -> str:
        """Who seals, as the certificate names it."""
        return subject_name(self.certificate)

    @property
    def test(self) -> bool:
        """Whether this instance made the key for itself."""
        return is_test_authority(self.certificate)


class _LoadedKey(SimpleSigner):
    """Signs with a key that stays loaded: reading an RSA key takes longer than everything else of a seal."""

    def __init__(
        self, key: PrivateKey, certificate: x509.Certificate, chain: Sequence[x509.Certificate]
    ) -> None:
        super().__init__(
            signing_cert=to_asn(certificate),
            signing_key=PrivateKeyInfo({}),
            cert_registry=_store(chain),
            embed_roots=False,
        )
        if isinstance(key, ec.EllipticCurvePrivateKey):
            self._sign = partial(key.sign, signature_algorithm=ec.ECDSA(SHA256()))
        else:
            self._sign = partial(key.sign, padding=padding.PKCS1v15(), algorithm=SHA256())

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        return self._sign(data)


def _store(certificates: Sequence[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([to_asn(certificate) for certificate in certificates])
    return store


def to_asn(certificate: x509.Certificate) -> AsnCertificate:
    """The same certificate for pyHanko."""
    return AsnCertificate.load(certificate.public_bytes(Encoding.DER))


def from_asn(certificate: AsnCertificate) -> x509.Certificate:
    """The same certificate for cryptography."""
    return x509.load_der_x509_certificate(certificate.dump())


def subject_name(certificate: x509.Certificate) -> str:
    """Organisation or common name of whom the certificate is about, for people to read."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if names := certificate.subject.get_attributes_for_oid(kind):
            return str(names[0].value)
    return certificate.subject.rfc4514_string()


def load_key(settings: Settings) -> SealKey:
    """The key that the settings name. Raises SealKeyError when it cannot be read or does not fit its purpose."""
    if settings.seal_pkcs12:
        key = _from_file(settings)
    elif settings.seal_pkcs11_module:
        key = _from_token(settings)
    else:
        private, leaf, root = own_authority(settings.seal / "test-authority", settings.issuer_name)
        return SealKey(_LoadedKey(private, leaf, [root]), leaf, [root])
    _require_fitness(key.certificate)
    return key


def _from_file(settings: Settings) -> SealKey:
    assert settings.seal_pkcs12
    password = settings.seal_password.get_secret_value().encode() if settings.seal_password else None
    try:
        found = pkcs12.load_pkcs12(settings.seal_pkcs12.read_bytes(), password)
    except (OSError, ValueError) as error:
        raise SealKeyError(f"LABELAPP_SEAL_PKCS12: {settings.seal_pkcs12} cannot be read: {error}") from error
    if not isinstance(found.key, PrivateKey) or found.cert is None:
        raise SealKeyError("LABELAPP_SEAL_PKCS12: the file needs a certificate and its P-256 or RSA key")
    chain = [other.certificate for other in found.additional_certs]
    certificate = found.cert.certificate
    return SealKey(_LoadedKey(found.key, certificate, chain), certificate, chain)


def _from_token(settings: Settings) -> SealKey:
    pin = settings.seal_pkcs11_pin.get_secret_value() if settings.seal_pkcs11_pin else None
    try:
        session = open_pkcs11_session(
            str(settings.seal_pkcs11_module),
            token_criteria=TokenCriteria(label=settings.seal_pkcs11_token),
            user_pin=pin,
        )
        signer = PKCS11Signer(
            session,
            key_label=settings.seal_pkcs11_key,
            cert_label=settings.seal_pkcs11_certificate or settings.seal_pkcs11_key,
            other_certs_to_pull=None,
            embed_roots=False,
        )
        certificate = from_asn(signer.signing_cert)
        signer.use_raw_mechanism = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
        found = [from_asn(other) for other in signer.cert_registry]
        chain = [other for other in found if other != certificate]
    except Exception as error:  # each module has errors of its own; whatever it is, the token cannot be used
        raise SealKeyError(f"LABELAPP_SEAL_PKCS11_…: the token cannot be used: {error!r}") from error
    return SealKey(signer, certificate, chain)


def _require_fitness(certificate: x509.Certificate) -> None:
    """Refuse the certificate of an authority, and one for another purpose: no checker would accept their seals."""
    found = {type(extension.value): extension.value for extension in certificate.extensions}
    constraints, usage = found.get(x509.BasicConstraints), found.get(x509.KeyUsage)
    is_authority = isinstance(constraints, x509.BasicConstraints) and constraints.ca
    may_sign = not isinstance(usage, x509.KeyUsage) or usage.digital_signature or usage.content_commitment
    if is_authority or not may_sign:
        raise SealKeyError(f"The certificate of {subject_name(certificate)} is not for signatures")
