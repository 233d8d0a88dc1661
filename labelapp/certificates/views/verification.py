"""Anyone checks a certificate by its code: as a page, as JSON, or as the signed credential."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates import presentation
from labelapp.certificates.codes import EXAMPLE, read_code
from labelapp.certificates.credential.contents import credential_of, has_credential
from labelapp.certificates.credential.lists import FRESH
from labelapp.certificates.credential.views import LINKED_DATA, machine_file, wanted
from labelapp.certificates.facts import certified_facts, is_unchanged
from labelapp.certificates.models import Certificate
from labelapp.certificates.policy import may_change_status, may_take_badge
from labelapp.certificates.printing import certificate_file, public_address
from labelapp.certificates.queries import find_certificate, successor_of
from labelapp.certificates.register import structured
from labelapp.certificates.status import is_given_out, status_of
from labelapp.certificates.surveillance.policy import may_see_marks
from labelapp.certificates.surveillance.queries import marks_on
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.events.log import timeline
from labelapp.events.models import Event
from labelapp.web.access import public
from labelapp.web.errors import wants_json
from labelapp.web.links import public_link

LARGEST_FILE = 5_000_000  # bytes; a certificate has a tenth of it


@bp.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """The form; a code in it leads to its page."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return _form()
    code = read_code(typed)
    if code is None:
        return _no_certificate(typed)
    return redirect(url_for("certificates.show", code=code), 302)


@bp.get("/verify/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Every certified fact, and what the certificate is worth today."""
    certificate = find_certificate(code)
    if certificate is None:
        return _no_certificate(code)
    if code != certificate.code:
        return redirect(url_for("certificates.show", code=certificate.code), 302)
    kind = wanted("application/json", *LINKED_DATA)
    if kind in LINKED_DATA and has_credential(certificate):
        return machine_file(credential_of(certificate), kind, FRESH, varies=True)
    if kind is not None or wants_json():
        return _as_json(certificate, timeline(certificate))
    return _varied(
        render_template(
            "certificates/certificate.html",
            **about(certificate),
            may_take_badge=may_take_badge(current_user, certificate),
            structured=structured.certification(certificate, today()),
            canonical=public_address(certificate),
            may_change_status=may_change_status(current_user, certificate),
            marks=marks_on(certificate) if may_see_marks(current_user, certificate) else [],
        )
    )


def about(certificate: Certificate) -> dict[str, Any]:
    """Everything that the pages tell everybody about a certificate, as it is today."""
    day, events = today(), timeline(certificate)
    status = status_of(certificate, day)
    return {
        "certificate": certificate,
        "status": status,
        "verdict": presentation.verdict(certificate, day),
        "history": presentation.history(certificate, events),
        "unchanged": is_unchanged(certificate, events),
        "successor": successor_of(certificate),
        "words": presentation,
        "credential_url": credential_address(certificate),
        "given_out": is_given_out(certificate, day),
    }


def credential_address(certificate: Certificate) -> str | None:
    """Where its credential stands, None when it has none."""
    return public_link("credential.show", code=certificate.code) if has_credential(certificate) else None


def _form(typed: str = "", error: str = "") -> str:
    return render_template(
        "certificates/verify.html", typed=typed, error=error, example=EXAMPLE, largest=LARGEST_FILE
    )


def _varied(page: str) -> Response:
    return Response(page, headers={"Vary": "Accept, Accept-Language, Cookie"})


def _no_certificate(typed: str) -> ResponseReturnValue:
    """No certificate has this code: 404, with words on how a code looks."""
    if wants_json():
        return jsonify(error=_("No certificate has this code."), code=typed[:40]), 404
    error = (
        _("No certificate has this code. Compare it with the certificate letter by letter.")
        if read_code(typed)
        else _("This is not a code of a certificate: a letter or digit is wrong, missing or too many.")
    )
    return _form(typed[:40], error), 404


def _as_json(certificate: Certificate, events: list[Event]) -> ResponseReturnValue:
    day = today()
    successor = successor_of(certificate)
    answer: dict[str, Any] = {
        **certified_facts(certificate),
        "address": public_address(certificate),
        "checked_on": day.isoformat(),
        "status": status_of(certificate, day).value,
        "status_reason": certificate.status_reason or None,
        "superseded_by": public_address(successor) if successor else None,
        "unchanged_since_issue": is_unchanged(certificate, events),
        "file_sha256": certificate.pdf_sha256,
        "credential": credential_address(certificate),
        "history": [
            {"on": event.at.date().isoformat(), "what": event.action, "reason": event.details.get("reason")}
            for event in events
        ],
    }
    response = jsonify(answer)
    response.headers["Vary"] = "Accept"
    return response


@bp.get("/verify/<code>/certificate.pdf")
@public
def file(code: str) -> ResponseReturnValue:
    """The certificate itself. One that is withdrawn or suspended is not given out."""
    certificate = find_certificate(code)
    if certificate is None or not is_given_out(certificate, today()):
        abort(404)
    content = certificate_file(certificate)
    return Response(
        content,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{certificate.serial}.pdf"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        },
    )
