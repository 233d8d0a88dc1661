"""Settings of test apps."""

from pathlib import Path
from typing import Any

from labelapp.settings import Settings


def test_settings(database_url: str, folder: Path, **changes: Any) -> Settings:
    """Settings that touch nothing outside `folder`."""
    values: dict[str, Any] = {
        "secret_key": "a key that only tests use, long enough",
        "password_salt": "a salt only for tests",
        "database_url": database_url,
        "storage": folder / "files",
        "anchors": folder / "anchors",
        "credential_folder": folder / "credential-keys",
        "seal": folder / "seal",
        "mail_folder": folder / "mails",
        "secure_cookies": False,
        "public_url": "http://localhost",
    }
    return Settings(_env_file=None, **(values | changes))


test_settings.__test__ = False  # type: ignore[attr-defined]
