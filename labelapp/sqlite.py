"""How the program uses SQLite: settings of a connection, and writers that wait for their turn."""

import fcntl
import os
import sqlite3
import threading
from typing import Any

from flask import current_app, g, has_request_context, request
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE, _TURN = "file of the turn", "turn of writing"
_writing: dict[int, int] = {}  # the open file behind which others wait: the thread that holds it


def prepare_engines() -> None:
    """Listen to every engine; those of other databases are left alone."""
    event.listen(Engine, "connect", _prepare)
    event.listen(Engine, "begin", _begin)
    event.listen(Engine, "checkin", _end_turn)
    event.listen(Engine, "close", _end_turn)


def _prepare(connection: Any, record: Any) -> None:
    """WAL, foreign keys, patience with other writers; transactions are begun by `_begin`.

    `lower` knows all letters, as on PostgreSQL: SQLite's own leaves Å, Σ and Ж as they are.
    """
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if file:
        record.info[_FILE] = f"{file}-turn"


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _begin(connection: Connection) -> None:
    """A transaction that may write takes the write lock at once, so that it never has to be given up half-way."""
    if connection.dialect.name != "sqlite":
        return
    if _only_reads():
        connection.exec_driver_sql("BEGIN")
        return
    _take_turn(connection.connection.info)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _only_reads() -> bool:
    """Whether a request only reads now, see `labelapp.web.transactions`. Whatever is no request may write."""
    if not has_request_context() or g.get("writing", False):
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE_METHODS or getattr(view, "__writes_briefly__", False)


def _take_turn(info: dict[Any, Any]) -> None:
    """Wait behind a file lock that the kernel hands on, and takes back from a process that dies.

    SQLite itself looks again after ever longer naps, which among many writers leaves some of them waiting for long.
    A thread that writes on two connections at once would wait for itself; there SQLite answers, as ever.
    """
    if _FILE not in info or threading.get_ident() in _writing.values():
        return
    turn = os.open(info[_FILE], os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    fcntl.flock(turn, fcntl.LOCK_EX)
    info[_TURN] = turn
    _writing[turn] = threading.get_ident()


def _end_turn(_connection: Any, record: Any) -> None:
    turn = record.info.pop(_TURN, None)
    if turn is not None:
        del _writing[turn]
        fcntl.flock(
            turn, fcntl.LOCK_UN
        )  # closing alone would leave it with a process that was forked meanwhile
        os.close(turn)
