"""Whatever was done to a sealed file is found and named."""

import re
import time
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from labelapp.documents.sealing import SealCheck, SealState, check_seal
from labelapp.documents.sealing.signing import Sealer
from labelapp.documents.sealing.trust import Trust
from labelapp.documents.sealing.waiting import wait_for
from tests.documents import pdf
from tests.documents.sealing.moments import MOMENT

UNHURRIED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _gap(content: bytes) -> tuple[int, int]:
    """Where the signature itself stands, between the bytes that it covers."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+)", content)
    assert found
    return int(found[1]), int(found[2])


def _rewritten(content: bytes, **options: object) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        file.save(output, **options)
    return output.getvalue()


def test_sealed_file_as_issued_is_intact_and_names_its_seal(sealed: bytes, trust: Trust) -> None:
    assert check_seal(sealed, trust.seals) == SealCheck(
        SealState.INTACT, "The Label Council", MOMENT, test_authority=True, sealed_bytes=len(sealed)
    )


def test_pdfsig_agrees_with_the_seal(sealed: bytes) -> None:
    said = pdf.signatures(sealed)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert said.count("Signature #") == 1


def test_pdfsig_agrees_that_a_flipped_byte_breaks_the_seal(sealed: bytes) -> None:
    flipped = bytearray(sealed)
    flipped[5000] ^= 1
    assert "Signature is Valid." not in pdf.signatures(bytes(flipped))


@UNHURRIED
@given(data=st.data())
def test_any_flipped_byte_outside_the_signature_is_an_alteration(
    sealed: bytes, trust: Trust, data: st.DataObject
) -> None:
    gap, resume = _gap(sealed)
    place = data.draw(st.integers(8, gap - 1) | st.integers(resume, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    assert check_seal(bytes(flipped), trust.seals).state is SealState.ALTERED


@UNHURRIED
@given(data=st.data())
def test_any_flipped_byte_of_the_signature_is_an_alteration(
    sealed: bytes, trust: Trust, data: st.DataObject
) -> None:
    flipped = bytearray(sealed)
    flipped[data.draw(st.integers(_gap(sealed)[0], _gap(sealed)[1] - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert check_seal(bytes(flipped), trust.seals).state is SealState.ALTERED


def test_incremental_edit_is_an_extension_and_still_tells_of_the_seal(sealed: bytes, trust: Trust) -> None:
    writer, output = IncrementalPdfFileWriter(BytesIO(sealed)), BytesIO()
    writer.root["/Lang"] = TextStringObject("fr")
    writer.update_root()
    writer.write(output)
    found = check_seal(output.getvalue(), trust.seals)
    assert (found.state, found.signer, found.sealed_at) == (SealState.EXTENDED, "The Label Council", MOMENT)
    assert output.getvalue()[: found.sealed_bytes] == sealed


@pytest.mark.parametrize("packing", pikepdf.ObjectStreamMode.__members__)
def test_rewritten_file_is_an_alteration_however_it_is_packed(
    sealed: bytes, trust: Trust, packing: str
) -> None:
    rewritten = _rewritten(sealed, object_stream_mode=pikepdf.ObjectStreamMode.__members__[packing])
    assert check_seal(rewritten, trust.seals).state is SealState.ALTERED


def test_file_cut_off_is_an_alteration(sealed: bytes, trust: Trust) -> None:
    assert check_seal(sealed[:-20], trust.seals).state is SealState.ALTERED


def test_content_of_another_document_under_the_seal_is_an_alteration(
    sealer: Sealer, unsealed: bytes, sealed: bytes, trust: Trust
) -> None:
    gap, resume = _gap(sealed)
    other = sealer.seal(_rewritten(unsealed), MOMENT)
    start, end = _gap(other)
    taken_over = other[:start] + sealed[gap:resume] + other[end:]
    assert check_seal(taken_over, trust.seals).state is SealState.ALTERED


def test_seal_of_a_key_that_is_not_trusted_is_named_as_such(sealed: bytes, trust: Trust) -> None:
    found = check_seal(sealed, [])
    assert found == replace(check_seal(sealed, trust.seals), state=SealState.UNKNOWN_ISSUER)


def test_file_before_the_seal_is_unsealed(unsealed: bytes, trust: Trust) -> None:
    assert check_seal(unsealed, trust.seals).state is SealState.UNSEALED


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"{}", b"x" * 2000 + b"%PDF-1.7"]
)
def test_other_than_a_pdf_is_unreadable(content: bytes, trust: Trust) -> None:
    assert check_seal(content, trust.seals).state is SealState.UNREADABLE


def _hostile(sealed: bytes) -> dict[str, bytes]:
    gap, resume = _gap(sealed)
    signature = sealed[gap:resume]
    deep = b"30800" * 20000
    bomb = b"%PDF-1.7\n" + b"1 0 obj<</Type/ObjStm>>stream\n" + b"\x78\x9c" + b"\x00\x00\x00\xff\xff" * 100000
    ranges = b"".join(b"/ByteRange [0 %d %d 9]" % (number, number + 40) for number in range(30000))
    return {
        "very many ranges": b"%PDF-1.7\n" + ranges + b"<" + b"00" * 19 + b">" * 50000,
        "ranges of huge numbers": b"%PDF-1.7\n/ByteRange [0 999999999 999999999 999999999]",
        "a signature nested without end": sealed[:gap]
        + b"<"
        + deep[: resume - gap - 2]
        + b">"
        + sealed[resume:],
        "a signature of zeros": sealed[:gap] + b"<" + b"0" * (resume - gap - 2) + b">" + sealed[resume:],
        "the signature twice": sealed[:gap] + signature[:400] * 10 + sealed[gap:],
        "packed objects without end": bomb * 50,
        "only the beginning": b"%PDF-",
    }


@pytest.mark.parametrize("kind", _hostile(b"/ByteRange [0 1 2"))
def test_hostile_file_is_answered_soon_and_never_intact(sealed: bytes, trust: Trust, kind: str) -> None:
    began = time.monotonic()
    found = check_seal(_hostile(sealed)[kind], trust.seals)
    assert found.state in (SealState.ALTERED, SealState.UNSEALED)
    assert time.monotonic() - began < 10


@UNHURRIED
@given(noise=st.binary(max_size=300), place=st.integers(0, 10**6))
def test_noise_anywhere_in_a_sealed_file_raises_nothing(
    sealed: bytes, trust: Trust, noise: bytes, place: int
) -> None:
    start = place % len(sealed)
    changed = sealed[:start] + noise + sealed[start + len(noise) :]
    assert (check_seal(changed, trust.seals).state is SealState.INTACT) == (changed == sealed)


def test_seal_is_put_on_and_checked_where_an_event_loop_is_running(
    sealer: Sealer, unsealed: bytes, trust: Trust
) -> None:
    async def served() -> SealState:
        return check_seal(sealer.seal(unsealed, MOMENT), trust.seals).state

    assert wait_for(served()) is SealState.INTACT
