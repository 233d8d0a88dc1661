"""Sending one message: a single POST over a connection to an address that was checked.

With the client of the standard library on a socket of our own: it knows no redirects, no proxies of the environment
and no second look at the name of the host.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer

from labelapp.webhooks.addresses import Resolver, Target, Unreachable, checked_addresses, resolve
from labelapp.webhooks.models import Problem

PATIENCE = 10.0  # seconds for all of it: connecting, encrypting, sending, and reading the answer
MOST_READ = 64 * 1024  # bytes of an answer
MOST_KEPT = 500  # characters of it


@dataclass(frozen=True)
class Answer:
    """What came of an attempt. `duration` is in milliseconds; without a `problem` the message has arrived."""

    problem: Problem | None
    duration: int = 0
    code: int | None = None
    text: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants no message ever again."""
        return self.code == 410


def post(
    target: Target,
    headers: Mapping[str, str],
    body: bytes,
    *,
    resolver: Resolver = resolve,
    context: ssl.SSLContext | None = None,
    patience: float = PATIENCE,
) -> Answer:
    """Send `body` and wait for the answer. Never raises for what the other side does. Needs no application context."""
    begin = time.monotonic()
    try:
        plain = _connected(checked_addresses(target, resolver), target.port, begin + patience)
        with _cut_after(plain, begin + patience):
            secured = plain if target.local else _secured(plain, target.host, context)
            code, text = _exchange(secured, target, headers, body)
    except Unreachable as reason:
        return Answer(reason.problem, _since(begin))
    except (OSError, HTTPException) as error:
        late = time.monotonic() >= begin + patience
        return Answer(Problem.TIME if late else _problem(error), _since(begin))
    problem = None if 200 <= code < 300 else Problem.REFUSED
    return Answer(problem, _since(begin), code, text)


@contextlib.contextmanager
def _cut_after(plain: socket.socket, deadline: float) -> Iterator[None]:
    """Break the connection off at the deadline, and close it in any case.

    The time-out of a socket is for each of its reads: who sends a byte now and then could keep us for hours.
    """
    handle = plain.dup()
    watch = Timer(_left(deadline), _cut, (handle,))
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        handle.close()
        plain.close()


def _exchange(
    connected: socket.socket, target: Target, headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    """The code of the answer and the beginning of its text. Closes the connection."""
    connection = HTTPConnection(target.host, target.port)
    connection.sock, connection.auto_open = connected, 0
    with contextlib.closing(connection):
        connection.request("POST", target.path, body, {"Host": target.authority, **headers})
        answer = connection.getresponse()
        return answer.status, _read(answer)


def _connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """A connection to the first address that takes one. Raises OSError."""
    for place, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), timeout=_left(deadline))
        except OSError:
            if place == len(addresses):
                raise
    raise OSError("no address")


def _secured(plain: socket.socket, host: str, context: ssl.SSLContext | None) -> socket.socket:
    """Encrypted, with a certificate for the name that was asked for."""
    return (context or ssl.create_default_context()).wrap_socket(plain, server_hostname=host)


def _read(answer: HTTPResponse) -> str:
    """The beginning of an answer as text; its code counts, whether or not the rest comes."""
    content = b""
    with contextlib.suppress(OSError, HTTPException):
        content = answer.read(MOST_READ)
    return content.decode("utf-8", "replace").replace("\0", "")[:MOST_KEPT]


def _cut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def _problem(error: Exception) -> Problem:
    if isinstance(error, ssl.SSLError):
        return Problem.CERTIFICATE
    return Problem.TIME if isinstance(error, TimeoutError) else Problem.CONNECTION


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.001)


def _since(begin: float) -> int:
    return round((time.monotonic() - begin) * 1000)
