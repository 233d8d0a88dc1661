"""Officers of the secretariat declare interests: about one case, or none in many at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.models import Submission
from labelapp.assessments.queries import scheme_of
from labelapp.reviews import operations, policy
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.interests.queries import cases_to_declare, chosen_to_declare, count_to_declare
from labelapp.reviews.interests.words import change_texts, sign_question
from labelapp.reviews.queries.reviews import find_submission
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position


@bp.get("/cases/interests")
@requires(policy.may_see_cases)
def undeclared() -> ResponseReturnValue:
    """Whose cases wait for the officer's declaration: cluster organisation, country, label, and nothing else."""
    past = request.args.get("past") == "1"
    return render_template(
        "reviews/interests/officer.html",
        page=cases_to_declare(reader(), read_position(request.args.get("at")), past=past),
        count=count_to_declare(reader(), past=past),
        past=past,
        others=count_to_declare(reader(), past=not past),
        sign_question=sign_question,
    )


@bp.post("/cases/interests")
@requires(policy.may_see_cases)
def declare_none() -> ResponseReturnValue:
    """No interest in the ticked cases. Those where the data say otherwise are answered one by one."""
    ids = {int(number) for number in request.form.getlist("case") if number.isascii() and number.isdigit()}
    chosen = chosen_to_declare(reader(), {number for number in ids if number < 2**31})
    count = operations.declare_none_in(chosen, reader())
    if count:
        flash(ngettext("You declared in %(num)s case.", "You declared in %(num)s cases.", count))
    else:
        flash(_("Tick the cases in which you have no interest."))
    past = "1" if request.form.get("past") == "1" else None
    return redirect(
        url_for("reviews.undeclared", past=past) if _left(past) else url_for("reviews.cases"), 303
    )


def _left(past: str | None) -> bool:
    return count_to_declare(reader(), past=past is not None) > 0


@bp.get("/cases/<int:submission_id>/interests")
@requires_on(find_submission, policy.may_declare_as_officer)
def officer_interests(submission: Submission) -> ResponseReturnValue:
    """The form about one case."""
    return _page(submission, InterestForm())


def _page(submission: Submission, form: InterestForm) -> str:
    cluster = submission.assessment.cluster
    return render_template(
        "reviews/interests/declare.html",
        cluster=cluster,
        scheme=scheme_of(submission.assessment),
        form=form,
        role="",
        declaration=None,
        signs=[sign_question(sign) for sign in signs_of(reader(), cluster)],
        changes=change_texts(changes_since(reader(), submission.id)),
        back=(url_for("reviews.undeclared"), _("Declarations of interests")),
    )


@bp.post("/cases/<int:submission_id>/interests")
@requires_on(find_submission, policy.may_declare_as_officer)
def officer_declared(submission: Submission) -> ResponseReturnValue:
    """Record the declaration; any interest removes the case from everything that the officer sees."""
    form, signs = InterestForm(), signs_of(reader(), submission.assessment.cluster)
    if not form.validate_on_submit():
        return _page(submission, form), 422
    try:
        declaration = operations.declare_as_officer(
            submission, reader(), form.declared, form.note.data or "", signs
        )
    except InvalidInput as error:
        form.note.errors = [error.message]
        return _page(submission, form), 422
    if declaration.conflict:
        flash(_("Thank you. The case is off all your lists."))
    else:
        flash(_("Thank you. Your declaration is recorded."))
    return redirect(url_for("reviews.undeclared") if _left(None) else url_for("reviews.cases"), 303)
