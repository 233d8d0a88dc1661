"""The credential as a file inside the PDF of the certificate (PDF/A-3, ISO 19005-3, 6.8)."""

import json

from labelapp.certificates.credential.contents import credential_of
from labelapp.certificates.credential.proof import Document
from labelapp.certificates.models import Certificate
from labelapp.documents.render import Attachment

NAME = "credential.json"


def credential_attachment(certificate: Certificate) -> Attachment:
    """The attachment: data that say the same as the page. The description is for readers of the file's properties."""
    return Attachment(
        name=NAME,
        content=credential_bytes(credential_of(certificate)),
        description="Open Badges 3.0 credential of this certificate",
    )


def credential_bytes(document: Document) -> bytes:
    """The document as a file that people can read too. Its proof does not depend on the form."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
