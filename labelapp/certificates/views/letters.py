"""The decision letter. It stands here and not beside the decision, since it names the certificate."""

from flask import Response
from flask.typing import ResponseReturnValue

from labelapp.certificates.letters import letter_file, letter_reference
from labelapp.certificates.queries import certificate_of_decision
from labelapp.certificates.views.blueprint import bp
from labelapp.decisions.models import Decision
from labelapp.decisions.policy import may_read_decision
from labelapp.decisions.queries import decision_by_id
from labelapp.web.access import requires_on


@bp.get("/decisions/<int:decision_id>/letter.pdf")
@requires_on(decision_by_id, may_read_decision)
def letter(decision: Decision) -> ResponseReturnValue:
    """The letter, printed from what was recorded."""
    return Response(
        letter_file(decision, certificate_of_decision(decision.id)),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{letter_reference(decision)}.pdf"'},
    )
