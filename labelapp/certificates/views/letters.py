"""The letters of decisions. They stand here and not beside the decision, since an award names the certificate."""

from flask import Response
from flask.typing import ResponseReturnValue

from labelapp.certificates.letters import (
    deferral_letter_file,
    deferral_reference,
    letter_file,
    letter_reference,
)
from labelapp.certificates.queries import certificate_of_decision
from labelapp.certificates.views.blueprint import bp
from labelapp.decisions.board.models import Deferral
from labelapp.decisions.board.policy import may_read_deferral
from labelapp.decisions.board.queries import deferral_by_id
from labelapp.decisions.models import Decision
from labelapp.decisions.policy import may_read_decision
from labelapp.decisions.queries import decision_by_id
from labelapp.web.access import requires_on


@bp.get("/decisions/<int:decision_id>/letter.pdf")
@requires_on(decision_by_id, may_read_decision)
def letter(decision: Decision) -> ResponseReturnValue:
    """The letter, printed from what was recorded."""
    content = letter_file(decision, certificate_of_decision(decision.id))
    return _pdf(content, letter_reference(decision))


@bp.get("/deferrals/<int:deferral_id>/letter.pdf")
@requires_on(deferral_by_id, may_read_deferral)
def deferral_letter(deferral: Deferral) -> ResponseReturnValue:
    """The letter about a decision that was put off."""
    return _pdf(deferral_letter_file(deferral), deferral_reference(deferral))


def _pdf(content: bytes, reference: str) -> Response:
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{reference}.pdf"'},
    )
