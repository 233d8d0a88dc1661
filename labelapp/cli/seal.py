"""Looking at the key that seals, and handing out what others need to check its seals."""

import sys
from datetime import timedelta

import click
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

import labelapp.app
from labelapp.clock import now
from labelapp.documents.sealing import SealKeyError, trust
from labelapp.documents.sealing.installation import sealer

WARN_BEFORE = timedelta(days=60)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(seal)


@click.group()
def seal() -> None:
    """The seal on documents."""


@seal.command()
def show() -> None:
    """Say which key seals and until when. Exit status 1 when it cannot be used or ends within 60 days."""
    with labelapp.app.create_app().app_context():
        try:
            key, known, moment = sealer().key, trust(), now()
        except SealKeyError as error:
            raise click.ClickException(str(error)) from None
    certificate = key.certificate
    click.echo(f"sealed by     {key.name}")
    click.echo(f"certified by  {certificate.issuer.rfc4514_string()}")
    click.echo(f"valid until   {certificate.not_valid_after_utc.date()}")
    click.echo(f"SHA-256       {certificate.fingerprint(SHA256()).hex()}")
    click.echo(f"trusted       {len(known.seals)} certificates of seals, {len(known.clocks)} of clocks")
    if key.test:
        click.echo("This is a test authority that the program made for itself: its seals prove nothing.")
    if certificate.not_valid_after_utc - moment < WARN_BEFORE:
        click.echo("The certificate ends soon: get the next one, see docs/operate.md.", err=True)
        sys.exit(1)


@seal.command()
def certificates() -> None:
    """Print every trusted certificate as PEM, for whoever checks seals elsewhere."""
    with labelapp.app.create_app().app_context():
        for certificate in trust().seals:
            click.echo(certificate.public_bytes(Encoding.PEM).decode("ascii"), nl=False)
