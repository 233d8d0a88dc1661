"""Wrong settings stop the start and are named."""

import os
from pathlib import Path

import pytest

from labelapp.settings import SettingsError, load_settings

GOOD = {"LABELAPP_SECRET_KEY": "x" * 32, "LABELAPP_PASSWORD_SALT": "y" * 16}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("LABELAPP_"):
            monkeypatch.delenv(name)


def test_settings_missing_are_all_named() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value).splitlines() == [
        "LABELAPP_SECRET_KEY: is missing",
        "LABELAPP_PASSWORD_SALT: is missing",
    ]


def test_setting_too_short_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELAPP_SECRET_KEY", "hunter2")
    monkeypatch.setenv("LABELAPP_PASSWORD_SALT", GOOD["LABELAPP_PASSWORD_SALT"])
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert "LABELAPP_SECRET_KEY" in str(error.value)
    assert "hunter2" not in str(error.value)


def test_setting_for_an_unknown_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LABELAPP_DATABASE_URL", "mysql://somewhere/else")
    with pytest.raises(SettingsError, match=r"LABELAPP_DATABASE_URL: .*must start with sqlite"):
        load_settings()


def test_settings_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELAPP_SETTINGS", "/nowhere/labelapp.env")
    with pytest.raises(SettingsError, match=r"there is no file /nowhere/labelapp\.env"):
        load_settings()


def test_settings_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "labelapp.env"
    file.write_text(
        "".join(f"{name}={value}\n" for name, value in GOOD.items()) + "LABELAPP_UPLOAD_LIMIT_MB=7\n"
    )
    monkeypatch.setenv("LABELAPP_SETTINGS", str(file))
    assert load_settings().upload_limit == 7_000_000


def test_setting_with_an_unknown_name_in_the_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "labelapp.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in GOOD.items()) + "LABELAPP_ISUER_NAME=x\n")
    monkeypatch.setenv("LABELAPP_SETTINGS", str(file))
    with pytest.raises(SettingsError, match="ISUER_NAME"):
        load_settings()


def test_postgresql_address_gets_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LABELAPP_DATABASE_URL", "postgresql://localhost/label")
    assert load_settings().database_url == "postgresql+psycopg://localhost/label"


S3 = {"BUCKET": "evidence", "KEY": "key", "SECRET": "hidden words"}


def _given(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in (GOOD | {f"LABELAPP_{name}": value for name, value in more.items()}).items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("left_out", ["BUCKET", "KEY", "SECRET"])
def test_bucket_without_all_it_needs_stops_the_start(monkeypatch: pytest.MonkeyPatch, left_out: str) -> None:
    _given(monkeypatch, **{f"STORAGE_{name}": value for name, value in S3.items() if name != left_out})
    with pytest.raises(SettingsError, match=f"LABELAPP_STORAGE_{left_out}") as error:
        load_settings()
    assert "hidden words" not in str(error.value)


def test_endpoint_without_a_bucket_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    _given(monkeypatch, STORAGE_ENDPOINT="http://127.0.0.1:9000")
    with pytest.raises(SettingsError, match=r"LABELAPP_STORAGE_BUCKET: .* LABELAPP_STORAGE_KEY"):
        load_settings()


def test_secret_of_the_bucket_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    _given(monkeypatch, **{f"STORAGE_{name}": value for name, value in S3.items()})
    found = load_settings()
    assert found.storage_bucket == "evidence"
    assert "hidden words" not in repr(found)


@pytest.mark.parametrize("address", ["/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310"])
def test_address_of_a_scanner_is_a_socket_or_host_and_port(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    _given(monkeypatch, CLAMD=address)
    assert load_settings().clamd == address


@pytest.mark.parametrize("address", ["clamd", ":3310", "host:", "host:99999", "host:port"])
def test_wrong_address_of_a_scanner_stops_the_start(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    _given(monkeypatch, CLAMD=address)
    with pytest.raises(SettingsError, match=r"LABELAPP_CLAMD: .*host:port"):
        load_settings()
