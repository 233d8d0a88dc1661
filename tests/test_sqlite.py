"""SQLite's writers wait in line and never for themselves."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

import labelapp.extensions  # noqa: F401  it listens to every engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'lines.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE line (number INTEGER)"))
    yield engine
    engine.dispose()


def _is_free(folder: Path) -> bool:
    turn = os.open(folder / "lines.db-turn", os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(turn)
    return True


@pytest.mark.parametrize("fails", [False, True])
def test_writer_holds_its_turn_until_its_transaction_ends(
    engine: Engine, tmp_path: Path, fails: bool
) -> None:
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO line VALUES (1)"))
        assert not _is_free(tmp_path)
        (connection.rollback if fails else connection.commit)()
    assert _is_free(tmp_path)


def test_thread_that_writes_twice_at_once_is_answered_by_sqlite(engine: Engine) -> None:
    with engine.begin() as one, engine.connect() as other:
        one.execute(text("INSERT INTO line VALUES (1)"))
        other.connection.dbapi_connection.execute("PRAGMA busy_timeout=10")  # type: ignore[union-attr]
        with pytest.raises(Exception, match="database is locked"):
            other.execute(text("INSERT INTO line VALUES (2)"))
