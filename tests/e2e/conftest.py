"""A real server, a real browser, and the app on the server's database for what is prepared without clicks."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from labelapp.app import create_app
from labelapp.extensions import db
from tests.databases import provide_database
from tests.e2e.drafts import Draft, make_draft
from tests.e2e.visitors import PATIENCE, Visitors
from tests.servers import Server, running_server
from tests.settings import test_settings

BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str:
    """Where Debian's Chromium without windows is: it is the same engine, and much faster to start and to draw."""
    return shutil.which("chromium-headless-shell") or "/usr/bin/chromium-headless-shell"


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers on a migrated database. Starting one is slow, so modules share it:

    each makes cluster organisations and people of its own and looks at nothing else.
    """
    folder = tmp_path_factory.mktemp("server")
    for url in provide_database(request.config.getoption("--db"), folder):
        with running_server(url, folder, LABELAPP_DEMO="true") as running:
            yield running


@pytest.fixture(scope="session")
def backstage(server: Server) -> Iterator[Flask]:
    """The app on the server's database and files. Keep each context short: on SQLite it holds the write lock."""
    app = create_app(test_settings(server.database_url, server.folder, demo=True, public_url=server.url))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER)
        expect.set_options(timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def visitors(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Visitors]:
    """People at their browsers; what went wrong in any of them fails the test at its end.

    What pages look like does not depend on the database: they are examined on SQLite.
    """
    found = Visitors(browser, server.url, examine=request.config.getoption("--db") == "sqlite")
    yield found
    found.leave()
    assert found.problems == []


@pytest.fixture
def draft(backstage: Flask) -> Draft:
    """A self-assessment of two people, without answers."""
    return make_draft(backstage)
