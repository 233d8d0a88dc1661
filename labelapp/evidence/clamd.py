"""A client for clamd, the daemon of ClamAV: one content a connection, by its INSTREAM command."""

import socket
import struct
from collections.abc import Iterable

_SECONDS = 120
_FOUND = " FOUND"


class ScannerDown(Exception):
    """The scanner gave no verdict: it cannot be reached, broke off, or could not take the content."""


def scan(address: str, content: Iterable[bytes]) -> str | None:
    """What the scanner at `host:port` or `/path/of/a/socket` finds in the content; None when it is clean.

    Raises ScannerDown for any answer but a verdict.
    """
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in content:
                if piece:
                    connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerDown(f"{address}: {error}") from error
    return _verdict(answer)


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_SECONDS)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (piece := connection.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str | None:
    result = answer.removeprefix("stream: ")
    if result == "OK":
        return None
    if result.endswith(_FOUND):
        return result.removesuffix(_FOUND)
    raise ScannerDown(answer or "the scanner hung up without a verdict")
