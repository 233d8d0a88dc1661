"""Anyone hands in a file: what the page says about a genuine one, and about each kind of forgery."""

import json
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.certificates.models import Certificate, CertificatePrint
from labelapp.certificates.printing import certificate_data
from labelapp.documents.certificate import certificate_pdf
from labelapp.documents.sealing import seal
from labelapp.extensions import db
from tests.certificates.verification import files
from tests.certificates.verification.files import HOLDER, hand_in
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def certificate() -> Certificate:
    return make_certificate(make_cluster(name=HOLDER))


@pytest.fixture
def issued(certificate: Certificate) -> bytes:
    """The file as the holder got it."""
    return files.issued_file(certificate)


def _verdict(page: str) -> str:
    """The lines of the verdict, without their markup."""
    block = re.search(r'<section class="verdict.*?</section>', page, re.DOTALL)
    assert block is not None
    return " ".join(re.sub(r"<[^>]+>", " ", block[0]).split())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Genuine file. Valid today, "),
        (
            {"valid_until": date(2026, 1, 31), "valid_from": date(2024, 1, 1)},
            "Genuine file. Expired, not valid",
        ),
        ({"suspended_on": date(2020, 1, 1)}, "Genuine file. Suspended, not valid today"),
        ({"withdrawn_on": date(2020, 1, 1)}, "Genuine file. Withdrawn, not valid"),
        ({"superseded_on": date(2020, 1, 1)}, "Genuine file. Superseded, another certificate holds"),
    ],
)
def test_genuine_file_is_told_with_the_state_of_its_certificate(
    client: FlaskClient, certificate: Certificate, issued: bytes, changes: dict[str, Any], says: str
) -> None:
    for name, value in changes.items():
        setattr(certificate, name, value)
    db.session.commit()
    page = hand_in(client, issued).text
    assert says in _verdict(page)
    assert HOLDER in _verdict(page)
    assert certificate.serial in page
    assert "The register knows this file, byte for byte." in page
    assert "Our seal covers every byte of the file." in page


def test_superseded_file_leads_to_the_certificate_that_took_its_place(client: FlaskClient) -> None:
    cluster = make_cluster()
    old = make_certificate(cluster, "bronze")
    content = files.issued_file(old)
    new = make_certificate(cluster, "gold")
    page = hand_in(client, content).text
    assert "Genuine file. Superseded, another certificate holds" in _verdict(page)
    assert f'href="/verify/{new.code}"' in page


def test_every_alteration_is_named_and_the_truth_stands_beside_it(
    client: FlaskClient, certificate: Certificate, issued: bytes, tmp_path: Path
) -> None:
    forgeries = {
        "Altered after it was sealed": files.flipped(issued),
        "Something was added after it was sealed": files.extended(issued),
        "Written anew, the seal is missing": files.unsealed(issued),
        "Sealed by somebody else": files.sealed_by_somebody_else(files.unsealed(issued), tmp_path),
    }
    for says, content in forgeries.items():
        page = hand_in(client, content).text
        assert f"Not genuine {says}" in _verdict(page), says
        assert "Genuine file" not in page
        assert "What the register says" in page
        assert HOLDER in page.partition("What the register says")[2], says
    assert "The Cheap Seal Shop" in page


def test_file_that_another_program_saved_anew_is_altered(client: FlaskClient, issued: bytes) -> None:
    assert "Not genuine Altered after it was sealed" in _verdict(
        hand_in(client, files.rewritten(issued)).text
    )


def test_file_without_seal_and_credential_is_known_by_the_number_in_its_title(
    client: FlaskClient, certificate: Certificate, issued: bytes
) -> None:
    page = hand_in(client, files.unsealed(issued, with_credential=False)).text
    assert "Written anew, the seal is missing" in _verdict(page)
    assert certificate.code in page


def test_pdf_of_somebody_else_is_not_one_of_ours(client: FlaskClient, certificate: Certificate) -> None:
    page = hand_in(client, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF").text
    assert "Not one of our certificates" in _verdict(page)
    assert "What the register says" not in page


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"{}", b"[1]", b'{"type": "x"}', b"\xff\xfe", b"null"])
def test_file_that_is_neither_pdf_nor_credential_is_told_so(client: FlaskClient, content: bytes) -> None:
    assert "Neither a PDF nor a credential" in _verdict(hand_in(client, content, "thing.pdf").text)


def test_our_seal_on_something_else_makes_no_certificate(
    client: FlaskClient, certificate: Certificate
) -> None:
    letter = seal(certificate_pdf(certificate_data(certificate)))
    page = hand_in(client, letter).text
    assert "From us, but not a certificate in the register" in _verdict(page)
    assert "Genuine" not in page


def test_file_of_a_certificate_that_the_register_forgot_is_genuine_by_its_seal_and_credential(
    client: FlaskClient, issued: bytes
) -> None:
    for printed in db.session.scalars(select(CertificatePrint)):
        db.session.delete(printed)
    db.session.commit()
    page = hand_in(client, issued).text
    assert "Genuine file. Valid today, " in _verdict(page)
    assert "The register does not know the bytes of this file." in page


def test_earlier_file_stays_genuine_and_says_that_it_is_an_earlier_one(
    client: FlaskClient, certificate: Certificate, issued: bytes
) -> None:
    certificate.pdf_sha256 = "0" * 64
    db.session.commit()
    page = hand_in(client, issued).text
    assert "Genuine file. Valid today, " in _verdict(page)
    assert "An earlier file of this certificate" in page


def test_credential_is_told_genuine_and_each_change_of_it_is_shown(
    client: FlaskClient, certificate: Certificate
) -> None:
    document = files.credential_json(client, certificate.code)
    assert "Genuine file. Valid today, " in _verdict(_json(client, document))
    forged = {**document, "validUntil": "2099-12-31T23:59:59Z"}
    page = _json(client, forged)
    assert "Not genuine Altered after it was signed" in _verdict(page)
    assert "2099-12-31T23:59:59Z" in page
    assert document["validUntil"] in page
    assert "Not genuine Signed by somebody else" in _verdict(
        _json(client, files.signed_by_somebody_else(document))
    )
    theirs = {**document, "issuer": {"id": "did:web:elsewhere.example", "type": ["Profile"]}}
    assert "A credential of another issuer" in _verdict(_json(client, theirs))
    assert "did:web:elsewhere.example" in _json(client, theirs)


def test_credential_of_a_certificate_that_is_not_in_the_register_is_not_genuine(
    client: FlaskClient, certificate: Certificate
) -> None:
    document = files.credential_json(client, certificate.code)
    certificate.code = "0000-0000-0000"
    db.session.commit()
    assert "From us, but not a certificate in the register" in _verdict(_json(client, document))


@pytest.mark.parametrize(
    "change",
    [
        {"id": ["verify"] * 3},
        {"issuer": {"id": {"a": 1}}},
        {"name": "<script>alert(1)</script>"},
        {"name": "\x00"},
        {"n": 10**400},
        {"credentialSubject": "x"},
    ],
)
def test_hostile_credential_gets_an_answer_and_runs_nothing(
    client: FlaskClient, certificate: Certificate, change: dict[str, Any]
) -> None:
    document = files.credential_json(client, certificate.code) | change
    answer = hand_in(client, json.dumps(document).encode(), "x.json")
    assert answer.status_code == 200
    assert "Genuine" not in answer.text
    assert "<script>alert" not in answer.text


def test_nesting_without_end_and_half_letters_are_no_credential(client: FlaskClient) -> None:
    deep = b'{"type": ["VerifiableCredential"], "a": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    half = b'{"type": ["VerifiableCredential"], "issuer": "\\ud800"}'
    for content in (deep, half):
        assert "Neither a PDF nor a credential" in _verdict(hand_in(client, content, "x.json").text)


def test_program_gets_the_same_answer_as_json(
    client: FlaskClient, certificate: Certificate, issued: bytes
) -> None:
    found = hand_in(client, issued, headers={"Accept": "application/json"}).json
    assert found is not None
    assert (found["result"], found["status"]) == ("genuine", "valid")
    assert found["certificate"].endswith(certificate.code)


def test_file_is_checked_without_writing_to_any_disk(
    client: FlaskClient, issued: bytes, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    before = sorted(storage.rglob("*"))
    assert hand_in(client, issued + b"\0" * 1_000_000).status_code == 200
    assert sorted(storage.rglob("*")) == before


def test_file_that_is_too_large_or_missing_is_refused(client: FlaskClient) -> None:
    assert hand_in(client, b"%PDF-" + b"\0" * 5_100_000).status_code == 413
    assert client.post("/verify").status_code == 422
    assert hand_in(client, b"").status_code == 422


def test_files_handed_in_too_often_are_refused_for_a_while(client: FlaskClient) -> None:
    statuses = [hand_in(client, b"x").status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert client.get("/verify").status_code == 200


def _json(client: FlaskClient, document: dict[str, Any]) -> str:
    return hand_in(client, json.dumps(document).encode(), "credential.json").text
