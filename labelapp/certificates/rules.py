"""The rules of the scheme version under which a certificate was issued: given as a row, or by these two columns."""

from typing import Any

from labelapp.extensions import schemes
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import UnknownScheme
from labelapp.schemes.procedure import Procedure
from labelapp.schemes.surveillance import Surveillance


def surveillance_rules(certificate: Any) -> Surveillance:
    """How it is watched over; the usual rules when the library does not hold its version any more."""
    scheme = _scheme(certificate)
    return scheme.surveillance if scheme else Surveillance()


def procedure_rules(certificate: Any) -> Procedure:
    """The periods that count for its holder."""
    scheme = _scheme(certificate)
    return scheme.procedure if scheme else Procedure()


def _scheme(certificate: Any) -> Scheme | None:
    try:
        return schemes().get(certificate.scheme_code, certificate.scheme_version)
    except UnknownScheme:
        return None
