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
