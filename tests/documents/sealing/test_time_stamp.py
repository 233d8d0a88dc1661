"""Seals with a time stamp of an authority outside, and without one when it does not answer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from labelapp.documents.sealing import SealPostponed, SealState, check_seal
from labelapp.documents.sealing.keys import SealKey, load_key
from labelapp.documents.sealing.signing import Sealer
from tests.documents import pdf
from tests.documents.sealing.authorities import NOBODY_LISTENS, PASSWORD, World, as_pkcs12, running_world
from tests.settings import test_settings


@pytest.fixture(scope="module")
def key(world: World, tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    folder = tmp_path_factory.mktemp("key")
    file = folder / "seal.p12"
    file.write_bytes(as_pkcs12(world))
    return load_key(test_settings("sqlite:///x", folder, seal_pkcs12=file, seal_password=PASSWORD))


@pytest.fixture(scope="module")
def stamped(key: SealKey, world: World, unsealed: bytes) -> bytes:
    return Sealer(key, world.tsa, [world.clock_root]).seal(unsealed, datetime.now(UTC))


def test_stamped_seal_is_vouched_for_by_a_trusted_clock(stamped: bytes, world: World) -> None:
    found = check_seal(stamped, [world.certificate], [world.clock_root])
    assert (found.state, found.time_vouched) == (SealState.INTACT, True)
    assert found.sealed_at is not None
    assert abs(found.sealed_at - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("clocks", ["none", "another"])
def test_stamp_of_a_clock_that_is_not_trusted_vouches_for_nothing(
    stamped: bytes, world: World, clocks: str
) -> None:
    believed: Sequence[x509.Certificate] = [] if clocks == "none" else [world.root]
    found = check_seal(stamped, [world.certificate], believed)
    assert (found.state, found.time_vouched) == (SealState.INTACT, False)


def test_authority_of_time_stamps_is_not_trusted_to_seal(stamped: bytes, world: World) -> None:
    assert check_seal(stamped, [world.clock_root]).state is SealState.UNKNOWN_ISSUER


def test_stamped_seal_holds_its_proofs_and_covers_them(stamped: bytes, world: World) -> None:
    said = pdf.signatures(stamped)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    certificates, lists = pdf.proofs(stamped)
    assert certificates >= 2
    assert lists == 1
    assert check_seal(stamped, [world.certificate]).sealed_bytes == len(stamped)


def test_flipped_byte_under_a_stamped_seal_is_an_alteration(stamped: bytes, world: World) -> None:
    flipped = bytearray(stamped)
    flipped[len(flipped) // 2] ^= 1
    found = check_seal(bytes(flipped), [world.certificate], [world.clock_root])
    assert found.state is SealState.ALTERED


def test_silent_authority_postpones_the_seal(key: SealKey, world: World, unsealed: bytes) -> None:
    with pytest.raises(SealPostponed):
        Sealer(key, NOBODY_LISTENS, [world.clock_root]).seal(unsealed, datetime.now(UTC))


def test_authority_that_answers_nonsense_postpones_the_seal(
    key: SealKey, world: World, unsealed: bytes
) -> None:
    with pytest.raises(SealPostponed):
        Sealer(key, world.tsa + "s", [world.clock_root]).seal(unsealed, datetime.now(UTC))


def test_what_is_made_anew_for_each_reader_is_sealed_without_a_stamp(
    key: SealKey, world: World, unsealed: bytes
) -> None:
    sealer = Sealer(key, NOBODY_LISTENS, [world.clock_root])
    sealed = sealer.seal(unsealed, datetime.now(UTC), stamped=False)
    assert check_seal(sealed, [world.certificate], [world.clock_root]).state is SealState.INTACT


def test_seals_are_not_of_the_same_bytes_but_of_the_same_content(key: SealKey, unsealed: bytes) -> None:
    sealer, moment = Sealer(key), datetime.now(UTC)
    first, second = sealer.seal(unsealed, moment), sealer.seal(unsealed, moment)
    assert first != second
    assert first.startswith(unsealed)
    assert second.startswith(unsealed)


def test_expired_certificates_take_nothing_from_a_seal_made_before(tmp_path: Path, unsealed: bytes) -> None:
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    with running_world(tmp_path, begin, end) as past:
        (tmp_path / "p12").write_bytes(as_pkcs12(past))
    settings = test_settings("sqlite:///x", tmp_path, seal_pkcs12=tmp_path / "p12", seal_password=PASSWORD)
    sealed = Sealer(load_key(settings)).seal(unsealed, datetime(2020, 6, 1, tzinfo=UTC))
    assert check_seal(sealed, [past.certificate]).state is SealState.INTACT
    assert check_seal(sealed, [past.root]).state is SealState.INTACT
