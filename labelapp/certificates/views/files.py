"""Anyone checks a file: it is looked at in memory, answered, and forgotten."""

from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.certificates.printing import public_address
from labelapp.certificates.status import status_of
from labelapp.certificates.verification.examining import Examined, Kind, examine
from labelapp.certificates.verification.words import file_verdict, grounds, seal_words
from labelapp.certificates.views.blueprint import bp
from labelapp.certificates.views.verification import LARGEST_FILE, about
from labelapp.clock import today
from labelapp.web.access import public
from labelapp.web.errors import InvalidInput, wants_json
from labelapp.web.requests import read_only_in_memory
from labelapp.web.transactions import writes_briefly

_ENVELOPE = 10_000  # bytes of a form around its file


@bp.post("/verify")
@public
@writes_briefly
def check_file() -> ResponseReturnValue:
    """What the file is, and what the register says about the certificate that it is or pretends to be.

    It needs no token: it changes nothing, and tells nobody anything that the sender did not have.
    """
    read_only_in_memory(LARGEST_FILE + _ENVELOPE)
    uploaded = request.files.get("file")
    content = uploaded.read() if uploaded else b""
    if not content:
        raise InvalidInput(_("Choose a file: the PDF of a certificate, or its credential (JSON)."))
    found = examine(content)
    verdict = file_verdict(found, today())
    if wants_json():
        return jsonify(_answer(found) | {"title": verdict.title, "sentence": verdict.sentence})
    return render_template(
        "certificates/checked.html",
        found=found,
        genuine=found.kind is Kind.GENUINE,
        file_verdict=verdict,
        file_name=(uploaded.filename or "")[:200] if uploaded else "",
        seal=seal_words(found.seal),
        grounds=grounds(found),
        largest=LARGEST_FILE,
        **(about(found.certificate) if found.certificate else {"certificate": None}),
    )


def _answer(found: Examined) -> dict[str, Any]:
    certificate = found.certificate
    return {
        "result": found.kind.value,
        "file_sha256": found.sha256,
        "certificate": public_address(certificate) if certificate else None,
        "status": status_of(certificate, today()).value if certificate else None,
    }
