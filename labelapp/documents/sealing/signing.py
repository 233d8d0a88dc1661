"""Putting the seal on: one signature over the whole file, with a time stamp when an authority of time is set."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from threading import Lock

import requests
from cryptography import x509
from flask_babel import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from labelapp.documents.sealing.keys import SealKey, SealKeyError, to_asn
from labelapp.web.errors import DomainError

FIELD = "Seal"
PATIENCE = 10  # seconds for each answer from outside


class SealPostponed(DomainError):
    """An authority outside did not answer, so nothing was sealed; the same call may succeed later."""

    status = 503


class _Unchanged(IncrementalPdfFileWriter):
    """Adds the seal and leaves the metadata alone: they tell of the document, and the seal of itself."""

    def _update_meta(self) -> None:
        pass


class _Stamper(RequestsHTTPTimeStamper):
    def __init__(self, address: str) -> None:
        super().__init__(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]


class Sealer:
    """A key at work. `tsa` is the address of an authority of time stamps (RFC 3161), `clocks` are its certificates."""

    def __init__(self, key: SealKey, tsa: str | None = None, clocks: Sequence[x509.Certificate] = ()) -> None:
        self.key = key
        self._clocks = clocks
        self._stamper = _Stamper(tsa) if tsa else None
        self._room: dict[TimeStamper | None, int] = {}  # for a signature, half more than the first one needs
        self._turn = Lock()  # a token's session serves one caller at a time

    def seal(self, content: bytes, moment: datetime, *, stamped: bool = True) -> bytes:
        """`content` with the seal: PAdES B-LT when `stamped` and there is an authority of time stamps, else B-B.

        What long-term checks need is written into the same revision as the seal and covered by it: nothing
        follows after the seal. Raises SealPostponed and SealKeyError.
        """
        certificate = self.key.certificate
        if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
            raise SealKeyError(f"The certificate of {self.key.name} is not valid on {moment.date()}")
        try:
            with self._turn:
                return asyncio.run(self._sign(content, moment, self._stamper if stamped else None))
        except (TimestampRequestError, SigningError, PathError, requests.RequestException) as error:
            if self._stamper is None:
                raise
            raise SealPostponed(
                _(
                    "The document could not be sealed: the authority of time stamps did not answer. Try again later."
                )
            ) from error

    async def _sign(self, content: bytes, moment: datetime, stamper: TimeStamper | None) -> bytes:
        signer = PdfSigner(
            self._metadata(moment, lasting=stamper is not None),
            self.key.signer,
            timestamper=stamper,
            new_field_spec=SigFieldSpec(FIELD),
        )
        document = _Unchanged(BytesIO(content))
        session = signer.init_signing_session(document)
        session.system_time = moment
        proofs = await session.perform_presign_validation(document)
        room = self._room.get(stamper)
        if room is None:
            room = self._room[stamper] = await session.estimate_signature_container_size(proofs, tight=False)
        prepared = session.prepare_tbs_document(proofs, bytes_reserved=room)
        output = BytesIO()
        digest, _output = prepared.digest_tbs_document(output=output)
        signed = await prepared.perform_signature(
            digest.document_digest, PdfCMSSignedAttributes(signing_time=moment)
        )
        await signed.post_signature_processing(output)
        return output.getvalue()

    def _metadata(self, moment: datetime, *, lasting: bool) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.key.name,
            embed_validation_info=lasting,
            validation_context=self._proofs(moment) if lasting else None,
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    def _proofs(self, moment: datetime) -> ValidationContext:
        """Collects what a later check needs, and insists on answers wherever a certificate says who gives them."""
        authorities = self.key.chain or [self.key.certificate]
        roots = [certificate for certificate in authorities if certificate.issuer == certificate.subject]
        return ValidationContext(
            trust_roots=[to_asn(root) for root in (*(roots or authorities), *self._clocks)],
            other_certs=[to_asn(certificate) for certificate in authorities],
            moment=moment,
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=PATIENCE),
        )
