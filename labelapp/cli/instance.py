"""Serving an instance, its database and its worker."""

import logging
import os
import sys
import time
from threading import Thread

import click
from flask import Flask
from flask_migrate import current as show_migration
from flask_migrate import upgrade as run_migrations

import labelapp.app
from labelapp.certificates.batches.running import resume_unfinished
from labelapp.certificates.daily import ask_for_daily_work
from labelapp.events.anchoring import ask_for_anchors
from labelapp.events.jobs import run_waiting
from labelapp.events.outbox import deliver_waiting
from labelapp.evidence.scanning import ask_for_unchecked
from labelapp.extensions import db
from labelapp.settings import load_settings
from labelapp.webhooks.delivering import tell_endpoints

GRACE = 15  # seconds to end what is being answered
log = logging.getLogger(__name__)


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (serve, worker, database):
        group.add_command(command)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the web pages."""
    load_settings()
    os.execv(  # noqa: S606  this process becomes the server, so that signals reach it
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            *gunicorn_arguments(host, port, workers),
            "labelapp.app:create_app()",
        ],
    )


def gunicorn_arguments(host: str, port: int, workers: int) -> list[str]:
    """How the program is served.

    A worker that is told to stop while it is still starting does not hear it, and the server waits for it until
    its grace is over: so that is short, though long enough for the longest answer.
    """
    return [
        "--bind", f"{host}:{port}", "--workers", str(workers), "--worker-class", "gthread", "--threads", "4",
        "--preload", "--no-control-socket", "--graceful-timeout", str(GRACE),
    ]  # fmt: skip


@click.command()
@click.option("--once", is_flag=True, help="Do what waits and stop.")
@click.option("--every", default=2, show_default=True, help="Seconds between two looks at what waits.")
def worker(once: bool, every: int) -> None:
    """Run the jobs that wait, deliver mails from the outbox, and tell webhooks."""
    app = labelapp.app.create_app()
    with app.app_context():
        ask_for_unchecked()
        ask_for_anchors()
        ask_for_daily_work()
        resume_unfinished()
        db.session.commit()
    if once:
        _tell_webhooks(app)
    else:
        Thread(target=_keep_telling_webhooks, args=(app, every), daemon=True).start()
    while True:
        with app.app_context():
            ended = run_waiting()
            sent = deliver_waiting()
        if ended:
            click.echo(f"{ended} jobs done")
        if sent:
            click.echo(f"{sent} mails sent")
        if once:
            return
        time.sleep(every)


def _tell_webhooks(app: Flask) -> None:
    with app.app_context():
        told = tell_endpoints()
    if told:
        click.echo(f"{told} webhooks told")


def _keep_telling_webhooks(app: Flask, every: int) -> None:
    """Beside jobs and mails, so that they never wait for the programs of others."""
    while True:
        try:
            _tell_webhooks(app)
        except Exception:
            log.exception("webhooks could not be told")
        time.sleep(every)


@click.group("db")
def database() -> None:
    """The database: bring it up to date, say how far it is."""


@database.command()
def upgrade() -> None:
    """Run the migrations that are missing."""
    with labelapp.app.create_app().app_context():
        run_migrations()


@database.command()
def current() -> None:
    """Say which migration the database has."""
    with labelapp.app.create_app().app_context():
        show_migration()
