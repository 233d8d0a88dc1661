"""Checking the hash-chained log."""

import sys

import click

import labelapp.app
from labelapp.events.log import verify_log


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(log)


@click.group()
def log() -> None:
    """The log of everything that happened."""


@log.command()
def verify() -> None:
    """Walk the chain; name each row that was changed, taken out or put in. Exit status 1 if there is one."""
    with labelapp.app.create_app().app_context():
        breaks = verify_log()
    for found in breaks:
        click.echo(f"event {found.number}: {found.problem}")
    click.echo("the log is whole" if not breaks else f"{len(breaks)} problems")
    sys.exit(1 if breaks else 0)
