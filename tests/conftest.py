"""Fixtures that every test may use. The database is built by the migrations, once a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.app import create_app
from labelapp.clock import init_clock
from labelapp.extensions import db
from tests.browser import Browser
from tests.databases import empty, provide_database, spare_the_disk
from tests.settings import test_settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="database of the run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The run on PostgreSQL leaves out what touches no database, and scripts in a browser: they ran already.

    In a browser it takes the tests of the whole way through the database, which are marked `every_database`. What
    no database decides, such as the tables of rights, is marked `one_database` and left out, at least in part.
    """
    if config.getoption("--db") == "sqlite":
        return
    databases = {"database_url", "own_database_url", "server"}
    without = [
        item
        for item in items
        if not databases & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("one_database") is not None
        or ("e2e" in item.path.parts and item.get_closest_marker("every_database") is None)
    ]
    config.hook.pytest_deselected(items=without)
    left_out = set(without)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated, empty database of this worker."""
    yield from provide_database(request.config.getoption("--db"), tmp_path_factory.mktemp("database"))


@pytest.fixture
def own_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of one test, for servers that it starts and kills."""
    yield from provide_database(request.config.getoption("--db"), tmp_path)


@pytest.fixture(scope="session")
def _app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(test_settings(database_url, tmp_path_factory.mktemp("instance")))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Browser
    # Argon2 is slow on purpose; no test is about how slow.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with app.app_context():
        spare_the_disk(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The app on an empty database, inside an application context."""
    with _app.app_context():
        yield _app
        db.session.rollback()
        empty(db.engine)
    _app.extensions["limits"].storage.reset()
    init_clock(_app, today=None)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, not signed in."""
    return app.test_client()


@pytest.fixture
def storage(app: Flask) -> Path:
    """The folder where this run keeps uploaded files."""
    return app.extensions["settings"].storage
