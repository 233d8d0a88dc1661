"""A real server process for tests that need one: browsers, and the kill switch."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from labelapp.cli.instance import GRACE

START_WITHIN = 120  # seconds, for a machine with much else to do
STOP_WITHIN = 45


@dataclass
class Server:
    """A gunicorn with two workers on one database. `kill` ends all its processes at once, as a power cut would."""

    database_url: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address under which it answers."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """Its settings as environment variables."""
        return {
            "LABELAPP_SECRET_KEY": "a key that only tests use, long enough",
            "LABELAPP_PASSWORD_SALT": "a salt only for tests",
            "LABELAPP_DATABASE_URL": self.database_url,
            "LABELAPP_STORAGE": str(self.folder / "files"),
            "LABELAPP_SEAL": str(self.folder / "seal"),
            "LABELAPP_ANCHORS": str(self.folder / "anchors"),
            "LABELAPP_CREDENTIAL_FOLDER": str(self.folder / "credential-keys"),
            "LABELAPP_MAIL_FOLDER": str(self.folder / "mails"),
            "LABELAPP_SECURE_COOKIES": "false",
            "LABELAPP_PUBLIC_URL": self.url,
            **self.environment,
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = self.port or free_port()
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "labelapp", "serve", "--port", str(self.port)],
                env={**os.environ, **self.settings()},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def kill(self) -> None:
        """SIGKILL to every process of the server."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=STOP_WITHIN)
            self.process = None

    def stop(self) -> None:
        """End it in an orderly way: its first process tells the others, and waits for them."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=GRACE + STOP_WITHIN)
            self.process = None

    def _wait(self) -> None:
        process = self.process
        assert process is not None
        if not _answers(self.url, lambda: process.poll() is None):
            raise RuntimeError(
                f"the server did not start: {(self.folder / 'server.log').read_text()[-3000:]}"
            )


@dataclass
class Launcher:
    """Starts one server again and again within a moment, see `tests.launcher`."""

    server: Server
    group: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        if self.process is None:
            self.server.port = free_port()
            with (self.server.folder / "server.log").open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-c", "from tests.launcher import main; main()", str(self.server.port)],
                    env={**os.environ, **self.server.settings()},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("start\n")
        self.process.stdin.flush()
        self.group = int(self.process.stdout.readline())
        assert _answers(self.server.url, lambda: True), "the server did not start"

    def kill(self) -> None:
        """SIGKILL to every process of the server, its first one included."""
        os.killpg(self.group, signal.SIGKILL)
        self.group = 0

    def close(self) -> None:
        """End what is left."""
        if self.group:
            self.kill()
        if self.process is not None:
            self.process.kill()
            self.process.communicate()


def _answers(url: str, lives: Callable[[], bool]) -> bool:
    """Whether a server answers before the patience is over or its process is."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and lives():
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return False


@contextmanager
def running_server(database_url: str, folder: Path, **environment: str) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(database_url, folder, environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port on which nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
