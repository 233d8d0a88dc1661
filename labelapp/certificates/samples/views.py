"""The list of samples, and each of them as a file."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.certificates.samples.making import (
    CERTIFICATE,
    QUESTIONNAIRE,
    Orientation,
    languages_of,
    sample_file,
)
from labelapp.certificates.samples.policy import may_see_samples
from labelapp.documents.samples import KINDS
from labelapp.extensions import schemes
from labelapp.web.access import requires
from labelapp.web.locale import language_name

bp = Blueprint("samples", __name__)

_ORIENTATIONS: dict[str | None, Orientation | None] = {
    None: None,
    "landscape": "landscape",
    "portrait": "portrait",
}


@bp.get("/samples")
@requires(may_see_samples)
def index() -> ResponseReturnValue:
    """Every version of every scheme, the newest first, with a link to each document in each language."""
    return render_template(
        "certificates/samples/index.html",
        schemes=sorted(schemes().all(), key=lambda scheme: scheme.version, reverse=True),
        documents=_documents(),
        languages_of=languages_of,
        language_name=language_name,
    )


@bp.get("/samples/<code>/<version>/<kind>.pdf")
@requires(may_see_samples)
def file(code: str, version: str, kind: str) -> ResponseReturnValue:
    """One sample; 404 for a version, a kind, a language or an orientation that does not exist."""
    scheme = schemes().schemes.get(f"{code}@{version}")
    language, turned = request.args.get("language", "en"), request.args.get("orientation")
    if (
        scheme is None
        or kind not in (*KINDS, QUESTIONNAIRE)
        or language not in languages_of(kind)
        or turned not in _ORIENTATIONS
    ):
        abort(404)
    content = sample_file(scheme, kind, language, _ORIENTATIONS[turned])
    name = f"sample-{kind}-{scheme.code}-{scheme.version}-{language}.pdf"
    return Response(
        content,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        },
    )


def _documents() -> list[tuple[str, str, str | None]]:
    """Name, kind and orientation of each document."""
    return [
        (_("Certificate, landscape"), CERTIFICATE, "landscape"),
        (_("Certificate, portrait"), CERTIFICATE, "portrait"),
        (_("Letter on the decision"), "letter", None),
        (_("Letter on an appeal"), "appeal", None),
        (_("Assessment report"), "report", None),
        (_("Benchmark report"), "benchmark", None),
        (_("Questionnaire"), QUESTIONNAIRE, None),
    ]
