"""The command `labelapp`: one module for each subject; every module offers `register(group)`."""

import sys

import click

from labelapp.cli import case, demo, instance, log, register, schemes, seal, users, verify
from labelapp.settings import SettingsError


@click.group()
@click.version_option(package_name="labelapp")
def group() -> None:
    """Run the European quality label for cluster management."""


for subject in (instance, users, schemes, register, log, seal, case, verify, demo):
    subject.register(group)


def main() -> None:
    """Entry point: wrong settings end the program with a message that names them."""
    try:
        group()
    except SettingsError as error:
        click.echo(f"Settings are missing or wrong:\n{error}", err=True)
        sys.exit(2)
