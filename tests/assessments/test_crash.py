"""A server that dies in the middle of saving loses nothing that it had acknowledged, and stores nothing twice."""

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
from sqlalchemy import select

from labelapp.app import create_app
from labelapp.assessments.models import AnswerChange, Assessment
from labelapp.assessments.queries import Given, given_answers
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.assessments import make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.servers import Launcher, Server
from tests.settings import test_settings

FIELDS = (
    ("1.1", "listed"),
    ("1.3", "committed"),
    ("1.4", "near"),
    ("2.6", "joined"),
    ("2.8", "met"),
    ("2.9", "projects"),
    ("4.3", "actions"),
    ("4.9", "reached"),
)
ROUNDS = 10
ENOUGH = 16  # acknowledged saves in a round before the server is killed
GONE = (OSError, http.client.HTTPException)


@pytest.fixture
def instance(own_database_url: str, tmp_path: Path) -> Iterator[tuple[Launcher, Flask]]:
    """A server on a database of its own, not started, and an app on the same database."""
    launcher = Launcher(Server(own_database_url, tmp_path))
    app = create_app(test_settings(own_database_url, tmp_path))
    yield launcher, app
    launcher.close()
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

    def autosave(self, address: str, content: dict[str, object]) -> int:
        """The version that the server acknowledged."""
        request = urllib.request.Request(
            self.url + address,
            json.dumps(content).encode(),
            {"Content-Type": "application/json", "X-CSRFToken": self.token},
        )
        with self.opener.open(request, timeout=20) as answer:
            acknowledged: int = json.loads(answer.read())["version"]
        return acknowledged


@dataclass
class Writer:
    """Somebody who saves one field again and again; its values count like its versions.

    What was not acknowledged is sent again by the next round, as the script of the page does.
    """

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
            number = self.acknowledged + 1
            content = {"field": self.field, "value": str(number), "version": self.acknowledged}
            try:
                self.acknowledged = self.browser.autosave(address, content | {"run": "a", "step": number})
            except urllib.error.HTTPError as error:
                self.failure = f"{error.code} {error.read().decode()}"
            except GONE:
                return
            saved.release()


def test_acknowledged_answers_survive_a_killed_server(instance: tuple[Launcher, Flask]) -> None:
    launcher, app = instance
    with app.app_context():
        cluster, people = make_cluster(), [make_user() for _field in FIELDS]
        for person in people:
            add_member(cluster, person, TeamRole.CONTRIBUTOR)
        assessment_id = make_assessment(cluster, people[0]).id
        db.session.commit()
        emails = [person.email for person in people]
    launcher.start()
    writers = [
        Writer(Browser(launcher.server.url, email), assessment_id, *place)
        for email, place in zip(emails, FIELDS, strict=True)
    ]
    for _round in range(ROUNDS):
        _save_until_killed(launcher, writers)
        launcher.start()
        stored = _stored(app, assessment_id)
        for writer in writers:
            given = stored.get((writer.indicator, writer.field))
            version = given.version if given else 0
            assert writer.acknowledged <= version <= writer.acknowledged + 1, "an acknowledged answer is gone"
            assert given is None or given.content == {"value": version}
    _check_that_nothing_is_stored_twice(app)


def _save_until_killed(launcher: Launcher, writers: list[Writer]) -> None:
    saved = threading.Semaphore(0)
    threads = [threading.Thread(target=writer.run, args=(saved,)) for writer in writers]
    for thread in threads:
        thread.start()
    for _number in range(ENOUGH):
        assert saved.acquire(timeout=60), [writer.failure for writer in writers]
    launcher.kill()
    for thread in threads:
        thread.join(30)
    assert [writer.failure for writer in writers] == [""] * len(writers)


def _check_that_nothing_is_stored_twice(app: Flask) -> None:
    """Each value makes one version, however often it was sent."""
    with app.app_context():
        for change in db.session.scalars(select(AnswerChange)):
            assert change.content == {"value": change.version}


def _stored(app: Flask, assessment_id: int) -> dict[tuple[str, str], Given]:
    with app.app_context():
        assessment = db.session.get(Assessment, assessment_id)
        assert assessment
        return given_answers(assessment)
