"""The command `labelapp seal`."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from cryptography import x509

from labelapp.cli.seal import register
from tests.documents.sealing.authorities import PASSWORD, as_pkcs12, running_world


@pytest.fixture
def run(tmp_path: Path):
    """Run a command of an instance that needs no database for it."""
    group = click.Group()
    register(group)
    environment = {
        "LABELAPP_SECRET_KEY": "a key that only tests use, long enough",
        "LABELAPP_PASSWORD_SALT": "a salt only for tests",
        "LABELAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}",
        "LABELAPP_SEAL": str(tmp_path / "seal"),
    }

    def command(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(group, ["seal", *arguments], env={**environment, **more})

    return command


def test_seal_show_without_a_key_says_that_its_seals_prove_nothing(run) -> None:
    result = run("show")
    assert result.exit_code == 0, result.output
    assert "its seals prove nothing" in result.output


def test_seal_show_of_a_certificate_that_ends_soon_fails(run, tmp_path: Path) -> None:
    with running_world(tmp_path) as world:
        (tmp_path / "seal.p12").write_bytes(as_pkcs12(world))
    key = {"LABELAPP_SEAL_PKCS12": str(tmp_path / "seal.p12"), "LABELAPP_SEAL_PASSWORD": PASSWORD}
    assert run("show", **key).exit_code == 0
    late = run("show", **key, LABELAPP_TODAY="2039-12-01")
    assert late.exit_code == 1
    assert "valid until   2040-01-01" in late.output


def test_seal_certificates_are_those_of_this_key_and_of_earlier_ones(run, tmp_path: Path) -> None:
    with running_world(tmp_path) as world:
        (tmp_path / "seal.p12").write_bytes(as_pkcs12(world))
    key = {"LABELAPP_SEAL_PKCS12": str(tmp_path / "seal.p12"), "LABELAPP_SEAL_PASSWORD": PASSWORD}
    now = x509.load_pem_x509_certificates(run("certificates", **key).output.encode())
    assert now[0] == world.certificate
    later = x509.load_pem_x509_certificates(run("certificates").output.encode())
    assert world.certificate in later
