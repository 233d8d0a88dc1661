"""A real server process for tests that need one: browsers, and the kill switch."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

START_WITHIN = 120  # seconds, for a machine with much else to do


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
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in an orderly way."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)
            self.process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {(self.folder / 'server.log').read_text()[-3000:]}")


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
