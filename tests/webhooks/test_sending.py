"""One POST over a checked connection: real servers, and what they may do wrong."""

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labelapp.webhooks import sending
from labelapp.webhooks.addresses import Target
from labelapp.webhooks.models import Problem
from labelapp.webhooks.sending import MOST_KEPT, Answer, post
from tests.webhooks.receiver import Receiver, receiving

BODY = '{"text": "Grüße"}'.encode()


def _target(receiver: Receiver) -> Target:
    return Target(f"127.0.0.1:{receiver.port}", "127.0.0.1", receiver.port, "/hook?a=b", local=True)


def _post(receiver: Receiver, patience: float = 10) -> Answer:
    return post(_target(receiver), {"webhook-id": "msg_1"}, BODY, patience=patience)


def test_message_arrives_as_it_was_signed(receiver: Receiver) -> None:
    answer = _post(receiver)
    (received,) = receiver.received
    assert (answer.problem, answer.code) == (None, 204)
    assert (received.path, received.body) == ("/hook?a=b", BODY)
    assert received.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert received.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("code", [200, 201, 202, 299])
def test_every_answer_from_200_to_299_is_success(receiver: Receiver, code: int) -> None:
    receiver.always(code, b"thanks")
    answer = _post(receiver)
    assert (answer.problem, answer.code, answer.text) == (None, code, "thanks")


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirect_is_not_followed(receiver: Receiver, code: int) -> None:
    with receiving() as other:
        receiver.always(code, Location=other.address)
        answer = _post(receiver)
        assert (answer.problem, answer.code) == (Problem.REFUSED, code)
        assert other.received == []


def test_beginning_of_a_long_answer_is_kept_and_the_rest_not_even_read(receiver: Receiver) -> None:
    sent: list[int] = []

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(500)
        handler.end_headers()
        for _part in range(1000):
            handler.wfile.write(b"\xff\0" + b"x" * 65_534)
            sent.append(65_536)

    receiver.answer = flood
    answer = _post(receiver)
    assert (answer.problem, answer.code) == (Problem.REFUSED, 500)
    assert answer.text == "\N{REPLACEMENT CHARACTER}" + "x" * (MOST_KEPT - 1)
    assert sum(sent) < 20_000_000


def test_who_sends_a_byte_now_and_then_is_cut_off(receiver: Receiver) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1")
        for _byte in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    receiver.answer = drip
    begin = time.monotonic()
    assert _post(receiver, patience=0.5).problem is Problem.TIME
    assert time.monotonic() - begin < 2


def test_silent_receiver_is_left_after_the_time(receiver: Receiver) -> None:
    receiver.answer = lambda _handler: time.sleep(1)
    answer = _post(receiver, patience=0.3)
    assert answer.problem is Problem.TIME
    assert 250 < answer.duration < 900


def test_answer_whose_text_never_ends_counts_by_its_code(receiver: Receiver) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.wfile.flush()
        time.sleep(1)

    receiver.answer = half
    answer = _post(receiver, patience=0.3)
    assert (answer.problem, answer.code) == (None, 200)


def test_what_is_no_http_is_a_broken_connection(receiver: Receiver) -> None:
    def greet(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 mail.example ESMTP\r\n")

    receiver.answer = greet
    assert _post(receiver).problem is Problem.CONNECTION


def test_nobody_listening_is_a_broken_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    target = Target(f"127.0.0.1:{port}", "127.0.0.1", port, "/", local=True)
    assert post(target, {}, BODY).problem is Problem.CONNECTION


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for hooks.example, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    day = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - datetime.timedelta(days=1))
        .not_valid_after(day + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("authority") / "hooks.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def encrypted(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver at hooks.example, whose public address 93.184.215.14 leads to this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    with receiving(context) as receiver:
        connect = socket.create_connection

        def reroute(place: tuple[str, int], timeout: float) -> socket.socket:
            assert ipaddress.ip_address(place[0]) == ipaddress.ip_address("93.184.215.14")
            return connect(("127.0.0.1", receiver.port), timeout=timeout)

        monkeypatch.setattr(sending.socket, "create_connection", reroute)
        yield receiver


def test_connection_goes_to_the_address_that_was_checked_though_the_name_leads_elsewhere_next(
    encrypted: Receiver, authority: Path
) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    target = Target("hooks.example", "hooks.example", 443, "/", local=False)
    trusting = ssl.create_default_context(cafile=str(authority))
    answer = post(target, {}, BODY, resolver=lambda _host, _port: next(answers), context=trusting)
    assert (answer.problem, answer.code) == (None, 204)
    assert encrypted.received[0].headers["Host"] == "hooks.example"
    assert next(answers) == ["127.0.0.1"], "the name was looked up once"


@pytest.mark.parametrize("host", ["hooks.example", "other.example"])
def test_certificate_of_nobody_known_or_for_another_name_is_not_taken(
    encrypted: Receiver, authority: Path, host: str
) -> None:
    context = None if host == "hooks.example" else ssl.create_default_context(cafile=str(authority))
    target = Target(host, host, 443, "/", local=False)
    answer = post(target, {}, BODY, resolver=lambda _host, _port: ["93.184.215.14"], context=context)
    assert answer.problem is Problem.CERTIFICATE
    assert encrypted.received == []
