"""What became of a seal: a comparison of bytes and of one signature, without a network and without parsing the PDF.

The seal covers the file from its first byte to its last, but for the signature itself. So a file is what was issued
if and only if one signature in it, by a trusted key, covers all of it. Whatever a stranger builds into a PDF is never
interpreted.
"""

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from asn1crypto.cms import ContentInfo, SignedData
from cryptography import x509
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from labelapp.documents.sealing.authority import is_test_authority
from labelapp.documents.sealing.der import is_canonical
from labelapp.documents.sealing.keys import from_asn, subject_name, to_asn
from labelapp.documents.sealing.waiting import wait_for


class SealState(StrEnum):
    """What a file is, as far as its seal tells."""

    INTACT = "intact"  # every byte as it was sealed, by a trusted key
    ALTERED = "altered"  # there is a seal, but the bytes are not those that were sealed
    EXTENDED = "extended"  # what was sealed is there unchanged, and something was added after it
    UNKNOWN_ISSUER = "unknown_issuer"  # unchanged, but sealed by a key that is not trusted
    UNSEALED = "unsealed"  # a PDF without a seal
    UNREADABLE = "unreadable"  # not a PDF, or larger than any document that is issued


@dataclass(frozen=True)
class SealCheck:
    """The result of a check.

    `signer`, `sealed_at` and what follows are told for INTACT, EXTENDED and UNKNOWN_ISSUER, where they are as sealed.
    `sealed_at` is the word of the signer unless `time_vouched`: then a trusted authority of time stamps gives it.
    `sealed_bytes` is how many bytes from the start the seal covers.
    """

    state: SealState
    signer: str | None = None
    sealed_at: datetime | None = None
    time_vouched: bool = False
    test_authority: bool = False
    sealed_bytes: int = 0


# What is wrong with a stranger's file stands in the result and need not fill the log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_SIGNATURE = 64 * 1024  # bytes of CMS; ours has 3 to 20 kB
SHA256 = bytes.fromhex("300d06096086480165030402010500")  # as DER names it: id-sha256, no parameters
MOST_SIGNATURES = 4  # that are computed in one file
MOST_PACKED, LARGEST_PACKED = 32, 1024 * 1024  # groups of packed objects that are searched, and bytes of each
MOST_CERTIFICATES = 8  # in one signature; more would only make the search for a chain long
RANGE = re.compile(
    rb"/ByteRange\s{0,4}\[\s{0,4}(\d{1,9})\s{1,4}(\d{1,9})\s{1,4}(\d{1,9})\s{1,4}(\d{1,9})\s{0,4}\]"
)
DIGITS = re.compile(rb"[0-9A-Fa-f]+")
TRACES = re.compile(rb"/ByteRange|/ETSI\.CAdES\.detached|/ETSI\.RFC3161|/adbe\.pkcs7|/DocMDP|/FT\s?/Sig")
PACKED = re.compile(rb"/ObjStm[^>]{0,400}>>\s{0,4}stream\r?\n")
CLAIMED_TIME = re.compile(rb"/M\s?\(D(?::|\\072)(\d{14})Z\)")


@dataclass(frozen=True)
class _Signature:
    """A signature as it lies in a file: its CMS, where the bytes that it covers stop, begin again and end, and whether
    its digits are capitals, as ours are."""

    cms: bytes
    gap: int
    resume: int
    end: int
    in_capitals: bool


def check_seal(
    content: bytes, trusted: Sequence[x509.Certificate], clocks: Sequence[x509.Certificate] = ()
) -> SealCheck:
    """Compare a file with its seal; never raises, whatever the content.

    `trusted` are sealing certificates, or authorities that issue to the label alone; `clocks` are authorities whose
    time stamps are believed.
    """
    if len(content) > LARGEST_FILE or b"%PDF-" not in content[:1024]:
        return SealCheck(SealState.UNREADABLE)
    found = [_check(content, signature, trusted, clocks) for signature in _signatures(content)]
    for state in (SealState.INTACT, SealState.EXTENDED, SealState.UNKNOWN_ISSUER):
        for check in found:
            if check.state is state:
                return check
    return SealCheck(SealState.ALTERED if found or _has_traces(content) else SealState.UNSEALED)


def _signatures(content: bytes) -> list[_Signature]:
    """The signatures whose ranges are whole: all from the first byte on but one hexadecimal string."""
    found: list[_Signature] = []
    for match in RANGE.finditer(content):
        start, gap, resume, rest = (int(number) for number in match.groups())
        end = resume + rest
        if start != 0 or not gap < resume <= end <= len(content) or resume - gap > 2 * LARGEST_SIGNATURE + 2:
            continue
        if content[gap : gap + 1] != b"<" or content[resume - 1 : resume] != b">":
            continue
        written = content[gap + 1 : resume - 1]
        if DIGITS.fullmatch(written) and len(written) % 2 == 0:
            cms = bytes.fromhex(written.decode("ascii"))
            found.append(_Signature(cms, gap, resume, end, in_capitals=written.isupper()))
        if len(found) == MOST_SIGNATURES:
            break
    return found


def _check(
    content: bytes,
    signature: _Signature,
    trusted: Sequence[x509.Certificate],
    clocks: Sequence[x509.Certificate],
) -> SealCheck:
    covered = content[: signature.gap] + content[signature.resume : signature.end]
    claimed = _claimed_time(covered, signature.gap)
    try:
        signed = _signed_data(signature.cms)
        status = _verify(covered, signed, trusted, clocks, claimed)
        if not _is_whole(status) or (status.trusted and not _is_as_we_write_it(signature, signed, status)):
            return SealCheck(SealState.ALTERED)
        found = _told(status, claimed)
    except Exception:
        # A stranger wrote this structure: whatever the libraries say of it, it is no seal of ours.
        return SealCheck(SealState.ALTERED)
    if found.state is SealState.INTACT and signature.end < len(content):
        found = replace(found, state=SealState.EXTENDED)
    return replace(found, sealed_bytes=signature.end)


def _is_whole(status: StandardCMSSignatureStatus) -> bool:
    """Whether the signature, and the time stamp on it if there is one, are what was signed and stamped."""
    stamp = status.timestamp_validity
    return status.intact and status.valid and (stamp is None or (stamp.intact and stamp.valid))


def _told(status: StandardCMSSignatureStatus, claimed: datetime | None) -> SealCheck:
    certificate = from_asn(status.signing_cert)
    stamp = status.timestamp_validity
    vouched = stamp is not None and bool(stamp.trusted)
    moment = stamp.timestamp if stamp is not None and vouched else claimed
    known = status.trusted and moment is not None and _was_valid(certificate, moment)
    return SealCheck(
        SealState.INTACT if known else SealState.UNKNOWN_ISSUER,
        signer=subject_name(certificate),
        sealed_at=moment,
        time_vouched=vouched,
        test_authority=is_test_authority(certificate),
    )


def _signed_data(cms: bytes) -> SignedData:
    """The signature in `cms`, which is padded with zeros. Raises ValueError for anything else."""
    info = ContentInfo.load(cms)
    if cms[len(info.dump()) :].strip(b"\0"):
        raise ValueError("something stands behind the signature")
    signed = info["content"]
    if not isinstance(signed, SignedData) or len(signed["certificates"]) > MOST_CERTIFICATES:
        raise ValueError("not a signature, or one with too many certificates")
    return signed


def _is_as_we_write_it(signature: _Signature, signed: SignedData, status: StandardCMSSignatureStatus) -> bool:
    """Whether also the bytes of the structure that nothing signs (versions, names, lengths) are ours."""
    signer = signed["signer_infos"][0]
    algorithms = [one.dump() for one in (*signed["digest_algorithms"], signer["digest_algorithm"])]
    versions = {signed["version"].native, signer["version"].native}
    issuer = (
        signer["sid"].chosen["issuer"].dump()
    )  # compared without regard to case when the signer is looked for
    as_ours = (
        algorithms == [SHA256, SHA256] and versions == {"v1"} and issuer == status.signing_cert.issuer.dump()
    )
    return as_ours and signature.in_capitals and is_canonical(ContentInfo.load(signature.cms).dump())


def _verify(
    covered: bytes,
    signed: SignedData,
    trusted: Sequence[x509.Certificate],
    clocks: Sequence[x509.Certificate],
    claimed: datetime | None,
) -> StandardCMSSignatureStatus:
    """Judge the signature as of the moment of sealing: that a certificate has ended since takes nothing away."""
    stamps = list(extract_tst_data_iter(signed["signer_infos"][0], signed=False))
    if len(stamps) > 1:
        raise ValueError("a seal has one time stamp at most")
    stamped = stamps[0]["encap_content_info"]["content"].parsed["gen_time"].native if stamps else None
    return wait_for(
        async_validate_detached_cms(
            covered,
            signed,
            signer_validation_context=_context(trusted, claimed),
            ts_validation_context=_context(clocks, stamped),
            key_usage_settings=KeyUsageConstraints(
                key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
            ),
        )
    )


def _context(roots: Sequence[x509.Certificate], moment: datetime | None) -> ValidationContext:
    return ValidationContext(
        trust_roots=[to_asn(root) for root in roots], moment=moment, allow_fetching=False
    )


def _was_valid(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def _claimed_time(covered: bytes, gap: int) -> datetime | None:
    """When the signer says to have sealed: the entry /M of the signature dictionary, round its gap."""
    match = CLAIMED_TIME.search(covered, max(gap - 1000, 0), gap + 1000)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _has_traces(content: bytes) -> bool:
    """Whether the file had a seal once: its names are still there, openly or in packed objects."""
    return any(TRACES.search(part) for part in _readable(content))


def _readable(content: bytes) -> Iterator[bytes]:
    yield content
    for match in islice(PACKED.finditer(content), MOST_PACKED):
        part = memoryview(content)[match.end() : match.end() + LARGEST_PACKED]
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(part, LARGEST_PACKED)
