"""The assessment report: drafted from the record, finalised once, printed from what was frozen."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.evidence.sending import disposition
from labelapp.reviews import operations, policy
from labelapp.reviews.commenting.queries import drafts_of
from labelapp.reviews.comparison import compare
from labelapp.reviews.drafting.forms import ConsentForm, DayForm
from labelapp.reviews.drafting.queries import consents_of
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.operations.reporting import without_consent
from labelapp.reviews.printing import report_file, report_filename
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.reportpage import ReportPage, report_page
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import date_long
from labelapp.web.locale import scheme_text


@bp.get("/reviews/<int:review_id>/report")
@requires_on(find_review, policy.may_see_report)
def report(review: Review) -> ResponseReturnValue:
    """The draft for those who work on it; the final report for everybody who may read it."""
    return _page(review, DayForm(formdata=None, data={"assessed_on": review.assessed_on or today()}))


def _page(review: Review, form: DayForm) -> str:
    page = report_page(review)
    if review.report is not None:
        return render_template("reviews/report_final.html", review=review, page=page, about=_about(page))
    comparison, drafts = compare(review), drafts_of(review)
    commenting = review.state is ReviewState.COMMENTING
    return render_template(
        "reviews/report.html",
        review=review,
        comparison=comparison,
        page=page,
        form=form,
        consent=ConsentForm(formdata=None),
        writable=policy.may_write_report(reader(), review),
        asked=_is_asked(review),
        missing=without_consent(review, page.record) if not commenting else [],
        said=list(consents_of(review).values()),
        drafts=drafts,
        remarks=[remark for draft in drafts for remark in draft.remarks],
        open_draft=drafts[-1] if commenting and drafts and drafts[-1].ended_at is None else None,
        commenting=commenting,
        language=page.case.snapshot.cluster.language,
    )


def _is_asked(review: Review) -> bool:
    """Whether the reader is an assessor who does not lead and may say what they think of the draft."""
    agreeing = policy.may_agree(reader(), review) and review.state is ReviewState.CONSENSUS
    return agreeing and not policy.is_lead(reader(), review)


def _about(page: ReportPage) -> list[tuple[str, str]]:
    return [
        *((role, name) for name, role in page.assessors),
        (_("Date of the assessment"), date_long(page.assessed_on)),
        (_("Scheme"), f"{scheme_text(page.scheme.name)} {page.scheme.version}"),
    ]


@bp.get("/reviews/<int:review_id>/report.pdf")
@requires_on(find_review, policy.may_see_report)
def report_document(review: Review) -> ResponseReturnValue:
    """The final report as a file in the language of the cluster organisation."""
    if review.report is None:
        abort(404)
    response = Response(report_file(review), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(report_filename(review))
    return response


@bp.post("/reviews/<int:review_id>/report")
@requires_on(find_review, policy.may_write_report)
def save_report(review: Review) -> ResponseReturnValue:
    """Keep the date of the assessment."""
    form = DayForm()
    if not form.validate_on_submit():
        return _page(review, form), 422
    operations.set_assessed_on(review, form.assessed_on.data)
    flash(_("The date was saved."))
    return redirect(url_for("reviews.report", review_id=review.id), 303)


@bp.get("/reviews/<int:review_id>/report/finalise")
@requires_on(find_review, policy.may_write_report)
def finalise(review: Review) -> ResponseReturnValue:
    """Ask before the report becomes final."""
    page = report_page(review)
    return render_template("reviews/finalise.html", review=review, page=page, about=_about(page))


@bp.post("/reviews/<int:review_id>/report/finalise")
@requires_on(find_review, policy.may_write_report)
def finalise_confirmed(review: Review) -> ResponseReturnValue:
    """Freeze the report. What is missing sends back to the draft, with the reason."""
    try:
        operations.finalise_report(review, by=reader())
    except InvalidInput as error:
        form = DayForm(formdata=None, data={"assessed_on": review.assessed_on or today()})
        form.form_errors.append(error.message)
        return _page(review, form), error.status
    flash(_("The report is final. The secretariat and the board are told by mail."))
    return redirect(url_for("reviews.report", review_id=review.id), 303)
