"""One command for a stranger: an instance full of invented data, served, with an account for each role."""

import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import click
from flask_migrate import upgrade
from sqlalchemy import select

import labelapp.app
from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.demo.build import build
from labelapp.demo.own_words import OWN_WORDS
from labelapp.demo.people import PASSWORD
from labelapp.extensions import db

PEOPLE = (
    ("manager", "Mette Lindholt", "cluster manager with a Gold self-assessment to finish"),
    ("contributor", "Jonas Krag", "colleague of Mette Lindholt with two dimensions to answer"),
    (
        "manager.next",
        "Freja Thorup",
        "cluster manager with a draft from the last cycle and one on an older version",
    ),
    ("legal.fr", "Hugo Lestrade", "legal representative who has to confirm (French)"),
    ("secretariat", "Elin Vesterby", "secretariat"),
    ("secretariat.2", "Jana Sedlak", "secretariat, in charge of appeals and complaints"),
    ("assessor", "Tomás Ferreira", "assessor with cases in each state, and an interview"),
    ("assessor.2", "Annika Rauhala", "the other assessor of the same cases"),
    ("board", "Ilse Marenholt", "board member with three cases to decide and an appeal to handle"),
    ("partner", "Signe Overgaard", "partner for Denmark, Sweden and Finland"),
    ("administrator", "Ada Winterfeldt", "administrator"),
)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(demo)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--folder",
    default=Path("instance/demo"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where database, files and mails of the demonstration lie.",
)
@click.option("--only-build", is_flag=True, help="Build it and stop.")
def demo(port: int, folder: Path, only_build: bool) -> None:
    """Build an instance with invented data, if there is none yet, and serve it."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(_settings(folder.resolve(), port))
    _build_once()
    if only_build:
        return
    _introduce(port)
    _run_both(port)


def _run_both(port: int) -> None:
    """Run server and worker until one of them ends or this command is stopped, and leave neither behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    labelapp_command = [sys.executable, "-m", "labelapp"]
    processes = [
        subprocess.Popen([*labelapp_command, "serve", "--port", str(port)]),
        subprocess.Popen([*labelapp_command, "worker"]),
    ]
    try:
        processes[0].wait()
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def _settings(folder: Path, port: int) -> dict[str, str]:
    secret = folder / "secret"
    if not secret.exists():
        secret.write_text(secrets.token_hex(32), "ascii")
        secret.chmod(0o600)
    return {
        "LABELAPP_SECRET_KEY": secret.read_text("ascii"),
        "LABELAPP_PASSWORD_SALT": secret.read_text("ascii")[:32],
        "LABELAPP_DATABASE_URL": f"sqlite:///{folder / 'labelapp.db'}",
        "LABELAPP_STORAGE": str(folder / "files"),
        "LABELAPP_ANCHORS": str(folder / "anchors"),
        "LABELAPP_CREDENTIAL_FOLDER": str(folder / "credential-keys"),
        "LABELAPP_SEAL": str(folder / "seal"),
        "LABELAPP_MAIL_FOLDER": str(folder / "mails"),
        "LABELAPP_PUBLIC_URL": f"http://localhost:{port}",
        "LABELAPP_SIGNATORIES": '[["Ilse Marenholt", "Chair of the labelling body"], ["Elin Vesterby", "Secretariat"]]',
        "LABELAPP_OWN_WORDS": json.dumps(OWN_WORDS),
        "LABELAPP_SECURE_COOKIES": "false",
        "LABELAPP_DEMO": "true",
    }


def _build_once() -> None:
    app = labelapp.app.create_app()
    with app.app_context():
        upgrade()
        if db.session.scalar(select(User.id).limit(1)) is not None:
            return
        click.echo("Building 154 invented clusters with three years of cases; this takes a minute or two …")
        day = today()
        db.session.rollback()
        build(day)


def _introduce(port: int) -> None:
    click.echo(f"\nlabelapp with invented data: http://localhost:{port}\nEverybody's password: {PASSWORD}\n")
    for address, name, role in PEOPLE:
        click.echo(f"  {address + '@demo.example':28} {name:18} {role}")
    click.echo("\nMails are written as files below the folder of the demonstration. Stop with Ctrl-C.\n")
