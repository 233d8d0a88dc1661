"""`labelapp verify` judges a file with nothing but what somebody kept: no database, no settings, no network."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from labelapp.certificates.models import Certificate
from labelapp.cli.verify import verify
from labelapp.clock import today
from labelapp.extensions import db
from tests.certificates.verification import files
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.one_database]


@dataclass
class Folder:
    """What a funder has on a disk."""

    path: Path
    client: FlaskClient
    certificate: Certificate

    def keep(self, name: str, content: bytes) -> str:
        """Write a file; its name as the command takes it."""
        (self.path / name).write_bytes(content)
        return str(self.path / name)

    def fetch(self, name: str, address: str) -> str:
        """Keep what stands at an address now."""
        return self.keep(name, self.client.get(address).data)

    @property
    def all_kept(self) -> list[str]:
        """The options that name everything which a full check needs."""
        return ["--trust", str(self.path / "seal.pem"), *self.for_credential]

    @property
    def for_credential(self) -> list[str]:
        """The options that a credential needs."""
        lists = [str(self.path / f"{name}.json") for name in ("suspension", "revocation")]
        return ["--did", str(self.path / "did.json"), "--status-list", lists[0], "--status-list", lists[1]]


@pytest.fixture
def folder(tmp_path: Path, client: FlaskClient) -> Folder:
    certificate = make_certificate(make_cluster(name=files.HOLDER))
    kept = Folder(tmp_path, client, certificate)
    kept.keep("certificate.pdf", files.issued_file(certificate))
    kept.fetch("credential.json", f"/verify/{certificate.code}/credential.json")
    kept.fetch("seal.pem", "/issuer/seals.pem")
    _fetch_lists(kept)
    return kept


def _fetch_lists(kept: Folder) -> None:
    kept.fetch("did.json", "/.well-known/did.json")
    for name in ("suspension", "revocation"):
        kept.fetch(f"{name}.json", f"/status/{name}/1")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(verify, list(arguments))


def test_sealed_pdf_is_valid_without_settings_database_or_network(folder: Folder) -> None:
    command = [sys.executable, "-m", "labelapp", "verify", "certificate.pdf"]
    done = subprocess.run(
        [*command, *folder.all_kept],
        cwd=folder.path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "valid"), done.stderr
    assert f"holder: {files.HOLDER}" in done.stdout
    assert {path.name for path in folder.path.iterdir()} == {
        "certificate.pdf",
        "credential.json",
        "seal.pem",
        "did.json",
        "suspension.json",
        "revocation.json",
    }


def test_credential_is_valid_and_every_check_is_told_as_json(folder: Folder) -> None:
    done = _run(str(folder.path / "credential.json"), *folder.for_credential, "--json")
    answer = json.loads(done.output)
    assert (done.exit_code, answer["result"]) == (0, "valid")
    assert answer["certificate"]["certificate"] == folder.certificate.serial
    assert [(one["check"], one["result"]) for one in answer["checks"]] == [
        ("proof", "holds"),
        ("dates", "holds"),
        ("status", "holds"),
        ("status", "holds"),
    ]


@pytest.mark.parametrize("left_out", ["--trust", "--did", "--status-list"])
def test_check_is_not_complete_without_what_it_needs(folder: Folder, left_out: str) -> None:
    options = folder.all_kept
    while left_out in options:
        place = options.index(left_out)
        del options[place : place + 2]
    done = _run(str(folder.path / "certificate.pdf"), *options)
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, "not checkable")
    assert "not checked" in done.output


@pytest.mark.parametrize("change", [files.flipped, files.extended, files.rewritten, files.unsealed])
def test_altered_pdf_is_not_valid_even_when_nothing_was_kept(folder: Folder, change: Any) -> None:
    file = folder.keep("altered.pdf", change((folder.path / "certificate.pdf").read_bytes()))
    assert _run(file, *folder.all_kept).exit_code == 1
    if change is not files.extended:  # without the issuer's certificate nobody knows whose seal that was
        assert _run(file).exit_code == 1


def test_seal_of_somebody_else_is_not_valid(folder: Folder) -> None:
    content = files.unsealed((folder.path / "certificate.pdf").read_bytes())
    file = folder.keep("theirs.pdf", files.sealed_by_somebody_else(content, folder.path))
    done = _run(file, *folder.all_kept)
    assert done.exit_code == 1
    assert "The Cheap Seal Shop" in done.output


def test_changed_or_foreign_credential_is_not_valid(folder: Folder) -> None:
    document = json.loads((folder.path / "credential.json").read_bytes())
    for forged in ({**document, "name": "Forged"}, files.signed_by_somebody_else(document)):
        file = folder.keep("forged.json", json.dumps(forged).encode())
        assert _run(file, *folder.for_credential).exit_code == 1
    theirs = folder.keep("theirs.json", json.dumps({**document, "issuer": "did:web:x.example"}).encode())
    assert _run(theirs, *folder.for_credential).exit_code == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("suspended_on", "suspended or withdrawn, by the list of"),
        ("withdrawn_on", "WRONG: withdrawn, by the"),
    ],
)
def test_status_is_told_by_the_lists_that_were_kept(folder: Folder, change: str, says: str) -> None:
    setattr(folder.certificate, change, today())
    db.session.commit()
    old = _run(str(folder.path / "certificate.pdf"), *folder.all_kept)
    assert old.exit_code == 0
    _fetch_lists(folder)
    new = _run(str(folder.path / "certificate.pdf"), *folder.all_kept)
    assert new.exit_code == 1
    assert says in new.output


def test_status_list_that_was_changed_is_not_believed(folder: Folder) -> None:
    found = json.loads((folder.path / "suspension.json").read_bytes())
    found["validFrom"] = "2030-01-01T00:00:00Z"
    folder.keep("suspension.json", json.dumps(found).encode())
    done = _run(str(folder.path / "credential.json"), *folder.for_credential)
    assert done.exit_code == 2
    assert "cannot be used" in done.output


def test_day_to_judge_by_can_be_given(folder: Folder) -> None:
    until = folder.certificate.valid_until
    file = str(folder.path / "certificate.pdf")
    assert _run(file, *folder.all_kept, "--on", until.isoformat()).exit_code == 0
    late = _run(file, *folder.all_kept, "--on", (until + timedelta(days=1)).isoformat())
    assert late.exit_code == 1
    assert f"expired after {until}" in late.output


def test_file_that_is_nothing_of_the_kind_is_not_checkable(folder: Folder) -> None:
    assert _run(folder.keep("a.txt", b"hello"), *folder.all_kept).exit_code == 2
    assert _run(str(folder.path / "certificate.pdf"), "--did", str(folder.path / "seal.pem")).exit_code == 2
    assert _run(str(folder.path / "certificate.pdf"), "--trust", str(folder.path / "did.json")).exit_code == 2
