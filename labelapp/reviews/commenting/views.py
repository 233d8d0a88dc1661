"""The draft as the cluster organisation reads it, its remarks, and the answers of the lead."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.evidence.sending import disposition
from labelapp.reviews import policy
from labelapp.reviews.case import case_of, scheme_of
from labelapp.reviews.commenting import operations
from labelapp.reviews.commenting.forms import AnswerForm, RemarkForm, ReopenForm
from labelapp.reviews.commenting.policy import may_answer, may_comment, may_read_draft, may_take_back
from labelapp.reviews.commenting.queries import DraftPlace, RemarkPlace, drafts_of, find_draft, find_remark
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.printing import team_draft_file
from labelapp.reviews.queries.reviews import find_review
from labelapp.reviews.record import load_record
from labelapp.reviews.reportpage import of_record
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.get("/reviews/<int:review_id>/draft")
@requires_on(find_draft, may_read_draft)
def team_draft(place: DraftPlace) -> ResponseReturnValue:
    """The draft with the remarks so far."""
    return _page(place, RemarkForm(formdata=None, indicator=request.args.get("indicator", "")))


def _page(place: DraftPlace, form: RemarkForm) -> str:
    case = case_of(place.review)
    is_open = place.draft.ended_at is None and place.review.state is ReviewState.COMMENTING
    return render_template(
        "reviews/commenting/draft.html",
        review=place.review,
        draft=place.draft,
        page=of_record(case, load_record(place.draft.content)),
        form=form.offer(case.scheme),
        remarks=[remark for draft in drafts_of(place.review) for remark in draft.remarks],
        open=is_open,
        final=place.review.state is ReviewState.REPORTED,
        may_comment=is_open and may_comment(reader(), place),
        language=case.snapshot.cluster.language,
    )


@bp.get("/reviews/<int:review_id>/draft.pdf")
@requires_on(find_draft, may_read_draft)
def team_draft_document(place: DraftPlace) -> ResponseReturnValue:
    """The draft as a file, marked as one."""
    response = Response(team_draft_file(place.review, place.draft), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"draft-report-{place.review.id}.pdf", inline=True)
    return response


def _back(place: DraftPlace | RemarkPlace) -> ResponseReturnValue:
    return redirect(url_for("reviews.team_draft", review_id=place.review.id, _anchor="remarks"), 303)


@bp.post("/reviews/<int:review_id>/draft/remarks")
@requires_on(find_draft, may_comment)
def write_remark(place: DraftPlace) -> ResponseReturnValue:
    """Point out an error of fact."""
    form = RemarkForm().offer(scheme_of(place.review))
    if not form.validate_on_submit():
        return _page(place, form), 422
    operations.write_remark(place.draft, form.indicator.data or None, form.text.data or "", by=reader())
    flash(_("Your remark is kept. Hand your remarks in when they are complete."))
    return _back(place)


@bp.post("/reviews/<int:review_id>/draft/remarks/<int:remark_id>/remove")
@requires_on(find_remark, may_take_back)
def take_back_remark(place: RemarkPlace) -> ResponseReturnValue:
    """Take out a remark before it is handed in."""
    operations.take_back_remark(place.remark, by=reader())
    flash(_("The remark is taken out."))
    return _back(place)


@bp.get("/reviews/<int:review_id>/draft/end")
@requires_on(find_draft, may_comment)
def ask_to_hand_in(place: DraftPlace) -> ResponseReturnValue:
    """Ask before the comment period ends."""
    return render_template(
        "reviews/commenting/hand_in.html",
        review=place.review,
        scheme=scheme_of(place.review),
        draft=place.draft,
    )


@bp.post("/reviews/<int:review_id>/draft/end")
@requires_on(find_draft, may_comment)
def handed_in(place: DraftPlace) -> ResponseReturnValue:
    """End the comment period, with remarks or without."""
    operations.hand_in(place.draft, by=reader())
    flash(_("Thank you. The lead assessor is told."))
    return _back(place)


@bp.post("/reviews/<int:review_id>/remarks/<int:remark_id>")
@requires_on(find_remark, may_answer)
def answer_remark(place: RemarkPlace) -> ResponseReturnValue:
    """Answer a remark."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _answer_page(place, form), 422
    try:
        operations.answer_remark(
            place.remark, form.accepted.data == "yes", form.answer.data or "", by=reader()
        )
    except InvalidInput as error:
        form.answer.errors = [error.message]
        return _answer_page(place, form), 422
    flash(_("The answer is kept."))
    here = f"remark-{place.remark.id}"
    return redirect(url_for("reviews.report", review_id=place.review.id, _anchor=here), 303)


@bp.get("/reviews/<int:review_id>/remarks/<int:remark_id>")
@requires_on(find_remark, may_answer)
def remark(place: RemarkPlace) -> ResponseReturnValue:
    """The form to answer one remark."""
    given = place.remark
    accepted = None if given.accepted is None else "yes" if given.accepted else "no"
    return _answer_page(place, AnswerForm(formdata=None, accepted=accepted, answer=given.answer))


def _answer_page(place: RemarkPlace, form: AnswerForm) -> str:
    return render_template(
        "reviews/commenting/answer.html",
        review=place.review,
        scheme=scheme_of(place.review),
        remark=place.remark,
        form=form,
    )


@bp.get("/reviews/<int:review_id>/report/reopen")
@requires_on(find_review, policy.may_write_report)
def reopen(review: Review) -> ResponseReturnValue:
    """Ask for the reason before the scores are looked at again."""
    return _reopen_page(review, ReopenForm(formdata=None))


def _reopen_page(review: Review, form: ReopenForm) -> str:
    return render_template(
        "reviews/commenting/reopen.html", review=review, scheme=scheme_of(review), form=form
    )


@bp.post("/reviews/<int:review_id>/report/reopen")
@requires_on(find_review, policy.may_write_report)
def reopen_confirmed(review: Review) -> ResponseReturnValue:
    """Go back to the agreement."""
    form = ReopenForm()
    if not form.validate_on_submit():
        return _reopen_page(review, form), 422
    operations.reopen_agreement(review, form.reason.data or "", by=reader())
    flash(_("The agreement is open again. Send the draft when you have agreed."))
    return redirect(url_for("reviews.consensus", review_id=review.id), 303)
