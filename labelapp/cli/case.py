"""Checking the file of a case, on any machine and without a database."""

import sys
from pathlib import Path

import click

from labelapp.casefile.archive import NoCaseFile
from labelapp.casefile.verifying import check_case_file


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(case)


@click.group()
def case() -> None:
    """The files of cases."""


@case.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Check every hash in FILE.zip and compute its score again.

    Names what differs. Exit status 0 when everything holds, 1 when not.
    """
    try:
        checked = check_case_file(file)
    except NoCaseFile as error:
        raise click.ClickException(str(error)) from None
    for text in checked.facts:
        click.echo(text)
    for text in checked.problems:
        click.echo(f"wrong: {text}")
    click.echo("everything holds" if not checked.problems else f"problems: {len(checked.problems)}")
    sys.exit(1 if checked.problems else 0)
