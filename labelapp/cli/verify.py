"""Checking a certificate on any computer, without a database, settings or a network."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from labelapp.certificates.verification.offline import Kept, Report, check_file
from labelapp.documents.sealing import SealKeyError, Trust, load_certificates

STATUSES = {"valid": 0, "not valid": 1, "not checkable": 2}
_MARKS = {"good": "holds", "bad": "WRONG", "open": "not checked"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PEM = click.Path(exists=True, path_type=Path)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(verify)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--trust", multiple=True, type=_PEM, help="Sealing certificate of the issuer (PEM file or folder)."
)
@click.option(
    "--clock", multiple=True, type=_PEM, help="Authority whose time stamps count (PEM file or folder)."
)
@click.option("--did", multiple=True, type=_FILE, help="DID document of the issuer.")
@click.option("--status-list", multiple=True, type=_FILE, help="Status list of the issuer.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge by.  [default: today]")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(
    *,
    file: Path,
    trust: tuple[Path, ...],
    clock: tuple[Path, ...],
    did: tuple[Path, ...],
    status_list: tuple[Path, ...],
    on: datetime | None,
    as_json: bool,
) -> None:
    """Check FILE, a certificate (PDF) or its credential (JSON), with what was kept of the issuer.

    Exit status 0: valid. 1: not valid. 2: not checkable, because something that is needed was not given.
    """
    try:
        kept = Kept(
            Trust(_certificates(trust), _certificates(clock)), _documents(did), _documents(status_list)
        )
        report = check_file(file.read_bytes(), kept, (on or datetime.now(UTC)).date())
    except (SealKeyError, ValueError, OSError) as error:
        click.echo(f"not checkable: {error}", err=True)
        sys.exit(STATUSES["not checkable"])
    click.echo(_json(report) if as_json else _text(report))
    sys.exit(STATUSES[report.result])


def _certificates(paths: tuple[Path, ...]) -> list[Any]:
    return [certificate for path in paths for certificate in load_certificates(path)]


def _documents(paths: tuple[Path, ...]) -> list[dict[str, Any]]:
    found = []
    for path in paths:
        try:
            document = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise ValueError(f"{path} holds no document in JSON")
        found.append(document)
    return found


def _text(report: Report) -> str:
    lines = [f"{name}: {value}" for name, value in report.says.items()]
    lines += [f"{one.subject}: {_MARKS[one.state]}: {one.text}" for one in report.findings]
    return "\n".join([*lines, report.result])


def _json(report: Report) -> str:
    checks = [
        {"check": one.subject, "result": _MARKS[one.state].lower(), "why": one.text}
        for one in report.findings
    ]
    answer = {"result": report.result, "certificate": report.says, "checks": checks}
    return json.dumps(answer, ensure_ascii=False, indent=2)
