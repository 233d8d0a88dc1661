"""A server that dies in the middle of saving loses nothing that it had acknowledged."""

import http.client
import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from flask import Flask

from labelapp.app import create_app
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Given, given_answers
from labelapp.extensions import db
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.assessments import make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.servers import Server
from tests.settings import test_settings

FIELDS = (("2.8", "met"), ("1.1", "listed"), ("1.3", "committed"), ("1.4", "near"))
ROUNDS = 2
ENOUGH = 40  # acknowledged saves in a round before the server is killed
GONE = (OSError, http.client.HTTPException)


@pytest.fixture
def instance(own_database_url: str, tmp_path: Path) -> Iterator[tuple[Server, Flask]]:
    """A server on a database of its own, not started, and an app on the same database."""
    server = Server(own_database_url, tmp_path)
    app = create_app(test_settings(own_database_url, tmp_path))
    yield server, app
    if server.process is not None:
        server.stop()
    with app.app_context():
        db.engine.dispose()


class Browser:
    """Signs in by the form and sends what the script of the page sends."""

    def __init__(self, url: str, email: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self._read("/login"))
        assert token
        fields = {"email": email, "password": PASSWORD, "csrf_token": token[1]}
        self._read("/login", urllib.parse.urlencode(fields).encode())
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self._read("/assessments/all"))
        assert found
        self.token = found[1]

    def _read(self, path: str, body: bytes | None = None) -> str:
        with self.opener.open(self.url + path, body, timeout=20) as answer:
            return str(answer.read().decode())

    def autosave(self, address: str, field: str, value: int, version: int) -> int:
        """The version that the server acknowledged."""
        request = urllib.request.Request(
            self.url + address,
            json.dumps({"field": field, "value": str(value), "version": version}).encode(),
            {"Content-Type": "application/json", "X-CSRFToken": self.token},
        )
        with self.opener.open(request, timeout=20) as answer:
            acknowledged: int = json.loads(answer.read())["version"]
        return acknowledged


@dataclass
class Writer:
    """Saves one field again and again, and remembers what was acknowledged; version and value count alike."""

    browser: Browser
    assessment_id: int
    indicator: str
    field: str
    acknowledged: int = 0
    failure: str = ""

    def run(self, saved: threading.Semaphore) -> None:
        """Save until the server is gone."""
        address = f"/assessments/{self.assessment_id}/indicators/{self.indicator}/autosave"
        while not self.failure:
            try:
                version = self.browser.autosave(address, self.field, self.acknowledged + 1, self.acknowledged)
            except urllib.error.HTTPError as error:
                self.failure = f"{error.code} {error.read().decode()}"
            except GONE:
                return
            else:
                self.acknowledged = version
            saved.release()


def test_acknowledged_answers_survive_a_killed_server(instance: tuple[Server, Flask]) -> None:
    server, app = instance
    with app.app_context():
        manager = make_user("Mette Lindholt")
        email = manager.email
        cluster = make_cluster()
        add_member(cluster, manager)
        assessment_id = make_assessment(cluster, manager).id
        db.session.commit()
    server.start()
    browser = Browser(server.url, email)
    writers = [Writer(browser, assessment_id, *place) for place in FIELDS]
    for _round in range(ROUNDS):
        _save_until_killed(server, writers)
        server.start()
        stored = _stored(app, assessment_id)
        for writer in writers:
            given = stored.get((writer.indicator, writer.field))
            if given is None:
                assert writer.acknowledged == 0, "an acknowledged answer is gone"
                continue
            assert writer.acknowledged <= given.version <= writer.acknowledged + 1
            assert given.content == {"value": given.version}
            # What was stored and not acknowledged any more is what a browser would send again.
            writer.acknowledged = given.version


def _save_until_killed(server: Server, writers: list[Writer]) -> None:
    saved = threading.Semaphore(0)
    threads = [threading.Thread(target=writer.run, args=(saved,)) for writer in writers]
    for thread in threads:
        thread.start()
    for _number in range(ENOUGH):
        assert saved.acquire(timeout=30)
    server.kill()
    for thread in threads:
        thread.join(30)
    assert [writer.failure for writer in writers] == [""] * len(writers)


def _stored(app: Flask, assessment_id: int) -> dict[tuple[str, str], Given]:
    with app.app_context():
        assessment = db.session.get(Assessment, assessment_id)
        assert assessment
        return given_answers(assessment)
