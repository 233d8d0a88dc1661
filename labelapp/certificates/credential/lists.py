"""The status lists, made at the moment they are asked for from the dates in the register.

`revocation` tells of certificates that are withdrawn for good. `suspension` tells of all that must not be relied on
now: suspended or withdrawn. A credential of Open Badges 3.0 names one list only, and names this one.
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum

from sqlalchemy import select

from labelapp.certificates.credential.issuer import CREDENTIALS, issuer_did, signing_method
from labelapp.certificates.credential.keys import issuer_keys
from labelapp.certificates.credential.places import last_list
from labelapp.certificates.credential.proof import Document, add_proof, moment_text
from labelapp.certificates.credential.statuslist import PLACES, encode_list
from labelapp.certificates.models import Certificate
from labelapp.certificates.status import status_expression
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.links import public_link

FRESH = 300  # seconds for which a list may be kept before it is asked for again


class Purpose(StrEnum):
    """What a set bit means."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


_TOLD = {
    Purpose.REVOCATION: (Status.WITHDRAWN,),
    Purpose.SUSPENSION: (Status.SUSPENDED, Status.WITHDRAWN),
}


def list_address(purpose: Purpose, number: int) -> str:
    """Where a list stands, for ever."""
    return public_link("credential.status", purpose=purpose.value, number=number)


def status_list(purpose: Purpose, number: int, day: date) -> Document | None:
    """A list as a signed credential, None when there is no such list.

    It is dated on the day: its content and its bytes change only when a status does, or the day.
    """
    if not 1 <= number <= last_list():
        return None
    address, start = list_address(purpose, number), datetime.combine(day, time(), UTC)
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did(),
        "validFrom": moment_text(start),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encode_list(_places(purpose, number, day)),
            "ttl": FRESH * 1000,
        },
    }
    return add_proof(document, issuer_keys().signing, signing_method(), start)


def _places(purpose: Purpose, number: int, day: date) -> list[int]:
    first = (number - 1) * PLACES
    query = select(Certificate.status_index - first).where(
        Certificate.status_index.between(first, first + PLACES - 1),
        status_expression(day).in_([status.value for status in _TOLD[purpose]]),
    )
    return list(db.session.scalars(query))
