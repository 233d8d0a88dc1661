"""Clients that save one answer after the other, and what they saw."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CLIENTS = 8


@dataclass
class Place:
    """Where one client saves: an address with the headers that it needs, a field there, and its version."""

    port: int
    address: str
    headers: dict[str, str]
    field: str = ""
    version: int = 0


@dataclass
class Seen:
    """The seconds that each save took, and how long the clients were at it."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0

    def add(self, other: "Seen") -> None:
        """Take in what was seen in another round."""
        self.seconds += other.seconds
        self.elapsed += other.elapsed

    @property
    def per_second(self) -> float:
        """Saves in a second, all clients together."""
        return len(self.seconds) / self.elapsed

    def percentile(self, percent: int) -> float:
        """The milliseconds within which `percent` of the saves were answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def save_for(places: list[Place], seconds: float) -> Seen:
    """All clients at once save at their places for so long. Raises RuntimeError when one is not acknowledged."""
    seen, failures = Seen(), list[str]()
    until = time.perf_counter() + seconds

    def work(place: Place) -> None:
        try:
            _save_until(place, until, seen.seconds.append)
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            failures.append(str(error))

    assert len({(place.address, place.field) for place in places}) == len(places), "each client saves alone"
    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.elapsed = time.perf_counter() - begun
    if failures:
        raise RuntimeError(failures[0])
    return seen


def _save_until(place: Place, until: float, note: Callable[[float], None]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    version = place.version
    while (begun := time.perf_counter()) < until:
        version = _version(connection, place, version, str(version % 1000))
        note(time.perf_counter() - begun)
    place.version = version
    connection.close()


def _version(connection: http.client.HTTPConnection, place: Place, version: int, value: str) -> int:
    """Save and return the version that was acknowledged."""
    body = json.dumps({"field": place.field, "value": value, "version": version})
    connection.request("POST", place.address, body, place.headers | {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{place.address}: {answer.status} {text[:500]!r}")
    acknowledged: int = json.loads(text)["version"]
    return acknowledged
