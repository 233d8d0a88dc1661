"""Files that people hand in: as issued, and altered in every way that matters."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from werkzeug.test import TestResponse

from labelapp.certificates.credential.didweb import method_of
from labelapp.certificates.credential.proof import add_proof
from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import certificate_file, print_certificate
from labelapp.documents.sealing.keys import load_key
from labelapp.documents.sealing.signing import Sealer
from labelapp.extensions import db
from tests.settings import test_settings

HOLDER = "Havnsund Maritime Cluster"


def hand_in(client: FlaskClient, content: bytes, name: str = "certificate.pdf", **more: Any) -> TestResponse:
    """What the page says about a file. The body is written by hand: the client's own would go through a disk."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    return client.post("/verify", data=body, content_type="multipart/form-data; boundary=x", **more)


def issued_file(certificate: Certificate) -> bytes:
    """The file that an award prints and seals."""
    print_certificate(certificate)
    db.session.commit()
    return certificate_file(certificate)


def flipped(content: bytes) -> bytes:
    """One bit of the page's content is another."""
    place = content.index(b"stream") + 40
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def extended(content: bytes) -> bytes:
    """The file with an edit added behind it, as editors save it: another title."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def rewritten(content: bytes) -> bytes:
    """The file as another program saves it anew."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def unsealed(content: bytes, *, with_credential: bool = True) -> bytes:
    """The file without its seal, as if printed to a new PDF."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.AcroForm
        del pdf.Root.Perms
        for page in pdf.pages:
            del page.Annots
        if not with_credential:
            del pdf.Root.AF
            del pdf.Root.Names
        pdf.remove_unreferenced_resources()
        pdf.save(output)
    return output.getvalue()


def sealed_by_somebody_else(content: bytes, folder: Path) -> bytes:
    """The file under the seal of a stranger."""
    theirs = test_settings("sqlite:///unused.db", folder / "theirs", issuer_name="The Cheap Seal Shop")
    return Sealer(load_key(theirs)).seal(content, datetime.now(UTC))


def credential_json(client: FlaskClient, code: str) -> dict[str, Any]:
    """The credential as anybody downloads it."""
    found: dict[str, Any] = json.loads(client.get(f"/verify/{code}/credential.json").data)
    return found


def signed_by_somebody_else(document: dict[str, Any]) -> dict[str, Any]:
    """The same words in our name, under a stranger's signature."""
    key = Ed25519PrivateKey.generate()
    bare = {name: value for name, value in document.items() if name != "proof"}
    return add_proof(bare, key, method_of(document["issuer"]["id"], key.public_key()), datetime.now(UTC))
