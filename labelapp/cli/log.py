"""Checking the hash-chained log."""

import sys
from itertools import chain
from pathlib import Path

import click

import labelapp.app
from labelapp.clock import now
from labelapp.events.verifying import (
    Anchor,
    BadAnchor,
    anchor_breaks,
    anchor_now,
    chain_breaks,
    frozen_breaks,
    read_anchors,
)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(log)


@click.group()
def log() -> None:
    """The log of everything that happened."""


@log.command()
@click.option(
    "--anchor",
    "anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of lines that `labelapp log anchor` printed.",
)
def verify(anchors: Path | None) -> None:
    """Name each row that was changed, moved, taken out or put in, and each frozen row that is not as it was.

    Exit status 1 if there is one.
    """
    kept = _read(anchors) if anchors else []
    problems = 0
    with labelapp.app.create_app().app_context():
        for found in chain(chain_breaks(), anchor_breaks(kept), frozen_breaks()):
            problems += 1
            click.echo(str(found))
    click.echo("the log is whole" if not problems else f"problems: {problems}")
    sys.exit(1 if problems else 0)


@log.command()
def anchor() -> None:
    """Print moment, number and hash of the last event; keep the line where this server cannot write."""
    with labelapp.app.create_app().app_context():
        click.echo(str(anchor_now(now())))


def _read(file: Path) -> list[Anchor]:
    try:
        return read_anchors(file.read_text("utf-8"))
    except (BadAnchor, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: {error}") from None
