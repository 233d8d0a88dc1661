"""Runs the migrations on the database of the app, SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from labelapp.extensions import db


def run() -> None:
    """Migrate over a connection of the app, SQLite by batches since it cannot alter tables in place."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
