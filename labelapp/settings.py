"""Typed settings, read once at the start from the environment (`LABELAPP_…`) or from one file."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import EmailStr, Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """One or more settings are missing or wrong; the message names each of them."""


class Settings(BaseSettings):
    """Everything that differs between instances. A wrong or unknown setting stops the start."""

    model_config = SettingsConfigDict(env_prefix="LABELAPP_", extra="forbid", frozen=True)

    secret_key: SecretStr = Field(min_length=32)
    password_salt: SecretStr = Field(min_length=16)
    database_url: str = "sqlite:///instance/labelapp.db"
    storage: Path = Path("instance/files")
    storage_endpoint: HttpUrl | None = None
    storage_bucket: str | None = None
    storage_region: str = "us-east-1"
    storage_key: str | None = None
    storage_secret: SecretStr | None = None
    clamd: str | None = None
    anchors: Path = Path("instance/anchors")
    credential_folder: Path = Path("instance/credential-keys")
    credential_key: Path | None = None
    seal: Path = Path("instance/seal")
    seal_pkcs12: Path | None = None
    seal_password: SecretStr | None = None
    seal_pkcs11_module: Path | None = None
    seal_pkcs11_token: str | None = None
    seal_pkcs11_pin: SecretStr | None = None
    seal_pkcs11_key: str | None = None
    seal_pkcs11_certificate: str | None = None
    seal_tsa: HttpUrl | None = None
    schemes: Path = PROJECT / "assessments"
    public_url: HttpUrl = HttpUrl("http://localhost:8000")
    issuer_name: str = "The Label Council"
    issuer_subtitle: str = "Quality label for cluster management"
    signatories: list[tuple[str, str]] = []
    own_words: dict[str, dict[str, str]] = {}
    demo: bool = False
    today: date | None = None
    secure_cookies: bool = True
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    limits_storage: SecretStr = SecretStr("memory://")
    printing_processes: Annotated[int, Field(ge=1, le=64)] | None = None
    upload_limit_mb: Annotated[int, Field(gt=0, le=200)] = 25
    mail_from: EmailStr = "secretariat@label.example"
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = False
    mail_folder: Path | None = None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith("postgresql://"):
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return url

    @field_validator("clamd")
    @classmethod
    def _address_of_a_scanner(cls, address: str | None) -> str | None:
        if address is None or address.startswith("/"):
            return address
        host, _colon, port = address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError("must be host:port or the path of a socket, such as /run/clamav/clamd.ctl")
        return address

    @model_validator(mode="after")
    def _bucket_or_folder(self) -> "Settings":
        """A bucket comes with a key and its secret; without one nothing else of S3 may be set."""
        given = {"BUCKET": self.storage_bucket, "KEY": self.storage_key, "SECRET": self.storage_secret}
        if any(given.values()) or self.storage_endpoint:
            missing = [f"LABELAPP_STORAGE_{name}" for name, value in given.items() if not value]
            if missing:
                raise ValueError(f"LABELAPP_STORAGE_BUCKET: storing in S3 also needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _one_sealing_key(self) -> "Settings":
        """The key that seals comes from a file or from a token, and a token needs its label and that of the key."""
        if self.seal_pkcs12 and self.seal_pkcs11_module:
            raise ValueError("LABELAPP_SEAL_PKCS12 and LABELAPP_SEAL_PKCS11_MODULE: name one key, not two")
        if self.seal_password and not self.seal_pkcs12:
            raise ValueError("LABELAPP_SEAL_PASSWORD: there is no LABELAPP_SEAL_PKCS12 that it opens")
        token = {
            "MODULE": self.seal_pkcs11_module,
            "TOKEN": self.seal_pkcs11_token,
            "KEY": self.seal_pkcs11_key,
        }
        others = (self.seal_pkcs11_pin, self.seal_pkcs11_certificate)
        if (any(token.values()) or any(others)) and not all(token.values()):
            missing = [f"LABELAPP_SEAL_PKCS11_{name}" for name, value in token.items() if not value]
            raise ValueError(f"sealing with a token also needs {', '.join(missing)}")
        return self

    @field_validator("limits_storage")
    @classmethod
    def _known_store(cls, address: SecretStr) -> SecretStr:
        if not address.get_secret_value().startswith(("memory://", "redis://", "rediss://")):
            raise ValueError("must start with memory://, redis:// or rediss://")
        return address

    @property
    def upload_limit(self) -> int:
        """Largest accepted upload in bytes."""
        return self.upload_limit_mb * 1_000_000


def load_settings() -> Settings:
    """Settings from the environment; `LABELAPP_SETTINGS` may name a file of `LABELAPP_…=value` lines.

    Raises SettingsError with one line for each missing or wrong setting.
    """
    file = os.environ.get("LABELAPP_SETTINGS")
    if file and not Path(file).is_file():
        raise SettingsError(f"LABELAPP_SETTINGS: there is no file {file}")
    try:
        return Settings(_env_file=file)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(item) for item in error.errors())) from error


def _line(item: object) -> str:
    assert isinstance(item, dict)
    if not item["loc"]:  # about several settings together; the message names them
        return str(item["msg"]).removeprefix("Value error, ")
    name = "LABELAPP_" + "_".join(str(part) for part in item["loc"]).upper()
    message = "is missing" if item["type"] == "missing" else item["msg"]
    return f"{name}: {message}"
