"""The least that Flask, SQLAlchemy and SQLite need for one authenticated, versioned write with an audit row.

Served by gunicorn as `benchmarks.minimal:create_app()`; the database is the file that MINIMAL_DATABASE names.
"""

import os
import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Flask, abort, jsonify, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, event, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PLACES = 64


class Base(DeclarativeBase):
    """Base of the tables."""


class Account(Base):
    """Somebody who may write."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Answer(Base):
    """A value with a version."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)


class Audit(Base):
    """One version of a value."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int]
    version: Mapped[int]
    content: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int]


def create_app() -> Flask:
    """The app on the database of MINIMAL_DATABASE, which it makes when there is none."""
    app = Flask("minimal")
    app.secret_key = "only for measuring"
    engine = create_engine(f"sqlite:///{os.environ['MINIMAL_DATABASE']}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    Base.metadata.create_all(engine)
    with Session(engine) as database:
        if database.get(Account, 1) is None:
            database.add(Account(id=1, name="Mette Lindholt"))
            database.add_all(Answer(id=number + 1) for number in range(PLACES))
            database.commit()
    engine.dispose()

    @app.get("/login")
    def login() -> ResponseReturnValue:
        session["account"] = 1
        return {"account": 1}

    @app.post("/answers/<int:answer_id>")
    def save(answer_id: int) -> ResponseReturnValue:
        sent = request.get_json()
        with Session(engine) as database:
            account = database.scalars(
                select(Account).where(Account.id == session.get("account"))
            ).one_or_none()
            if account is None:
                abort(401)
            version = sent["version"] + 1
            changed = database.connection().execute(
                update(Answer)
                .where(Answer.id == answer_id, Answer.version == sent["version"])
                .values(content=sent["value"], version=version)
            )
            if not changed.rowcount:
                abort(409)
            database.add(
                Audit(
                    answer_id=answer_id,
                    version=version,
                    content=sent["value"],
                    at=datetime.now(UTC),
                    account_id=account.id,
                )
            )
            database.commit()
        return jsonify(version=version)

    return app


def _prepare(connection: Any, _record: Any) -> None:
    """The same promises as those of the full stack: on disk before it is acknowledged, patience with others."""
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")
