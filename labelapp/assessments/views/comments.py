"""Comments on an indicator: write, answer, change, delete, share, resolve."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.queries import Place
from labelapp.assessments.together import comments
from labelapp.assessments.together.forms import CommentTextForm
from labelapp.assessments.together.models import Comment
from labelapp.assessments.together.queries import Remark, colleagues, find_remark
from labelapp.assessments.together.talk import comment_form, prefix_of
from labelapp.assessments.views import bp
from labelapp.assessments.views.indicator import render_page
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.post("/assessments/<int:assessment_id>/indicators/<code>/comments")
@requires_on(queries.find_place, policy.may_comment)
def write_comment(place: Place) -> ResponseReturnValue:
    """Begin a thread."""
    return _write(place, None)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/answers")
@requires_on(find_remark, policy.may_comment)
def answer_comment(remark: Remark) -> ResponseReturnValue:
    """Answer a comment."""
    return _write(remark.place, remark.comment)


def _write(place: Place, parent: Comment | None) -> ResponseReturnValue:
    team = colleagues(place.assessment)
    form = comment_form(team, current_user, prefix_of(parent.id if parent else None), request.form)
    if not form.validate():
        return render_page(place, comment=form), 422
    try:
        written = comments.write_comment(
            place,
            form.text.data,
            by=current_user,
            shared=form.shared.data,
            notify=form.notify.data,
            parent=parent,
        )
    except InvalidInput as error:
        form.text.errors = [error.message]
        return render_page(place, comment=form), 422
    return _shown(Remark(place, written))


def _shown(remark: Remark) -> ResponseReturnValue:
    place = remark.place
    target = url_for(
        "assessments.indicator",
        assessment_id=place.assessment.id,
        code=place.indicator.code,
        _anchor="comments" if remark.comment.deleted_at else f"comment-{remark.comment.id}",
    )
    return redirect(target, 303)


@bp.route("/assessments/<int:assessment_id>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@requires_on(find_remark, policy.may_change_comment)
def change_comment(remark: Remark) -> ResponseReturnValue:
    """Other words for one's own comment, for an hour."""
    form = CommentTextForm(text=remark.comment.text)
    if form.validate_on_submit():
        comments.change_comment(remark, form.text.data, by=current_user)
        return _shown(remark)
    page = render_template("assessments/comment.html", remark=remark, form=form)
    return (page, 422) if form.errors else page


@bp.get("/assessments/<int:assessment_id>/comments/<int:comment_id>/delete")
@requires_on(find_remark, policy.may_change_comment)
def delete_comment(remark: Remark) -> ResponseReturnValue:
    """Ask before a comment goes."""
    return render_template("assessments/comment_delete.html", remark=remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/delete")
@requires_on(find_remark, policy.may_change_comment)
def delete_comment_confirmed(remark: Remark) -> ResponseReturnValue:
    """Delete one's own comment."""
    comments.delete_comment(remark, by=current_user)
    flash(_("The comment was deleted."))
    return _shown(remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/share")
@requires_on(find_remark, policy.may_change_comment)
def share_comment(remark: Remark) -> ResponseReturnValue:
    """Show one's own comment to the assessors."""
    comments.share_comment(remark, by=current_user)
    flash(_("The assessors read this comment once the self-assessment is submitted."))
    return _shown(remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/take-back")
@requires_on(find_remark, policy.may_take_back_comment)
def take_back_comment(remark: Remark) -> ResponseReturnValue:
    """Make a shared comment internal again."""
    comments.take_back_comment(remark, by=current_user)
    flash(_("The comment is internal again."))
    return _shown(remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/resolve")
@requires_on(find_remark, policy.may_comment)
def resolve_thread(remark: Remark) -> ResponseReturnValue:
    """A thread is settled."""
    comments.resolve_thread(remark, by=current_user)
    return _shown(remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/reopen")
@requires_on(find_remark, policy.may_comment)
def reopen_thread(remark: Remark) -> ResponseReturnValue:
    """A thread is open again."""
    comments.reopen_thread(remark, by=current_user)
    return _shown(remark)


@bp.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/done")
@requires_on(find_remark, policy.is_of_team)
def dismiss_mention(remark: Remark) -> ResponseReturnValue:
    """Take a comment off one's own tasks."""
    comments.dismiss_mention(remark, by=current_user)
    flash(_("The comment is off your tasks."))
    return _shown(remark)
