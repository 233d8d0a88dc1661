"""Checking the hash-chained log."""

import sys
from datetime import timedelta
from itertools import chain
from pathlib import Path

import click

import labelapp.app
from labelapp.clock import now
from labelapp.events.anchoring import kept_anchors
from labelapp.events.verifying import (
    Anchor,
    BadAnchor,
    anchor_breaks,
    anchor_now,
    chain_breaks,
    frozen_breaks,
)
from labelapp.extensions import settings

_OLD = timedelta(days=2)


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
    help="A file of lines that `labelapp log anchor` printed, besides those that the worker keeps.",
)
def verify(anchors: Path | None) -> None:
    """Name each row that was changed, moved, taken out or put in, and each frozen row that is not as it was.

    The anchors that the worker keeps every day show also a log that was cut off at its end. Exit status 1 if
    anything is wrong.
    """
    with labelapp.app.create_app().app_context():
        problems = tell_breaks(anchors)
    click.echo("the log is whole" if not problems else f"problems: {problems}")
    sys.exit(1 if problems else 0)


def tell_breaks(anchors: Path | None) -> int:
    """Print every break, compared with the anchors that the worker kept and those in a file; return how many."""
    own = _read(settings().anchors)
    kept = own + (_read(anchors) if anchors else [])
    _say_how_old(own)
    problems = 0
    for found in chain(chain_breaks(), anchor_breaks(kept), frozen_breaks()):
        problems += 1
        click.echo(str(found))
    return problems


@log.command()
def anchor() -> None:
    """Print moment, number and hash of the last event; keep the line where this server cannot write."""
    with labelapp.app.create_app().app_context():
        click.echo(str(anchor_now(now())))


def _say_how_old(kept: list[Anchor]) -> None:
    """What comes after the last anchor rests on the database alone."""
    if not kept:
        click.echo("no anchor is kept: a log cut off at its end would not show; does the worker run?")
    elif now() - kept[-1].moment > _OLD:
        click.echo(f"the last anchor is of {kept[-1].moment.date()}; does the worker run?")


def _read(file: Path) -> list[Anchor]:
    try:
        return kept_anchors(file)
    except (BadAnchor, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: {error}") from None
