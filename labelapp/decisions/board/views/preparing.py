"""The secretariat's pages: sessions, their agendas, proposals, the invitation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.policy import is_secretariat
from labelapp.decisions.board import policy
from labelapp.decisions.board.agenda import add_cases, move_case, remove_case
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.forms import RulingForm, SessionForm
from labelapp.decisions.board.models import AgendaItem, BoardSession
from labelapp.decisions.board.preparing import change_session, invite_board, plan_session, propose
from labelapp.decisions.board.presentation import kind_name
from labelapp.decisions.board.queries import (
    item_by_id,
    open_deferrals,
    placeable_cases,
    session_by_id,
    sessions_of,
    visible_items,
)
from labelapp.decisions.board.ruling import load_ruling
from labelapp.decisions.board.views.blueprint import bp, reader
from labelapp.decisions.presentation import board_case, suggested_reasons
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import DomainError, InvalidInput


@bp.get("/board/sessions")
@requires(policy.may_see_sessions)
def sessions() -> ResponseReturnValue:
    """All sessions, and for the secretariat the cases that stand on no agenda."""
    prepares = is_secretariat(reader())
    waiting = placeable_cases(reader()) if prepares else []
    found = sessions_of(reader(), planned=prepares)
    return render_template(
        "decisions/board/sessions.html",
        sessions=[(session, len(visible_items(reader(), session))) for session in found],
        prepares=prepares,
        waiting=waiting,
        deferrals=open_deferrals([review.id for review in waiting]),
        kind_name=kind_name,
        cluster_of=cluster_of,
        scheme_of=scheme_of,
    )


@bp.route("/board/sessions/new", methods=["GET", "POST"])
@requires(policy.may_prepare_sessions)
def plan() -> ResponseReturnValue:
    """Set up a session."""
    form = SessionForm()
    if form.validate_on_submit():
        try:
            session = plan_session(form.facts(), by=reader())
        except InvalidInput as error:
            form.held_on.errors = [error.message]
        else:
            flash(_("The session is set up. Put cases on its agenda, then invite the board."))
            return redirect(url_for("board.session", session_id=session.id), 303)
    return _session_form(form, None)


@bp.route("/board/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@requires_on(session_by_id, policy.may_prepare)
def edit(session: BoardSession) -> ResponseReturnValue:
    """Change a session."""
    form = SessionForm(session)
    if form.validate_on_submit():
        try:
            change_session(session, form.facts(), by=reader())
        except InvalidInput as error:
            form.held_on.errors = [error.message]
        else:
            flash(_("The session is changed."))
            return redirect(url_for("board.session", session_id=session.id), 303)
    return _session_form(form, session)


def _session_form(form: SessionForm, session: BoardSession | None) -> ResponseReturnValue:
    page = render_template("decisions/board/edit.html", form=form, session=session)
    return page, 422 if form.is_submitted() else 200


@bp.post("/board/sessions/<int:session_id>/cases")
@requires_on(session_by_id, policy.may_prepare)
def add(session: BoardSession) -> ResponseReturnValue:
    """Put the ticked cases on the agenda."""
    chosen = request.form.getlist("review")
    known = {str(review.id): review for review in placeable_cases(reader())}
    for number in chosen:
        if number not in known:
            raise DomainError(_("This case stands on an agenda already, or is decided."))
    add_cases(session, [known[number] for number in chosen], by=reader())
    if not chosen:
        flash(_("Tick at least one case."), "attention")
    return redirect(url_for("board.session", session_id=session.id), 303)


@bp.post("/board/items/<int:item_id>/place")
@requires_on(item_by_id, policy.may_prepare_item)
def place(item: AgendaItem) -> ResponseReturnValue:
    """Move a case up or down on the agenda, or take it off."""
    step, session_id = request.form.get("step"), item.session_id
    if step == "remove":
        remove_case(item, by=reader())
    elif step in ("up", "down"):
        move_case(item, up=step == "up")
    return redirect(url_for("board.session", session_id=session_id), 303)


@bp.route("/board/items/<int:item_id>/proposal", methods=["GET", "POST"])
@requires_on(item_by_id, policy.may_prepare_item)
def proposal(item: AgendaItem) -> ResponseReturnValue:
    """Draw up what a silent procedure decides unless the board votes otherwise."""
    case, form = board_case(item.review), RulingForm()
    form.offer(
        (Choice.AWARD, Choice.CONDITIONS, Choice.DEFER, Choice.REFUSE)
        if case.awardable
        else (Choice.DEFER, Choice.REFUSE)
    )
    if request.form.get("step") == "more":
        form.add_rows()
    elif form.validate_on_submit():
        try:
            propose(item, form.ruling(), by=reader())
        except InvalidInput as error:
            form.choice.errors = [error.message]
        else:
            return redirect(url_for("board.session", session_id=item.session_id), 303)
    elif not form.is_submitted() and item.proposal:
        form.show(load_ruling(item.proposal))
    elif not form.is_submitted() and not case.awardable:
        form.choice.data, form.reasons.data = Choice.REFUSE.value, suggested_reasons(case)
    page = render_template("decisions/board/proposal.html", item=item, case=case, form=form)
    return page, 422 if form.mistakes() else 200


@bp.route("/board/sessions/<int:session_id>/invite", methods=["GET", "POST"])
@requires_on(session_by_id, policy.may_prepare)
def invite(session: BoardSession) -> ResponseReturnValue:
    """Ask once more, then open the session and invite the board."""
    if request.method == "GET":
        return render_template("decisions/board/invite.html", session=session)
    invite_board(session, by=reader())
    flash(_("The board is invited."))
    return redirect(url_for("board.session", session_id=session.id), 303)
