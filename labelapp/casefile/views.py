"""The timeline of a case, and its file."""

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.assessments.queries import scheme_of
from labelapp.casefile import policy
from labelapp.casefile.export import export_case
from labelapp.casefile.models import Case
from labelapp.casefile.queries import Wish, find_case, timeline
from labelapp.events.telling import TOPICS, Readers, Topic
from labelapp.evidence.sending import disposition
from labelapp.web.access import requires_on

bp = Blueprint("casefile", __name__)


@bp.get("/cases/<int:assessment_id>/log", endpoint="timeline")
@requires_on(find_case, policy.may_follow)
def timeline_page(case: Case) -> ResponseReturnValue:
    """What happened, by whom and when; the team reads a part of it."""
    reader = policy.reader_of(current_user, case)
    assert reader is not None
    wish = _wish()
    return render_template(
        "casefile/timeline.html",
        case=case,
        scheme=scheme_of(case.assessment),
        office=reader is Readers.OFFICE,
        topics=TOPICS,
        wish=wish,
        timeline=timeline(case, reader, wish),
        may_export=policy.may_export(current_user, case),
    )


def _wish() -> Wish:
    topic, start = request.args.get("topic", ""), request.args.get("start", "")
    return Wish(
        topic=Topic(topic) if topic in set(Topic) else None,
        oldest_first=request.args.get("order") == "oldest",
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 10 else None,
        whole=request.args.get("all") == "1",
    )


@bp.post("/cases/<int:assessment_id>/file")
@requires_on(find_case, policy.may_export)
def export(case: Case) -> ResponseReturnValue:
    """The file of the case (ZIP): all of it for the office, its own part for the team."""
    reader = policy.reader_of(current_user, case)
    if reader is None:
        abort(404)
    made = export_case(case, reader, current_user)
    response = Response(stream_with_context(made.pieces), mimetype="application/zip")
    response.headers["Content-Disposition"] = disposition(made.filename)
    return response
