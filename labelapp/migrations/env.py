"""Runs the migrations on the database of the app, SQLite and PostgreSQL alike."""

import sqlite3
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from labelapp.extensions import Moment, db


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what the database sees, so that old migrations don't depend on the program."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def run() -> None:
    """Migrate over a connection of the app, SQLite by batches since it cannot alter tables in place."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        _look_at_references(connection, "OFF")
        try:
            context.configure(
                connection=connection, target_metadata=db.metadata, render_item=render, **options
            )
            with context.begin_transaction():
                context.run_migrations()
                _require_references(connection)
            connection.commit()
        finally:
            connection.rollback()
            _look_at_references(connection, "ON")


def _look_at_references(connection: Connection, whether: str) -> None:
    """SQLite alters a table by making another, filling it and dropping the first, to which rows still refer."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute(f"PRAGMA foreign_keys={whether}")  # without effect inside a transaction


def _require_references(connection: Connection) -> None:
    """Raise RuntimeError, and so undo everything, when a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration leaves rows that refer to nothing: {broken[:5]}")


run()
