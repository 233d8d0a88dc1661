"""Servers of others that tests start on loopback: an S3 API and a virus scanner."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

BUCKET = "evidence"
MARK = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
# In parts, so that no scanner takes this module for the test file itself.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + MARK + b"!$H+H*"
SIGNATURE = "Eicar-Test"
_START_WITHIN = 60  # seconds, for a machine with much else to do


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Service:
    """A process that listens on a port of loopback and may be stopped and started again."""

    command: list[str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + _START_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.command[0]} did not start")

    def stop(self) -> None:
        """End it; again changes nothing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """A service for the length of a block."""
    try:
        service.start()
        yield service
    finally:
        service.stop()


def s3_server() -> Service:
    """An S3 API server that keeps its buckets in memory."""
    port = free_port()
    return Service([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)


def make_bucket(server: Service) -> None:
    """The bucket that the settings of the tests name."""
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{server.address}",
        region_name="eu-north-1",
        aws_access_key_id="test-key",
        aws_secret_access_key="test-secret",
        config=Config(retries={"max_attempts": 1}),
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    client.close()


def scanner(folder: Path) -> Service:
    """A clamd that knows one virus: the harmless test file by EICAR. It also listens on `folder`/clamd.ctl."""
    signatures, port = folder / "signatures", free_port()
    signatures.mkdir()
    (signatures / "test.ndb").write_text(f"{SIGNATURE}:0:*:{MARK.hex()}\n")
    config = folder / "clamd.conf"
    config.write_text(
        f"Foreground yes\nDatabaseDirectory {signatures}\nTCPAddr 127.0.0.1\nTCPSocket {port}\n"
        f"LocalSocket {folder / 'clamd.ctl'}\nFixStaleSocket yes\nTemporaryDirectory {folder}\n"
    )
    return Service(["/usr/sbin/clamd", "--config-file", str(config)], port)
