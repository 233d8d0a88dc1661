"""A real server and a real browser."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.databases import provide_database
from tests.servers import Server, running_server

BROWSER = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers on a migrated, empty database of its own."""
    folder = tmp_path_factory.mktemp("server")
    for url in provide_database(request.config.getoption("--db"), folder):
        with running_server(url, folder, LABELAPP_DEMO="true") as running:
            yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=BROWSER
        )
        yield chromium
        chromium.close()


def axe_findings(page: Page) -> list[str]:
    """Accessibility violations of the page as it stands, one line each: rule, page, first places."""
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [
        f"{page.url}: {found['id']}: {'; '.join(node['html'][:140] for node in found['nodes'][:3])}"
        for found in results.response["violations"]
    ]
