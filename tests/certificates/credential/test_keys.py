"""The issuer's keys: made once, replaced without forgetting any, and refused when they are none."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelapp.app import create_app
from labelapp.certificates.credential.keys import load_keys
from labelapp.certificates.credential.multikey import multikey
from labelapp.settings import Settings, SettingsError
from tests.settings import test_settings


def _settings(folder: Path, key: Path | None = None) -> Settings:
    return test_settings(f"sqlite:///{folder}/labelapp.db", folder, credential_key=key)


def _pem(path: Path, key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def _first_key(folder: Path) -> str:
    return multikey(load_keys(_settings(folder)).signing.public_key())


def test_processes_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(_first_key, [tmp_path] * 24))
    assert len(found) == 1
    (kept,) = (tmp_path / "credential-keys").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_key_with_the_highest_name_signs_and_the_earlier_ones_stay_known(tmp_path: Path) -> None:
    first, second = _first_key(tmp_path), Ed25519PrivateKey.generate()
    _pem(tmp_path / "credential-keys" / "0002.pem", second)
    keys = load_keys(_settings(tmp_path))
    assert [multikey(key) for key in keys.public] == [multikey(second.public_key()), first]


def test_retired_key_needs_no_secret_any_more(tmp_path: Path) -> None:
    old = load_keys(_settings(tmp_path)).signing.public_key()
    kept = tmp_path / "credential-keys" / "0001.pem"
    kept.write_bytes(
        old.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    new = Ed25519PrivateKey.generate()
    _pem(tmp_path / "credential-keys" / "0002.pem", new)
    assert load_keys(_settings(tmp_path)).public == (new.public_key(), old)


def test_key_from_elsewhere_signs_and_stays_known_when_its_file_is_replaced(tmp_path: Path) -> None:
    first, second = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    file = _pem(tmp_path / "secret" / "key.pem", first)
    assert load_keys(_settings(tmp_path, file)).public == (first.public_key(),)
    _pem(file, second)
    keys = load_keys(_settings(tmp_path, file))
    assert keys.signing.public_key() == second.public_key()
    assert keys.public == (second.public_key(), first.public_key())


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_start_is_refused_when_the_file_of_the_key_holds_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="LABELAPP_CREDENTIAL_KEY"):
        create_app(_settings(tmp_path, file))


def test_start_is_refused_for_a_key_of_another_kind(tmp_path: Path) -> None:
    file = _pem(tmp_path / "credential-keys" / "0001.pem", ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(SettingsError, match=f"LABELAPP_CREDENTIAL_FOLDER: {file} holds another kind"):
        create_app(_settings(tmp_path))
