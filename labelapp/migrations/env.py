"""Runs the migrations on the database of the app, SQLite and PostgreSQL alike."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from labelapp.extensions import Moment, db


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what the database sees, so that old migrations don't depend on the program."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def run() -> None:
    """Migrate over a connection of the app, SQLite by batches since it cannot alter tables in place."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_item=render, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
