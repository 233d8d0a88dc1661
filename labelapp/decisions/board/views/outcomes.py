"""The chair states the outcome of a case."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.decisions.board import policy
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.forms import VOTES, RulingForm
from labelapp.decisions.board.models import AgendaItem
from labelapp.decisions.board.presentation import counted, item_tally
from labelapp.decisions.board.queries import board_members, item_by_id, latest_votes
from labelapp.decisions.board.sitting import check_outcome, close_case
from labelapp.decisions.board.views.blueprint import bp, reader
from labelapp.decisions.presentation import board_case
from labelapp.decisions.terms import longest_shorter_validity
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.route("/board/items/<int:item_id>/outcome", methods=["GET", "POST"])
@requires_on(item_by_id, policy.may_chair)
def outcome(item: AgendaItem) -> ResponseReturnValue:
    """The votes, and the form of the outcome; with `step=record` it is written, with `step=edit` changed."""
    tally, form, step = item_tally(item), RulingForm(), request.form.get("step", "")
    form.offer(tally.carried)
    if step == "more":
        form.add_rows()
    if request.method == "GET" and len(tally.carried) == 1:
        form.choice.data = next(iter(tally.carried)).value
    if request.method == "GET" or step in ("more", "edit"):
        return _page(item, form)
    if not form.validate_on_submit():
        return _page(item, form), 422
    try:
        check_outcome(item, form.ruling())
        if step == "record":
            close_case(item, form.ruling(), by=reader())
            flash(_("The outcome is recorded and the cluster organisation is told."))
            return redirect(url_for("board.session", session_id=item.session_id), 303)
    except InvalidInput as error:
        form.choice.errors = [error.message]
        return _page(item, form), 422
    return render_template(
        "decisions/board/confirm.html",
        item=item,
        case=board_case(item.review),
        ruling=form.ruling(),
        title=VOTES[Choice(form.choice.data)],
        entered=[
            (key, text) for key, text in request.form.items(multi=True) if key not in ("csrf_token", "step")
        ],
    )


def _page(item: AgendaItem, form: RulingForm) -> str:
    tally, members = item_tally(item), board_members()
    votes = latest_votes(item, members)
    return render_template(
        "decisions/board/outcome.html",
        item=item,
        case=board_case(item.review),
        form=form,
        tally=tally,
        counted=counted(tally),
        votes=[(VOTES[vote.choice], vote.reasons) for vote in votes.values() if vote.reasons],
        longest=longest_shorter_validity(board_case(item.review).scheme),
    )
