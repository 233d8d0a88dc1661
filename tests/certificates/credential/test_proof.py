"""Proofs hold for what was signed and for nothing else; keys survive being written down."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from labelapp.certificates.credential.didweb import did_document, did_of, keys_of, method_of
from labelapp.certificates.credential.multikey import multikey, read_multikey
from labelapp.certificates.credential.proof import BadProof, UnknownKey, add_proof, check_proof

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = "did:web:labels.example"
METHOD = method_of(DID, KEY.public_key())
KEYS = {METHOD: KEY.public_key()}
MOMENT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:x",
    "holder": "Klynge Øst",
    "n": 1,
}


def _signed(**changes: Any) -> dict[str, Any]:
    return add_proof({**DOCUMENT, **changes}, KEY, METHOD, MOMENT)


def test_signed_document_holds_however_it_is_written_down() -> None:
    again = json.loads(json.dumps(_signed(), indent=3, sort_keys=True))
    assert check_proof(again, KEYS) == METHOD


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "Klynge Vest"},
        {"n": 2},
        {"more": True},
        {"@context": ["https://elsewhere.example"]},
    ],
)
def test_changed_document_does_not_hold(change: dict[str, Any]) -> None:
    with pytest.raises(BadProof):
        check_proof({**_signed(), **change}, KEYS)


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2020-01-01T00:00:00Z"},
        {"cryptosuite": "eddsa-rdfc-2022"},
        {"proofPurpose": "authentication"},
        {"proofValue": "z1111"},
        {"proofValue": None},
        {"proofValue": "z" + "2" * 100_000},
    ],
)
def test_changed_proof_does_not_hold(change: dict[str, Any]) -> None:
    document = _signed()
    document["proof"] = [{**document["proof"][0], **change}]
    with pytest.raises(BadProof):
        check_proof(document, KEYS)


@pytest.mark.parametrize("proof", [None, [], {}, "x", [{}, {}], [None]])
def test_document_without_exactly_one_proof_does_not_hold(proof: Any) -> None:
    with pytest.raises(BadProof):
        check_proof({**DOCUMENT, "proof": proof}, KEYS)


def test_proof_of_another_key_is_told_from_a_change() -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(UnknownKey):
        check_proof(add_proof(DOCUMENT, other, method_of(DID, other.public_key()), MOMENT), KEYS)
    with pytest.raises(BadProof):
        check_proof(add_proof(DOCUMENT, other, METHOD, MOMENT), KEYS)


@given(st.binary(min_size=32, max_size=32))
def test_key_is_read_as_it_was_written(seed: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    assert read_multikey(multikey(key)) == key


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://labels.example/", "did:web:labels.example"),
        ("http://localhost:8000", "did:web:localhost%3A8000"),
        ("https://example.org/quality/labels/", "did:web:example.org:quality:labels"),
    ],
)
def test_identifier_follows_from_the_public_address(address: str, did: str) -> None:
    assert did_of(address) == did


def test_document_names_every_key_and_none_that_may_not_sign() -> None:
    old = Ed25519PrivateKey.generate().public_key()
    document = did_document(DID, [KEY.public_key(), old], "https://labels.example/issuer")
    assert set(keys_of(document)) == {METHOD, method_of(DID, old)}
    document["assertionMethod"] = [METHOD]
    assert set(keys_of(document)) == {METHOD}
    for broken in ({}, [], {**document, "assertionMethod": []}, {**document, "id": "https://x.example"}):
        with pytest.raises(ValueError, match=r"DID document|names no"):
            keys_of(broken)
