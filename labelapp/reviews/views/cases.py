"""Lists of cases: the secretariat's of all, an assessor's of their own."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelapp.assessments.models import Submission
from labelapp.clock import today
from labelapp.reviews import operations, policy
from labelapp.reviews.interests.queries import count_to_declare
from labelapp.reviews.listing import case_lines, own_case_lines, stage_name
from labelapp.reviews.models import ReviewState
from labelapp.reviews.queries.cases import Order, Page, Stage, Wish, horizon, list_cases, stage_counts
from labelapp.reviews.queries.reviews import find_submission, reviews_of
from labelapp.reviews.views.blueprint import bp, number_in_query, reader
from labelapp.web.access import requires, requires_on


@bp.get("/cases")
@requires(policy.may_see_cases)
def cases() -> ResponseReturnValue:
    """All cases with what each waits for: search, state, order, page by key."""
    wish = _wish()
    page = list_cases(reader(), wish)
    return render_template(
        "reviews/cases.html",
        wish=wish,
        lines=case_lines(page.rows, today()),
        counts=stage_counts(reader(), wish.text),
        undeclared=count_to_declare(reader()),
        stages=[(stage, stage_name(stage)) for stage in Stage],
        columns=_columns(wish),
        previous_url=_page_url(wish, page, backwards=True) if page.before else "",
        next_url=_page_url(wish, page, backwards=False) if page.more else "",
    )


def _wish() -> Wish:
    args = request.args
    stage, order = args.get("state", ""), args.get("sort", "")
    row = number_in_query("row")
    return Wish(
        text=args.get("q", "").strip()[:100],
        stage=Stage(stage) if stage in set(Stage) else None,
        order=Order(order) if order in set(Order) else Order.DUE,
        descending=args.get("order") == "descending",
        key=(args.get("from", ""), row) if row is not None else None,
        backwards=args.get("way") == "back",
    )


def _filters(wish: Wish) -> dict[str, Any]:
    return {"q": wish.text or None, "state": wish.stage}


def _columns(wish: Wish) -> dict[str, dict[str, str]]:
    """Address and present order of each column that can be sorted."""
    found = {}
    for order in Order:
        here = order is wish.order
        way = "descending" if here and not wish.descending else None
        found[order.value] = {
            "sort_url": url_for("reviews.cases", sort=order.value, order=way, **_filters(wish)),
            "sorted": ("descending" if wish.descending else "ascending") if here else "",
        }
    return found


def _page_url(wish: Wish, page: Page, backwards: bool) -> str:
    if not page.rows:
        return url_for("reviews.cases", **_filters(wish))
    value, row = page.rows[0 if backwards else -1].key
    place: dict[str, Any] = {"from": value, "row": row, "way": "back" if backwards else None}
    order = "descending" if wish.descending else None
    return url_for("reviews.cases", sort=wish.order.value, order=order, **place, **_filters(wish))


@bp.post("/cases/<int:submission_id>/open")
@requires_on(find_submission, policy.may_open)
def open_case(submission: Submission) -> ResponseReturnValue:
    """Begin to look for assessors."""
    review = operations.open_review(submission, by=reader(), due_on=horizon(today()))
    return redirect(url_for("reviews.assignment", review_id=review.id), 303)


@bp.get("/reviews")
@requires(policy.may_see_own_cases)
def mine() -> ResponseReturnValue:
    """The cases in which the reader takes part, and what is to be done in each."""
    everything = reviews_of(reader(), reported=True)
    running = [review for review in everything if review.state is not ReviewState.REPORTED]
    finished = [review for review in everything if review.state is ReviewState.REPORTED]
    return render_template(
        "reviews/mine.html",
        running=own_case_lines(reader(), running),
        finished=own_case_lines(reader(), finished),
        today=today(),
    )
