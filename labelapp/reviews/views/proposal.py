"""A proposal of assessors for all cases that look for some, for the secretariat to adjust and to take over."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.accounts.models import User
from labelapp.assessments.models import Submission
from labelapp.reviews import operations, policy
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.proposal.openings import Market, read_market
from labelapp.reviews.proposal.plan import plan
from labelapp.reviews.staffing import role_name
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires

# So many cases are shown and taken over at once; the proposal is made for all of them.
SHOWN = 100


@bp.get("/cases/proposal")
@requires(policy.may_see_cases)
def proposal() -> ResponseReturnValue:
    """Who could take which free seat. Nobody is asked before the proposal is taken over."""
    return _page({})


def _page(refused: dict[int, str]) -> str:
    proposals = plan(reader())
    return render_template(
        "reviews/proposal.html",
        shown=proposals[:SHOWN],
        more=len(proposals) - SHOWN,
        complete=sum(one.complete for one in proposals),
        count=len(proposals),
        refused=refused,
        role_name=role_name,
    )


@bp.post("/cases/proposal")
@requires(policy.may_see_cases)
def accept_proposal() -> ResponseReturnValue:
    """Ask the chosen people of the ticked cases to declare their interests."""
    outcome = operations.accept_proposal(_wishes(read_market(reader())), by=reader())
    if outcome.taken_over:
        flash(
            ngettext(
                "The people of %(num)s case are asked by mail to declare their interests.",
                "The people of %(num)s cases are asked by mail to declare their interests.",
                outcome.taken_over,
            )
        )
    elif not outcome.refused:
        flash(_("Nobody was asked: no case was ticked, or nobody was chosen."))
    if outcome.refused:
        # The cases that worked stay taken over; the page says what kept the others.
        return _page(outcome.refused)
    return redirect(url_for("reviews.cases"), 303)


def _wishes(market: Market) -> dict[Submission, tuple[Review | None, dict[AssessorRole, User]]]:
    """The people chosen for the free seats of the ticked cases; what does not belong to the list is ignored."""
    ticked = set(request.form.getlist("case"))
    wishes = {}
    for case in market.cases:
        number = str(case.submission.id)
        chosen = {role: request.form.get(f"seat.{number}.{role}", "") for role in case.free}
        people = {
            role: market.people[int(person)].user
            for role, person in chosen.items()
            if person.isascii() and person.isdigit() and int(person) in market.people
        }
        if number in ticked and people:
            wishes[case.submission] = (case.review, people)
    return wishes
