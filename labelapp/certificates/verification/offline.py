"""Checking a file on any computer: no database, no settings, no network; only files that were kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labelapp.certificates.credential.checking import Finding, check_credential
from labelapp.certificates.credential.proof import Document
from labelapp.certificates.credential.reading import embedded_credential, read_credential
from labelapp.documents.sealing import SealState, Trust, check_seal


@dataclass(frozen=True)
class Kept:
    """What a funder kept of the issuer: sealing certificates, DID documents and status lists."""

    trust: Trust = field(default_factory=lambda: Trust((), ()))
    issuers: Sequence[Document] = ()
    lists: Sequence[Document] = ()


@dataclass(frozen=True)
class Report:
    """What was found, and what the certificate says of itself."""

    findings: list[Finding]
    says: dict[str, Any]

    @property
    def result(self) -> str:
        """`valid` when every check was made and holds, `not valid` when one does not, else `not checkable`."""
        states = {finding.state for finding in self.findings}
        return "not valid" if "bad" in states else "valid" if states == {"good"} else "not checkable"


def check_file(content: bytes, kept: Kept, day: date) -> Report:
    """Check a PDF or a credential as of a day. Raises ValueError for a kept document that is not what it should be."""
    document = read_credential(content)
    if document is not None:
        return Report(check_credential(document, kept.issuers, kept.lists, day), _says(document))
    seal = _seal(content, kept.trust)
    if seal is None:
        return Report([Finding("file", "open", "neither a PDF nor a credential")], {})
    document = embedded_credential(content)
    if document is None:
        missing = Finding(
            "credential", "open", "the file holds no credential, so dates and status are unknown"
        )
        return Report([seal, missing], {})
    return Report([seal, *check_credential(document, kept.issuers, kept.lists, day)], _says(document))


def _seal(content: bytes, trust: Trust) -> Finding | None:
    """What became of the seal, None for a file that is no PDF."""
    found = check_seal(content, trust.seals, trust.clocks)
    signer = f"{found.signer}{' (a test authority)' if found.test_authority else ''}"
    day = found.sealed_at.date() if found.sealed_at else "an unknown day"
    unknown = f"the file is as {signer} sealed it, who is not among the trusted certificates"
    findings = {
        SealState.INTACT: Finding("seal", "good", f"every byte is as {signer} sealed it on {day}"),
        SealState.EXTENDED: Finding("seal", "bad", "something was added to the file after it was sealed"),
        SealState.ALTERED: Finding("seal", "bad", "the file was changed after it was sealed"),
        SealState.UNSEALED: Finding(
            "seal", "bad", "the file has no seal: anybody may have written or changed it"
        ),
        SealState.UNKNOWN_ISSUER: Finding("seal", "bad" if trust.seals else "open", unknown),
    }
    return findings.get(found.state)


def _says(document: Document) -> dict[str, Any]:
    """The facts that a reader compares with what they were told."""
    subject = document.get("credentialSubject")
    subject = subject if isinstance(subject, dict) else {}
    achievement = subject.get("achievement")
    said = {
        "holder": subject.get("name"),
        "certificate": subject.get("licenseNumber"),
        "label": achievement.get("name") if isinstance(achievement, dict) else None,
        "valid from": document.get("validFrom"),
        "valid until": document.get("validUntil"),
    }
    return {name: value for name, value in said.items() if isinstance(value, str)}
