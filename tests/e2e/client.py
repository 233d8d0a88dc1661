"""A program that talks to the server over HTTP with a session of its own, for what no browser would send."""

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from tests.factories.accounts import PASSWORD

BOUNDARY = "between-the-parts"
PIECE = bytes(1024 * 1024)


@dataclass(frozen=True)
class Answer:
    """What came back; redirects are not followed."""

    status: int
    text: str
    location: str


@dataclass
class Client:
    """Sends requests in French and keeps its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own. `body` as http.client takes it: bytes or an iterator of bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Accept": "text/html", "Accept-Language": "fr", "Cookie": cookies, "X-CSRFToken": self.token}
        connection.request(method, path, body, own | (headers or {}))
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        connection.close()
        return Answer(response.status, text, response.headers.get("Location", ""))

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self.send("GET", path, headers=headers)

    def post(self, path: str, **fields: str) -> Answer:
        """A form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urllib.parse.urlencode(fields).encode(), kind)

    def post_json(self, path: str, content: Any) -> Answer:
        """What a script of ours sends."""
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        return self.send("POST", path, json.dumps(content).encode(), kind)

    def upload(self, path: str, filename: str, content: bytes = b"", megabytes: int = 0) -> Answer:
        """A form with a file: `content`, followed by so many megabytes of zeros that are never in memory at once."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        ).encode() + content
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        length = len(head) + megabytes * len(PIECE) + len(tail)

        def pieces() -> Iterator[bytes]:
            yield head
            for _number in range(megabytes):
                yield PIECE
            yield tail

        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(length)}
        return self.send("POST", path, pieces(), headers)

    def sign_in(self, email: str) -> "Client":
        """Sign in by the form."""
        self._take_token("/login")
        answer = self.post("/login", email=email, password=PASSWORD)
        assert answer.status == 302, answer.text
        self._take_token("/account")
        return self

    def _take_token(self, path: str) -> None:
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.get(path).text)
        assert found
        self.token = found[1]
