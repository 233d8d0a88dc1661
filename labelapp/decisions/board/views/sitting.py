"""The agenda, and what a member does with it: declare, read, vote, ask for a meeting."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.decisions.board import policy
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.forms import MeetingForm, VoteForm
from labelapp.decisions.board.minutes import lines_for
from labelapp.decisions.board.models import AgendaItem, BoardSession, ItemState, SessionState
from labelapp.decisions.board.presentation import (
    agenda_lines,
    counted,
    kind_name,
    next_to_vote,
    outcome_name,
    summary,
)
from labelapp.decisions.board.queries import item_by_id, placeable_cases, session_by_id, visible_items
from labelapp.decisions.board.sitting import ask_for_meeting, cast_vote, end_session
from labelapp.decisions.board.views.blueprint import bp, reader
from labelapp.decisions.policy import may_take_part
from labelapp.decisions.reading import case_page, declaration_page
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.operations import declare_interests
from labelapp.reviews.policy import has_declared_clear
from labelapp.web.access import requires_on
from labelapp.web.errors import InvalidInput


@bp.get("/board/sessions/<int:session_id>")
@requires_on(session_by_id, policy.may_see_session)
def session(session: BoardSession) -> ResponseReturnValue:
    """The agenda with a paragraph on each case; after the end the minutes."""
    prepares = policy.may_prepare(reader(), session)
    closed = session.state is SessionState.CLOSED
    return render_template(
        "decisions/board/session.html",
        session=session,
        lines=[] if closed else agenda_lines(reader(), session),
        minutes=lines_for(reader(), session),
        prepares=prepares and not closed,
        waiting=placeable_cases(reader()) if prepares and not closed else [],
        may_end=policy.may_end(reader(), session),
        chairs=lambda item: policy.may_chair(reader(), item),
        upcoming=next_to_vote(reader(), session),
        names={"kind": kind_name, "outcome": outcome_name},
        summary=summary,
        counted=counted,
        cluster_of=cluster_of,
        scheme_of=scheme_of,
    )


@bp.post("/board/sessions/<int:session_id>/interests")
@requires_on(session_by_id, policy.may_see_session)
def declare(session: BoardSession) -> ResponseReturnValue:
    """Declare for several cases at once that one has no interest.

    An interest is declared case by case, and so is none where our data say something that could be one.
    """
    ticked, doubtful = set(request.form.getlist("item")), 0
    for item in visible_items(reader(), session):
        mine = may_take_part(reader(), item.review) and not has_declared_clear(reader(), item.review)
        if str(item.id) not in ticked or not mine:
            continue
        if signs_of(reader(), cluster_of(item.review)):
            doubtful += 1
        else:
            declare_interests(item.review, reader(), [])
    if doubtful:
        flash(
            _("Where our data say something that could be an interest, answer on the page of the case."),
            "attention",
        )
    if not ticked:
        flash(_("Tick the cases in which you have no interest."), "attention")
    return redirect(url_for("board.session", session_id=session.id), 303)


@bp.get("/board/items/<int:item_id>/recusal")
@requires_on(item_by_id, policy.may_vote)
def recusal(item: AgendaItem) -> ResponseReturnValue:
    """An interest that arose later: declare anew, and be off the case."""
    return declaration_page(item.review, reader(), InterestForm())


@bp.post("/board/items/<int:item_id>/vote")
@requires_on(item_by_id, policy.may_vote)
def vote(item: AgendaItem) -> ResponseReturnValue:
    """Cast or change the own vote; then on to the next case that waits for one."""
    form = VoteForm()
    if not form.validate_on_submit():
        return case_page(item.review, reader(), vote=form), 422
    try:
        cast_vote(item, Choice(form.choice.data), form.reasons.data or "", by=reader())
    except InvalidInput as error:
        field = form.choice if form.reasons.data else form.reasons
        field.errors = [error.message]
        return case_page(item.review, reader(), vote=form), 422
    upcoming = next_to_vote(reader(), item.session)
    if upcoming is not None:
        flash(_("Your vote is kept. You can change it until the case is closed. This is the next case."))
        return redirect(url_for("decisions.case", review_id=upcoming.review_id), 303)
    flash(_("Your vote is kept. You can change it until the case is closed."))
    return redirect(url_for("board.session", session_id=item.session_id), 303)


@bp.post("/board/items/<int:item_id>/meeting")
@requires_on(item_by_id, policy.may_vote)
def ask(item: AgendaItem) -> ResponseReturnValue:
    """Object to the silent procedure."""
    form = MeetingForm()
    if not form.validate_on_submit():
        return case_page(item.review, reader(), meeting=form), 422
    ask_for_meeting(item, form.reason.data or "", by=reader())
    flash(_("The case goes to a meeting. The other members are told."))
    return redirect(url_for("board.session", session_id=item.session_id), 303)


@bp.route("/board/sessions/<int:session_id>/end", methods=["GET", "POST"])
@requires_on(session_by_id, policy.may_end)
def end(session: BoardSession) -> ResponseReturnValue:
    """Ask once more, then end the meeting and freeze its minutes."""
    if request.method == "GET":
        waiting = [
            cluster_of(item.review)
            for item in visible_items(reader(), session)
            if item.state is ItemState.OPEN
        ]
        return render_template("decisions/board/end.html", session=session, waiting=waiting)
    end_session(session, by=reader())
    flash(_("The meeting has ended. Its minutes are kept."))
    return redirect(url_for("board.session", session_id=session.id), 303)
