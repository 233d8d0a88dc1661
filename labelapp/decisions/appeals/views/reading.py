"""The record behind an appeal for those who handle it, attached files, and the letter."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from labelapp.decisions.appeals import policy, queries
from labelapp.decisions.appeals.letters import letter_file
from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.appeals.notices import reference
from labelapp.decisions.appeals.views.blueprint import bp, case_facts
from labelapp.decisions.presentation import board_case
from labelapp.evidence.sending import disposition, send_file
from labelapp.reviews.case import case_of
from labelapp.reviews.desk import answer_view, evidence_of
from labelapp.reviews.desklist import neighbours
from labelapp.reviews.reportpage import report_page
from labelapp.web.access import requires_on


@bp.get("/appeals/<int:appeal_id>/record")
@requires_on(queries.find_appeal, policy.may_handle)
def record(appeal: Appeal) -> ResponseReturnValue:
    """The whole record for the handlers: decision and report."""
    return render_template(
        "decisions/appeals/record.html",
        appeal=appeal,
        decision=appeal.decision,
        case=board_case(appeal.decision.review),
        page=report_page(appeal.decision.review),
        **case_facts(appeal.decision),
    )


@bp.get("/appeals/<int:appeal_id>/record/<code>")
@requires_on(queries.find_place, policy.on_appeal(policy.may_handle))
def record_indicator(place: queries.Place) -> ResponseReturnValue:
    """One indicator of the record: frozen answers and evidence, and what the assessors said."""
    appeal, code = place.appeal, place.indicator.code
    case = case_of(policy.review_of(appeal))
    page = report_page(policy.review_of(appeal))
    lines = {line.code: line for dimension in page.dimensions for line in dimension.indicators}
    previous, following = neighbours(case, code)
    return render_template(
        "decisions/appeals/indicator.html",
        appeal=appeal,
        indicator=place.indicator,
        view=answer_view(case, place.indicator, earlier=None, judged=None),
        offered=evidence_of(case, place.indicator),
        line=lines[code],
        previous=previous,
        following=following,
        language=case.snapshot.cluster.language,
        **case_facts(appeal.decision),
    )


@bp.get("/appeals/<int:appeal_id>/evidence/<sha256>")
@requires_on(queries.find_offered, policy.on_appeal(policy.may_handle))
def evidence(offered: queries.Offered) -> ResponseReturnValue:
    """A file of the frozen submission."""
    return send_file(offered.evidence, inline=False)


@bp.get("/appeals/<int:appeal_id>/files/<int:revision_id>")
@requires_on(queries.find_attached, policy.on_appeal(policy.may_read))
def attachment(found: queries.Attached) -> ResponseReturnValue:
    """A file that was attached to the appeal."""
    return send_file(found.revision, inline=False)


@bp.get("/appeals/<int:appeal_id>/letter.pdf")
@requires_on(queries.find_appeal, policy.may_read_letter)
def letter(appeal: Appeal) -> ResponseReturnValue:
    """The letter that tells the decision on the appeal."""
    return Response(
        letter_file(appeal),
        mimetype="application/pdf",
        headers={"Content-Disposition": disposition(f"{reference(appeal)}.pdf", inline=True)},
    )
