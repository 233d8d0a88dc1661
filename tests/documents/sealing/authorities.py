"""Authorities of the world outside, as far as a seal needs them: of certificates, and of time stamps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.services import free_port

PASSWORD = "for tests only"
NOBODY_LISTENS = "http://127.0.0.1:9/"

CONFIG = """
external-url-prefix: "http://127.0.0.1:{port}"
keysets:
  keys: {{path-prefix: "{folder}", keys: {{root: {{path: root.pem}}, seal: {{path: seal.pem}}, tsa: {{path: tsa.pem}},
    tsa-root: {{path: tsa-root.pem}}}}}}
pki-architectures:
  world:
    keyset: keys
    entity-defaults: {{country-name: BE, organization-name: Invented Trust Services}}
    entities:
      root: {{common-name: Invented Root}}
      seal: {{common-name: The Label Council, organization-name: The Label Council}}
      tsa-root: {{common-name: Invented Clock Root}}
      tsa: {{common-name: Invented Clock}}
    certs:
      root: &authority
        subject: root
        issuer: root
        validity: {{valid-from: "{begin}", valid-to: "{end}"}}
        profiles: [{{id: simple-ca, params: {{max-path-len: 1}}}}]
      tsa-root: {{<<: *authority, subject: tsa-root, issuer: tsa-root}}
      seal:
        issuer: root
        validity: {{valid-from: "{begin}", valid-to: "{end}"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [non_repudiation]}}}}
          - {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}
      tsa:
        issuer: tsa-root
        validity: {{valid-from: "{begin}", valid-to: "{end}"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
    services:
      crl-repo: {{root: {{for-issuer: root, simulated-update-schedule: "P30D"}}}}
      time-stamping: {{clock: {{signing-cert: tsa}}}}
"""


@dataclass(frozen=True)
class World:
    """A root that certified the key of the label, and an authority of time stamps with a root of its own.

    Both answer over HTTP as long as the block of `running_world` lasts: lists of revoked certificates at the address
    that stands in the certificate, time stamps at `tsa`.
    """

    tsa: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate
    root_key: ec.EllipticCurvePrivateKey
    clock_root: x509.Certificate


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        pass


@contextmanager
def running_world(
    folder: Path,
    begin: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    end: datetime = datetime(2040, 1, 1, tzinfo=UTC),
) -> Iterator[World]:
    """The world outside, on a port of this machine."""
    port = free_port()
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "seal", "tsa", "tsa-root")}
    for name, key in keys.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)
    config = CertomancerConfig.from_yaml(
        CONFIG.format(port=port, folder=folder, begin=begin.isoformat(), end=end.isoformat()),
        key_search_dir="/",
    )
    label = ArchLabel("world")
    pki = config.get_pki_arch(label)
    answering = Animator(AnimatorArchStore({label: pki}), with_web_ui=False)
    server = make_server("127.0.0.1", port, answering, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        found = {
            name: x509.load_der_x509_certificate(pki.get_cert(CertLabel(name)).dump())
            for name in ("seal", "root", "tsa-root")
        }
        yield World(
            f"http://127.0.0.1:{port}/world/tsa/clock",
            keys["seal"],
            found["seal"],
            found["root"],
            keys["root"],
            found["tsa-root"],
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def as_pkcs12(
    world: World, key: ec.EllipticCurvePrivateKey | None = None, certificate: x509.Certificate | None = None
) -> bytes:
    """The key of the label with its certificate and root, as an authority hands it out; or another key."""
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        key or world.key,
        certificate or world.certificate,
        [world.root],
        BestAvailableEncryption(PASSWORD.encode()),
    )


def pem(*certificates: x509.Certificate) -> bytes:
    """The certificates as a file."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
