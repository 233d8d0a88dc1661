"""The page on which the board reads a case; what it does there depends on where the case stands."""

from typing import Any

from flask import render_template

from labelapp.decisions.board.alone import decides_alone
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.forms import VOTES, MeetingForm, VoteForm
from labelapp.decisions.board.models import AgendaItem, SessionState
from labelapp.decisions.board.queries import open_deferrals, open_item, own_vote
from labelapp.decisions.forms import DecisionForm
from labelapp.decisions.models import Outcome
from labelapp.decisions.presentation import BoardCase, board_case, left_to_the_board, suggested_reasons
from labelapp.decisions.queries import decision_on
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.forms import InterestForm
from labelapp.reviews.interests.changes import changes_since
from labelapp.reviews.interests.facts import signs_of
from labelapp.reviews.interests.words import change_texts, sign_question
from labelapp.reviews.models import Review


def case_page(
    review: Review,
    user: Any,
    form: DecisionForm | None = None,
    vote: VoteForm | None = None,
    meeting: MeetingForm | None = None,
) -> str:
    """The report, and the form to vote in an open session, or to decide where one vote is enough."""
    found, item = board_case(review), open_item(review)
    voting = item if item is not None and item.session.state is SessionState.OPEN else None
    return render_template(
        "decisions/case.html",
        case=found,
        decision=decision_on(review),
        deferral=open_deferrals([review.id]).get(review.id),
        left_to_the_board=left_to_the_board(found),
        item=voting,
        proposal_name=_proposal_name(voting),
        form=(form or _decision_form(found)) if decides_alone(review) else None,
        vote=(vote or _vote_form(user, voting)) if voting else None,
        meeting=meeting or MeetingForm(formdata=None),
        planned=item is not None and voting is None,
    )


def _proposal_name(item: AgendaItem | None) -> str:
    return str(VOTES[Choice(item.proposal["choice"])]) if item and item.proposal else ""


def _decision_form(case: BoardCase) -> DecisionForm:
    form = DecisionForm()
    if not form.is_submitted() and not case.awardable:
        form.outcome.data = Outcome.REFUSE.value
        form.reasons.data = suggested_reasons(case)
    return form


def _vote_form(user: Any, item: AgendaItem) -> VoteForm:
    mine = own_vote(user, item)
    if mine is None:
        return VoteForm(formdata=None)
    return VoteForm(formdata=None, choice=mine.choice.value, reasons=mine.reasons)


def declaration_page(review: Review, user: Any, form: InterestForm) -> str:
    """The question for interests, which is all that a member sees of a case before they answered it."""
    return render_template(
        "decisions/interests.html",
        review=review,
        cluster=cluster_of(review),
        scheme=scheme_of(review),
        form=form,
        signs=[sign_question(sign) for sign in signs_of(user, cluster_of(review))],
        changes=change_texts(changes_since(user, review.submission_id)),
    )
