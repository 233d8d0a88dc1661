"""The credential of a certificate: what it says and leaves out, and that others can check it and its status."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient
from openvc.proof.errors import ProofError
from openvc.status.status_list import CredentialSuspended

from labelapp.certificates.codes import new_code
from labelapp.certificates.credential.lists import Purpose, status_list
from labelapp.certificates.credential.places import place_of
from labelapp.certificates.credential.statuslist import PLACES, decode_list, is_set
from labelapp.certificates.models import Certificate, Origin
from labelapp.clock import set_clock, today
from labelapp.extensions import db
from tests.certificates.credential.verifier import verify
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.decisions import make_decision

pytestmark = pytest.mark.usefixtures("app")
LAST = {"revocation": "/status/revocation/1", "suspension": "/status/suspension/1"}


def _credential(client: FlaskClient, certificate: Certificate) -> dict[str, Any]:
    answer = client.get(f"/verify/{certificate.code}/credential.json")
    assert answer.content_type == "application/vc"
    found: dict[str, Any] = json.loads(answer.data)
    return found


def _told(client: FlaskClient, certificate: Certificate) -> dict[str, bool]:
    """What each list says about a certificate."""
    lists = {name: json.loads(client.get(address).data) for name, address in LAST.items()}
    _number, place = place_of(certificate)
    return {
        name: is_set(decode_list(one["credentialSubject"]["encodedList"]), place)
        for name, one in lists.items()
    }


def test_credential_has_the_shape_of_open_badges_3(client: FlaskClient) -> None:
    certificate = make_certificate(make_cluster(name="Havnsund Maritime Cluster"))
    found = _credential(client, certificate)
    assert found["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert found["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert found["issuer"]["id"] == "did:web:localhost"
    assert found["issuer"]["type"] == ["Profile"]
    assert isinstance(found["credentialStatus"], dict)
    (proof,) = found["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-jcs-2022")
    subject, achievement = found["credentialSubject"], found["credentialSubject"]["achievement"]
    assert subject["identifier"][0]["identityHash"] == subject["name"] == "Havnsund Maritime Cluster"
    assert subject["licenseNumber"] == certificate.serial
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert achievement["type"] == ["Achievement"]


def test_credential_is_valid_from_the_first_second_to_the_last(client: FlaskClient) -> None:
    certificate = make_certificate(assessed_on=today())
    found = _credential(client, certificate)
    assert found["validFrom"] == f"{certificate.valid_from}T00:00:00Z"
    assert found["validUntil"] == f"{certificate.valid_until}T23:59:59Z"


def test_credential_names_no_person_and_no_score(client: FlaskClient) -> None:
    decision = make_decision()
    written = json.dumps(_credential(client, db.session.query(Certificate).one()), ensure_ascii=False)
    names = [item.user.name for item in decision.review.assignments] + [decision.decided_by.name]
    assert all(name not in written for name in names)
    assert "@people.example" not in written
    assert not {"result", "creditsEarned", "resultDescription"} & set(written.split('"'))


def test_credential_speaks_the_language_of_the_certificate(client: FlaskClient) -> None:
    certificate = make_certificate(make_cluster(language="fr"))
    found = client.get(f"/verify/{certificate.code}/credential.json", headers={"Accept-Language": "de"}).text
    assert "première attribution" in found


def test_independent_verifier_accepts_it_and_refuses_every_change(client: FlaskClient) -> None:
    found = _credential(client, make_certificate())
    assert verify(client, found).issuer == "did:web:localhost"
    for path in (
        ("name",),
        ("validUntil",),
        ("credentialSubject", "name"),
        ("credentialStatus", "statusListIndex"),
    ):
        forged = copy.deepcopy(found)
        inner: Any = forged
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = "2099-12-31T23:59:59Z" if path == ("validUntil",) else "77"
        with pytest.raises(ProofError):
            verify(client, forged)


@pytest.fixture
def second_key(app: Flask) -> Iterator[Callable[[], None]]:
    """Puts a second key beside the first, as after a new start; it is taken away again after the test."""
    file = app.extensions["settings"].credential_folder / "0002.pem"

    def put() -> None:
        key = Ed25519PrivateKey.generate()
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        app.extensions.pop("credential keys")

    yield put
    file.unlink()
    app.extensions.pop("credential keys")


def test_credential_of_an_earlier_key_stays_valid(
    client: FlaskClient, second_key: Callable[[], None]
) -> None:
    certificate = make_certificate()
    old = _credential(client, certificate)
    second_key()
    new = _credential(client, certificate)
    assert old["proof"][0]["verificationMethod"] != new["proof"][0]["verificationMethod"]
    for document in (old, new):
        assert verify(client, document).issuer == "did:web:localhost"


def test_independent_verifier_follows_the_status(client: FlaskClient) -> None:
    certificate = make_certificate()
    found = _credential(client, certificate)
    for change in ({"suspended_on": today()}, {"suspended_on": None, "withdrawn_on": today()}):
        for name, value in change.items():
            setattr(certificate, name, value)
        db.session.commit()
        with pytest.raises(CredentialSuspended):
            verify(client, found)


@pytest.mark.parametrize(
    ("changes", "revoked", "suspended"),
    [
        ({}, False, False),
        ({"suspended_on": date(2020, 1, 1)}, False, True),
        ({"withdrawn_on": date(2020, 1, 1)}, True, True),
        ({"superseded_on": date(2020, 1, 1)}, False, False),
        ({"valid_until": date(2026, 1, 1), "valid_from": date(2025, 1, 1)}, False, False),
    ],
)
def test_lists_tell_of_suspension_and_withdrawal_and_of_nothing_else(
    client: FlaskClient, changes: dict[str, Any], revoked: bool, suspended: bool
) -> None:
    certificate, other = make_certificate(**changes), make_certificate()
    assert _told(client, certificate) == {"revocation": revoked, "suspension": suspended}
    assert _told(client, other) == {"revocation": False, "suspension": False}


def test_withdrawal_shows_on_the_day_on_which_it_holds_without_a_write(
    app: Flask, client: FlaskClient
) -> None:
    certificate = make_certificate(withdrawn_on=today() + timedelta(days=1))
    assert _told(client, certificate)["revocation"] is False
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    set_clock(app, lambda: tomorrow)
    assert _told(client, certificate)["revocation"] is True


def test_list_is_sent_again_only_when_it_changed(client: FlaskClient) -> None:
    certificate = make_certificate()
    first = client.get(LAST["suspension"])
    assert first.headers["Cache-Control"] == "public, max-age=300"
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(LAST["suspension"], headers=known).status_code == 304
    certificate.suspended_on = today()
    db.session.commit()
    assert client.get(LAST["suspension"], headers=known).status_code == 200


def test_list_that_is_not_in_use_does_not_exist(client: FlaskClient) -> None:
    make_certificate()
    assert client.get("/status/revocation/2").status_code == 404
    assert client.get("/status/revocation/0").status_code == 404
    assert client.get("/status/other/1").status_code == 404


def test_places_are_drawn_and_a_full_list_is_followed_by_another(client: FlaskClient) -> None:
    first, second = make_certificate(), make_certificate()
    assert place_of(first) != place_of(second)
    moved = make_certificate(status_index=PLACES + 5, withdrawn_on=today())
    assert place_of(moved) == (2, 5)
    found = json.loads(client.get("/status/revocation/2").data)
    assert is_set(decode_list(found["credentialSubject"]["encodedList"]), 5)
    assert not any(_told(client, first).values())
    assert status_list(Purpose.REVOCATION, 3, today()) is None


def test_certificate_of_the_release_before_gets_its_place_when_it_is_asked_for(client: FlaskClient) -> None:
    certificate = make_certificate(status_index=None)
    found = _credential(client, certificate)
    db.session.refresh(certificate)
    assert certificate.status_index == int(found["credentialStatus"]["statusListIndex"])


def test_credential_lies_in_the_pdf_as_data_that_belong_to_it(client: FlaskClient) -> None:
    certificate = make_certificate()
    content = client.get(f"/verify/{certificate.code}/certificate.pdf").data
    with pikepdf.open(BytesIO(content)) as pdf:
        attached = pdf.attachments["credential.json"]
        assert str(attached.obj.AFRelationship) == "/Data"
        assert json.loads(attached.get_file().read_bytes()) == _credential(client, certificate)


def test_issuer_is_a_page_for_people_and_a_profile_for_machines(client: FlaskClient) -> None:
    page = client.get("/issuer", headers={"Accept": "text/html,*/*;q=0.8"})
    assert "did:web:localhost" in page.text
    assert page.text.startswith("<!doctype html>")
    profile = json.loads(client.get("/issuer", headers={"Accept": "application/ld+json"}).data)
    assert profile["id"] == "did:web:localhost"
    assert client.get("/did.json").data == client.get("/.well-known/did.json").data


def test_certificate_from_an_earlier_register_has_no_credential_of_ours(client: FlaskClient) -> None:
    certificate = make_certificate(origin=Origin.IMPORTED)
    assert client.get(f"/verify/{certificate.code}/credential.json").status_code == 404
    facts = client.get(f"/verify/{certificate.code}", headers={"Accept": "application/vc"}).json
    assert facts is not None
    assert facts["credential"] is None
    assert "credential.json" not in client.get(f"/verify/{certificate.code}").text


def test_unknown_code_has_no_credential(client: FlaskClient) -> None:
    assert client.get(f"/verify/{new_code()}/credential.json").status_code == 404
