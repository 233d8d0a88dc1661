"""An independent verifier: openvc, which fetches keys and lists as its own code says, from the app under test."""

import json
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from openvc.did.did_web import DidWebResolver
from openvc.proof.di_jcs import EddsaJcsProofSuite
from openvc.verify import VerificationPolicy, VerificationResult, verify_credential


def fetch(client: FlaskClient, address: str) -> Any:
    """What stands at an address, as somebody else's program would get it."""
    answer = client.get(urlsplit(address).path)
    assert answer.status_code == 200, address
    return json.loads(answer.data)


def verify(client: FlaskClient, credential: dict[str, Any]) -> VerificationResult:
    """Proof, dates and status. Raises what openvc raises when one of them does not hold."""
    resolver = DidWebResolver(lambda address: fetch(client, address))

    def resolve_list(address: str) -> Any:
        found = fetch(client, address)
        EddsaJcsProofSuite().verify(_one_proof(found), resolver=resolver)
        return found

    return verify_credential(
        _one_proof(credential),
        resolver=resolver,
        resolve_status_list=resolve_list,
        policy=VerificationPolicy(
            expected_types=["VerifiableCredential", "AchievementCredential"],
            require_status_issuer_binding=True,
        ),
    )


def _one_proof(document: dict[str, Any]) -> dict[str, Any]:
    """openvc wants the only proof itself where Open Badges wants a list of proofs."""
    (proof,) = document["proof"]
    return {**document, "proof": proof}
