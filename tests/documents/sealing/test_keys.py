"""Where the key comes from, and what happens when it changes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, ObjectClass

from labelapp.app import create_app
from labelapp.documents.sealing import SealKeyError, SealState, check_seal
from labelapp.documents.sealing.authority import ROOT, own_authority
from labelapp.documents.sealing.keys import load_key
from labelapp.documents.sealing.signing import Sealer
from labelapp.documents.sealing.trust import remember, trusted
from labelapp.settings import Settings, SettingsError
from tests.documents.sealing.authorities import PASSWORD, World, as_pkcs12, pem
from tests.documents.sealing.moments import MOMENT
from tests.settings import test_settings

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"


def _settings(folder: Path, **changes: object) -> Settings:
    return test_settings("sqlite:///unused.db", folder, **changes)


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    path = tmp_path / "seal.p12"
    path.write_bytes(as_pkcs12(world))
    return path


def test_test_authority_made_by_many_at_once_is_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: own_authority(tmp_path / "a", "The Label Council")[2], range(8)))
    assert len({certificate.serial_number for certificate in made}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a" / "seal.key").stat().st_mode & 0o077 == 0


def test_key_from_a_file_seals_in_the_name_of_its_certificate(
    file: Path, world: World, unsealed: bytes, tmp_path: Path
) -> None:
    key = load_key(_settings(tmp_path, seal_pkcs12=file, seal_password=PASSWORD))
    found = check_seal(Sealer(key).seal(unsealed, MOMENT), [world.certificate])
    assert (found.state, found.signer, found.test_authority) == (SealState.INTACT, "The Label Council", False)


def test_key_file_with_another_password_stops_the_start(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LABELAPP_SEAL_PKCS12: .*seal\.p12"):
        create_app(_settings(tmp_path, seal_pkcs12=file, seal_password="wrong"))


def test_key_for_another_purpose_stops_the_start(world: World, tmp_path: Path) -> None:
    path = tmp_path / "root.p12"
    path.write_bytes(as_pkcs12(world, certificate=world.root, key=world.root_key))
    with pytest.raises(SettingsError, match="not for signatures"):
        create_app(_settings(tmp_path, seal_pkcs12=path, seal_password=PASSWORD))


def test_time_stamps_without_a_trusted_authority_stop_the_start(world: World, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LABELAPP_SEAL_TSA"):
        create_app(_settings(tmp_path, seal_tsa=world.tsa))


def test_certificate_that_has_ended_seals_nothing(
    file: Path, world: World, unsealed: bytes, tmp_path: Path
) -> None:
    key = load_key(_settings(tmp_path, seal_pkcs12=file, seal_password=PASSWORD))
    with pytest.raises(SealKeyError, match="not valid on 2041"):
        Sealer(key).seal(unsealed, MOMENT.replace(year=2041))


def test_seals_of_an_earlier_key_stay_verifiable_after_a_change(
    file: Path, unsealed: bytes, sealer: Sealer, tmp_path: Path
) -> None:
    old = load_key(_settings(tmp_path, seal_pkcs12=file, seal_password=PASSWORD))
    document = Sealer(old).seal(unsealed, MOMENT)
    remember(tmp_path, old.certificate)
    assert check_seal(document, trusted(tmp_path, sealer.key).seals).state is SealState.INTACT


def test_seals_of_a_test_authority_are_not_believed_once_there_is_a_real_key(
    file: Path, sealed: bytes, tmp_path: Path
) -> None:
    real = load_key(_settings(tmp_path, seal_pkcs12=file, seal_password=PASSWORD))
    assert check_seal(sealed, trusted(tmp_path, real).seals).state is SealState.UNKNOWN_ISSUER


def test_seals_of_an_authority_that_the_operator_lists_are_believed(
    sealed: bytes, sealer: Sealer, folder: Path, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "trusted").mkdir()
    shutil.copy(folder / "seal" / "test-authority" / ROOT, tmp_path / "trusted")
    real = load_key(_settings(tmp_path, seal_pkcs12=file, seal_password=PASSWORD))
    assert check_seal(sealed, trusted(tmp_path, real).seals).state is SealState.INTACT


def test_file_in_the_folder_of_trust_that_holds_no_certificate_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "seal" / "trusted").mkdir(parents=True)
    (tmp_path / "seal" / "trusted" / "old.pem").write_text("nothing")
    with pytest.raises(SettingsError, match=r"old\.pem"):
        create_app(_settings(tmp_path))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seal_pkcs12": "a.p12", "seal_pkcs11_module": "b.so"}, "name one key, not two"),
        ({"seal_password": "x"}, "LABELAPP_SEAL_PASSWORD"),
        ({"seal_pkcs11_module": "b.so", "seal_pkcs11_token": "t"}, "also needs LABELAPP_SEAL_PKCS11_KEY"),
    ],
)
def test_settings_that_do_not_fit_together_say_so(
    given: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=message):
        _settings(tmp_path, **given)


@pytest.fixture(scope="module")
def token(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token in software with the key of the label, its certificate and the root; its label."""
    place = tmp_path_factory.mktemp("token")
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place}\nobjectstore.backend = file\n")
    (place / "key.pem").write_bytes(
        world.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    run = ["softhsm2-util", "--token", "label", "--pin", PIN]
    subprocess.run([*run, "--init-token", "--free", "--label", "label", "--so-pin", "1234"], check=True)
    subprocess.run([*run, "--import", place / "key.pem", "--label", "seal", "--id", "01"], check=True)
    opened = pkcs11.lib(str(SOFTHSM)).get_token(token_label="label").open(rw=True, user_pin=PIN)
    with opened as session:
        for label, certificate in (("seal", world.certificate), ("root", world.root)):
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.ID: label.encode(),
                    Attribute.SUBJECT: certificate.subject.public_bytes(),
                    Attribute.VALUE: certificate.public_bytes(Encoding.DER),
                }
            )
    yield "label"
    del os.environ["SOFTHSM2_CONF"]


def _with_token(folder: Path, token: str, pin: str = PIN) -> Settings:
    return _settings(
        folder,
        seal_pkcs11_module=SOFTHSM,
        seal_pkcs11_token=token,
        seal_pkcs11_pin=pin,
        seal_pkcs11_key="seal",
    )


def test_key_in_a_token_seals_without_leaving_it(
    token: str, world: World, unsealed: bytes, tmp_path: Path
) -> None:
    key = load_key(_with_token(tmp_path, token))
    sealer = Sealer(key)
    for _again in range(2):
        assert check_seal(sealer.seal(unsealed, MOMENT), [world.certificate]).state is SealState.INTACT
    assert [one.subject for one in key.chain] == [world.root.subject]


def test_token_with_another_label_is_named_as_the_problem(token: str, tmp_path: Path) -> None:
    with pytest.raises(SealKeyError, match="LABELAPP_SEAL_PKCS11"):
        load_key(_with_token(tmp_path, token + "?"))


def test_certificates_of_trust_are_read_from_one_file_of_several(world: World, tmp_path: Path) -> None:
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "all.pem").write_bytes(pem(world.certificate, world.root))
    own = load_key(_settings(tmp_path))
    assert trusted(tmp_path, own).seals == [*own.chain, world.certificate, world.root]
