"""Putting the seal on: one signature over the whole file, with a time stamp when an authority of time is set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from threading import Lock

import requests
from asn1crypto.tsp import SigningCertificateV2
from cryptography import x509
from flask_babel import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError, as_signing_certificate_v2
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.fetchers import Fetchers
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from labelapp.documents.sealing.keys import SealKey, SealKeyError, to_asn
from labelapp.documents.sealing.waiting import wait_for
from labelapp.web.errors import DomainError

FIELD = "Seal"
PATIENCE = 10  # seconds for each answer from outside
KEPT = timedelta(hours=1)  # how long such answers (lists of what was revoked) serve for further seals


class SealPostponed(DomainError):
    """An authority outside did not answer, so nothing was sealed; the same call may succeed later."""

    status = 503


class _Stamper(RequestsHTTPTimeStamper):
    def __init__(self, address: str) -> None:
        super().__init__(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]


class _Unchanged(IncrementalPdfFileWriter):
    """Adds the seal and leaves the metadata alone: they tell of the document, and the seal of itself."""

    def _update_meta(self) -> None:
        pass


class _NamedCertificate(CMSAttributeProvider):
    """The attribute that ties a signature to its certificate (RFC 5035), written once and not for each signature.

    A value read from bytes stays as it is. One put together from parts is written anew for each structure around
    it, which took half the time of a seal.
    """

    attribute_type = "signing_certificate_v2"

    def __init__(self, key: SealKey) -> None:
        self._written = as_signing_certificate_v2(to_asn(key.certificate)).dump()

    async def build_attr_value(self, dry_run: bool = False) -> SigningCertificateV2:
        return SigningCertificateV2.load(self._written)


class _SealAttributes(SignedAttributeProviderSpec):
    """What PAdES has signed beside the hash: the certificate. The time stands in the signature's dictionary."""

    def __init__(self, key: SealKey) -> None:
        self._named = _NamedCertificate(key)

    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[CMSAttributeProvider]:
        return [self._named]


@dataclass(frozen=True)
class _Outside:
    """Whom to ask outside, and what they answered since a moment."""

    stamper: _Stamper
    fetchers: Fetchers
    since: datetime


class Sealer:
    """A key at work. `tsa` is the address of an authority of time stamps (RFC 3161), `clocks` are its certificates."""

    def __init__(self, key: SealKey, tsa: str | None = None, clocks: Sequence[x509.Certificate] = ()) -> None:
        self.key = key
        self.key.signer.signed_attr_prov_spec = _SealAttributes(key)
        self._tsa = tsa
        self._clocks = clocks
        self._outside: _Outside | None = None
        self._room: dict[
            bool, int
        ] = {}  # for a signature with or without stamp, half more than the first one needs
        self._turn = Lock()  # a token's session serves one caller at a time

    def seal(self, content: bytes, moment: datetime, *, stamped: bool = True) -> bytes:
        """`content` with the seal: PAdES B-LT when `stamped` and there is an authority of time stamps, else B-B.

        What long-term checks need is written into the same revision as the seal and covered by it: nothing
        follows after the seal. Raises SealPostponed and SealKeyError.
        """
        certificate = self.key.certificate
        if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
            raise SealKeyError(f"The certificate of {self.key.name} is not valid on {moment.date()}")
        with self._turn:
            if self._tsa is None or not stamped:
                return wait_for(self._sign(content, moment, None))
            try:
                return wait_for(self._sign(content, moment, self._ask_outside(self._tsa, moment)))
            except (TimestampRequestError, SigningError, PathError, requests.RequestException) as error:
                self._outside = None  # it remembers failures too
                raise SealPostponed(
                    _("The document could not be sealed: no time stamp came. Try again later.")
                ) from error

    def _ask_outside(self, tsa: str, moment: datetime) -> _Outside:
        found = self._outside
        if found is None or not found.since <= moment < found.since + KEPT:
            fetchers = RequestsFetcherBackend(per_request_timeout=PATIENCE).get_fetchers()
            found = self._outside = _Outside(_Stamper(tsa), fetchers, moment)
        return found

    async def _sign(self, content: bytes, moment: datetime, outside: _Outside | None) -> bytes:
        signer = PdfSigner(
            self._metadata(moment, outside),
            self.key.signer,
            timestamper=outside.stamper if outside else None,
            new_field_spec=SigFieldSpec(FIELD),
        )
        document = _Unchanged(BytesIO(content))
        session = signer.init_signing_session(document)
        session.system_time = moment
        proofs = await session.perform_presign_validation(document)
        stamped = outside is not None
        if stamped not in self._room:
            self._room[stamped] = await session.estimate_signature_container_size(proofs, tight=False)
        prepared = session.prepare_tbs_document(proofs, bytes_reserved=self._room[stamped])
        output = BytesIO()
        digest, _output = prepared.digest_tbs_document(output=output)
        signed = await prepared.perform_signature(
            digest.document_digest, PdfCMSSignedAttributes(signing_time=moment)
        )
        await signed.post_signature_processing(output)
        return output.getvalue()

    def _metadata(self, moment: datetime, outside: _Outside | None) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.key.name,
            embed_validation_info=outside is not None,
            validation_context=self._proofs(moment, outside) if outside else None,
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    def _proofs(self, moment: datetime, outside: _Outside) -> ValidationContext:
        """Collects what a later check needs, and insists on answers wherever a certificate says who gives them."""
        authorities = self.key.chain or [self.key.certificate]
        roots = [certificate for certificate in authorities if certificate.issuer == certificate.subject]
        return ValidationContext(
            trust_roots=[to_asn(root) for root in (*(roots or authorities), *self._clocks)],
            other_certs=[to_asn(certificate) for certificate in authorities],
            moment=moment,
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetchers=outside.fetchers,
        )
