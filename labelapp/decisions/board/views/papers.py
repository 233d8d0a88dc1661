"""The agenda and the minutes to print."""

from flask import Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from labelapp.decisions.board import policy
from labelapp.decisions.board.models import BoardSession
from labelapp.decisions.board.printing import agenda_file, minutes_file
from labelapp.decisions.board.queries import session_by_id
from labelapp.decisions.board.views.blueprint import bp, reader
from labelapp.evidence.sending import disposition
from labelapp.web.access import requires_on


@bp.get("/board/sessions/<int:session_id>/agenda.pdf")
@requires_on(session_by_id, policy.may_see_session)
def agenda(session: BoardSession) -> ResponseReturnValue:
    """The agenda with a paragraph on each case."""
    return _pdf(agenda_file(reader(), session), f"agenda-{session.id}.pdf")


@bp.get("/board/sessions/<int:session_id>/minutes.pdf")
@requires_on(session_by_id, policy.may_see_session)
def minutes(session: BoardSession) -> ResponseReturnValue:
    """The frozen minutes; 404 before the end."""
    if session.minutes is None:
        raise NotFound
    return _pdf(minutes_file(reader(), session), f"minutes-{session.id}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": disposition(name, inline=True)},
    )
