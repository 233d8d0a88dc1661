"""What machines fetch: keys, issuer, status lists, credentials. All of it is public and may be kept for a while."""

from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.certificates.credential.attaching import credential_bytes
from labelapp.certificates.credential.contents import credential_of, has_credential
from labelapp.certificates.credential.issuer import issuer_did, issuer_document, issuer_profile
from labelapp.certificates.credential.lists import FRESH, Purpose, list_address, status_list
from labelapp.certificates.credential.places import last_list
from labelapp.certificates.credential.proof import Document
from labelapp.certificates.queries import find_certificate
from labelapp.clock import today
from labelapp.documents.sealing import trust
from labelapp.extensions import settings
from labelapp.web.access import public

bp = Blueprint("credential", __name__)
CREDENTIAL = "application/vc"
LINKED_DATA = (CREDENTIAL, "application/vc+ld+json", "application/ld+json")
_DID = "application/did+json"
_PEM = "application/x-pem-file"
_HOUR = 3600


@bp.get("/.well-known/did.json")
@bp.get("/did.json")
@public
def did() -> ResponseReturnValue:
    """The DID document; did:web looks for it at the second address when the public one has a path."""
    return machine_file(issuer_document(), _DID, _HOUR)


@bp.get("/issuer")
@public
def issuer() -> ResponseReturnValue:
    """Who issues and with which keys, as a page or as a profile of Open Badges."""
    kind = wanted("application/json", *LINKED_DATA)
    if kind is not None:
        return machine_file(issuer_profile(), kind, _HOUR, varies=True)
    page = render_template(
        "certificates/issuer.html",
        name=settings().issuer_name,
        did=issuer_did(),
        stamped=bool(trust().clocks),
        keys=[method["publicKeyMultibase"] for method in issuer_document()["verificationMethod"]],
        lists=[
            (number, {purpose.value: list_address(purpose, number) for purpose in Purpose})
            for number in range(1, last_list() + 1)
        ],
    )
    return Response(page, headers={"Vary": "Accept, Accept-Language, Cookie"})


@bp.get("/issuer/<any(seals, clocks):kind>.pem")
@public
def certificates(kind: str) -> ResponseReturnValue:
    """The certificates by which the seals, or the time stamps in them, are checked."""
    known = trust()
    found = known.seals if kind == "seals" else known.clocks
    if not found:
        abort(404)
    response = Response(b"".join(one.public_bytes(Encoding.PEM) for one in found), content_type=_PEM)
    return _kept(response, _HOUR)


@bp.get("/status/<any(revocation, suspension):purpose>/<int:number>")
@public
def status(purpose: str, number: int) -> ResponseReturnValue:
    """A status list as it is at this moment."""
    document = status_list(Purpose(purpose), number, today())
    if document is None:
        abort(404)
    return machine_file(document, CREDENTIAL, FRESH)


@bp.get("/verify/<code>/credential.json")
@public
def show(code: str) -> ResponseReturnValue:
    """The credential. Also of a certificate that no longer holds: its status list says so, to machines that ask."""
    certificate = find_certificate(code)
    if certificate is None or not has_credential(certificate):
        return jsonify(error=_("No certificate has this code.")), 404
    return machine_file(credential_of(certificate), CREDENTIAL, FRESH)


def wanted(*kinds: str) -> str | None:
    """Which of these media types the client prefers to a page for people, None when it prefers the page."""
    best = request.accept_mimetypes.best_match(["text/html", *kinds])
    return None if best == "text/html" else best


def machine_file(document: Document, kind: str, seconds: int, *, varies: bool = False) -> Response:
    """An answer that any web page may read, and that is sent again only when it changed."""
    response = Response(credential_bytes(document), content_type=kind)
    if varies:
        response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    return _kept(response, seconds)


def _kept(response: Response, seconds: int) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag()
    response.make_conditional(request)
    return response
