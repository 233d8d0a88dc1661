"""Scheme definitions and scoring on the command line; no database needed."""

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from labelapp.cli.score_files import FileError, read_score_file, result_as_json
from labelapp.schemes.answers import AnswerErrors
from labelapp.schemes.definition import Scheme
from labelapp.schemes.json_schema import definition_schema
from labelapp.schemes.loading import (
    DefinitionErrors,
    Library,
    UnknownScheme,
    load_scheme,
    locked_errors,
)
from labelapp.schemes.numbers import exact
from labelapp.schemes.publishing import publish as publish_scheme
from labelapp.schemes.scoring import score as score_answers
from labelapp.schemes.validity import validity as apply_validity
from labelapp.settings import PROJECT

_FILE = click.Path(path_type=Path, dir_okay=False)


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a date such as 2026-01-31", param, ctx)


def register(group: click.Group) -> None:
    """Add `schemes` and `score`."""
    group.add_command(schemes)
    group.add_command(score)


@click.group()
def schemes() -> None:
    """The definitions of schemes: one YAML file a version."""


@schemes.command("list")
def list_schemes() -> None:
    """List every version: status, first day, indicators and points."""
    for scheme in _library().all():
        note = "  illustrative" if scheme.illustrative else ""
        click.echo(
            f"{scheme.key:<24} {scheme.status:<10} from {scheme.effective.from_}  "
            f"{len(scheme.indicators):>3} indicators  {exact(scheme.max_points):>4} points  {scheme.name}{note}"
        )


@schemes.command()
@click.argument("files", nargs=-1, type=_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check definitions, all of them when no file is named. Exit status 1 when one is wrong.

    Every error names file, line and path.
    """
    broken = False
    for file in files or tuple(sorted(_directory().glob("*.yaml"))):
        try:
            scheme = _load(file)
        except DefinitionErrors as errors:
            click.echo(str(errors), err=True)
            broken = True
            continue
        click.echo(
            f"{file}: {scheme.key} is valid, {len(scheme.indicators)} indicators, "
            f"{exact(scheme.max_points)} points, sha256 {scheme.content_hash}"
        )
    sys.exit(1 if broken else 0)


@schemes.command()
def schema() -> None:
    """Print the JSON Schema of the definition format."""
    click.echo(json.dumps(definition_schema(), indent=2, ensure_ascii=False))


@schemes.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
def publish(files: tuple[Path, ...]) -> None:
    """Lock versions whose status is published: their content can then never change."""
    for file in files:
        try:
            scheme = load_scheme(file)
            publish_scheme(scheme, file.parent)
        except DefinitionErrors as errors:
            _fail(str(errors))
        except ValueError as error:
            _fail(f"{file}: {error}")
        click.echo(f"{scheme.key} is published with sha256 {scheme.content_hash}")


@schemes.command()
@click.argument("scheme")
@click.option("--assessed", required=True, type=_Day(), help="day of the assessment")
@click.option("--previous-expiry", type=_Day(), help="last day of the certificate to be renewed")
def validity(scheme: str, assessed: date, previous_expiry: date | None) -> None:
    """Print until when a certificate is valid, and how that follows from the rule of the scheme."""
    found = apply_validity(_scheme(scheme).validity, assessed, previous_expiry)
    click.echo(f"valid from {found.valid_from} until {found.valid_until} ({found.award} award)")
    click.echo(f"renewable until {found.renewable_until}")
    for step in found.derivation:
        click.echo(f"- {step}")


@click.command()
@click.argument("scheme")
@click.argument("file", type=_FILE)
@click.option("--on", type=_Day(), default=lambda: datetime.now(UTC).date(), help="day to which years count")
def score(scheme: str, file: Path, on: date) -> None:
    """Score the answers and points of FILE.json against SCHEME[@VERSION] and print the result as JSON."""
    definition = _scheme(scheme)
    try:
        entries = read_score_file(definition, file)
        result = score_answers(definition, entries.answers, entries.points, entries.minimums, on=on)
    except FileError as error:
        _fail(str(error))
    except AnswerErrors as errors:
        _fail("\n".join(f"{file}: {error}" for error in errors.errors))
    click.echo(json.dumps(result_as_json(definition, result), indent=2, ensure_ascii=False))


def _directory() -> Path:
    # Read on its own, so that scoring needs no other setting of an instance.
    return Path(os.environ.get("LABELAPP_SCHEMES") or PROJECT / "assessments")


def _library(code: str = "") -> Library:
    try:
        return Library.load(_directory(), code)
    except DefinitionErrors as errors:
        _fail(str(errors))


def _load(file: Path) -> Scheme:
    """One definition, compared with the locks beside it and in the scheme directory."""
    scheme = load_scheme(file, Library(_directory()))
    if errors := locked_errors(scheme, file, _directory()):
        raise DefinitionErrors(errors)
    return scheme


def _scheme(key: str) -> Scheme:
    code, _, version = key.partition("@")
    try:
        return _library(code).get(code, version or None)
    except UnknownScheme as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
