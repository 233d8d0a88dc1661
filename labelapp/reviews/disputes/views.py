"""The secretariat finds a third expert; the third expert scores alone, reads the others, and decides."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.policy import is_assessor
from labelapp.evidence.kinds import INLINE_TYPES
from labelapp.evidence.sending import send_file
from labelapp.reviews import policy
from labelapp.reviews.case import Case, case_of, scheme_of
from labelapp.reviews.clarifications.desk_view import rounds_about
from labelapp.reviews.comparison import opinions_on
from labelapp.reviews.desk import answer_view, evidence_of, figure_sources, improvement_of
from labelapp.reviews.disputes import operations
from labelapp.reviews.disputes.models import Dispute
from labelapp.reviews.disputes.queries import (
    DisputeFile,
    DisputePlace,
    disputes_of,
    find_dispute,
    find_dispute_evidence,
    judgement_of,
    open_disputes,
    third_score_of,
)
from labelapp.reviews.disputes.rules import third_checks
from labelapp.reviews.forms import AgreementForm, ScoreForm, yes_no
from labelapp.reviews.judging import Judgement, Question, parse_points
from labelapp.reviews.models import Review
from labelapp.reviews.operations import RuleViolations
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.queries.candidates import candidates_for
from labelapp.reviews.queries.reviews import find_person, find_review
from labelapp.reviews.rules import sentences
from labelapp.reviews.views.blueprint import bp, on_review, reader
from labelapp.reviews.views.sheet import tidy
from labelapp.schemes.numbers import exact
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput

NOTHING_POSTED = ("", Judgement(), "")


def _states(review: Review) -> list[tuple[Dispute, tuple[str, str, str]]]:
    """Every disagreement with how far it is. Who scored what is not told."""
    still, third = open_disputes(review), policy.third_expert_of(review)
    found = []
    for code, dispute in disputes_of(review).items():
        if code not in still:
            state = ("good", "check", str(_("Decided")))
        elif third_score_of(dispute, third):
            state = ("open", "half", str(_("To be decided")))
        else:
            state = ("open", "ring", str(_("Not scored yet")))
        found.append((dispute, state))
    return found


@bp.get("/reviews/<int:review_id>/third-expert")
@requires_on(find_review, policy.may_assign)
def third_expert(review: Review) -> ResponseReturnValue:
    """Disagreements, who decides them, and who could."""
    return _third_page(review)


def _third_page(review: Review, problems: list[str] | None = None) -> str:
    third, scheme = policy.third_expert_of(review), scheme_of(review)
    checked = [(one, third_checks(scheme, one)) for one in candidates_for(review) if not one.taking_part]
    candidates = [(one, checks, not sentences(checks)) for one, checks in checked]
    return render_template(
        "reviews/disputes/third_expert.html",
        review=review,
        case=case_of(review),
        disputes=_states(review),
        open=open_disputes(review),
        third=third,
        declared=third is not None and policy.has_declared_clear(third.user, review),
        candidates=sorted(candidates, key=lambda one: (not one[2], one[0].load)),
        problems=problems or [],
    )


@bp.post("/reviews/<int:review_id>/third-expert")
@requires_on(find_review, policy.may_assign)
def nominate_third(review: Review) -> ResponseReturnValue:
    """Ask a person to decide."""
    number = request.form.get("person", "")
    person = find_person(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    try:
        if person is None or not is_assessor(person):
            raise InvalidInput(_("Choose a person and a seat."))
        operations.nominate_third(review, person, by=reader())
    except DomainError as error:
        broken = error.sentences if isinstance(error, RuleViolations) else [error.message]
        return _third_page(review, broken), error.status
    flash(_("%(name)s is asked by mail to declare their interests.", name=person.name))
    return redirect(url_for("reviews.third_expert", review_id=review.id), 303)


@bp.get("/reviews/<int:review_id>/disputes")
@requires_on(find_review, policy.may_decide_disputes)
def disputes(review: Review) -> ResponseReturnValue:
    """What the reader is asked to decide."""
    return render_template(
        "reviews/disputes/index.html", review=review, case=case_of(review), disputes=_states(review)
    )


@bp.get("/reviews/<int:review_id>/disputes/<code>")
@requires_on(find_dispute, on_review(policy.may_decide_disputes))
def dispute(place: DisputePlace) -> ResponseReturnValue:
    """Answers and evidence; the others' justifications only after the own score."""
    return _page(place)


def _page(place: DisputePlace, posted: tuple[str, Judgement, str] = NOTHING_POSTED, problem: str = "") -> str:
    review, code = place.review, place.dispute.indicator
    case, own = case_of(review), third_score_of(place.dispute, policy.third_expert_of(review))
    indicator = case.scheme.indicators[code]
    agreement = agreements_of(review).get(code)
    return render_template(
        "reviews/disputes/dispute.html",
        review=review,
        case=case,
        dispute=place.dispute,
        indicator=indicator,
        asked=case.questions[code],
        view=answer_view(case, indicator, None, None),
        sources=figure_sources(case, indicator),
        rounds=rounds_about(case, indicator),
        progress=improvement_of(case, indicator.code),
        options=[exact(points) for points in case.questions[code].options],
        offered=_offered(case, place.dispute),
        own=judgement_of(own) if own else None,
        opinions=opinions_on(review, case, code) if own else [],
        decided=agreement if own else None,
        posted=posted,
        problem=problem,
    )


def _offered(case: Case, dispute: Dispute) -> list[tuple[Any, str, str]]:
    def address(one: Any, **values: Any) -> str:
        ids = {"review_id": case.review.id, "code": dispute.indicator, "sha256": one.sha256}
        return url_for("reviews.dispute_evidence", **ids, **values)

    offered = evidence_of(case, case.scheme.indicators[dispute.indicator])
    return [
        (
            one,
            address(one, _anchor=f"page={one.page or 1}") if one.content_type in INLINE_TYPES else "",
            address(one, download=1),
        )
        for one in offered
    ]


@bp.get("/reviews/<int:review_id>/disputes/<code>/evidence/<sha256>")
@requires_on(find_dispute_evidence, on_review(policy.may_decide_disputes))
def dispute_evidence(place: DisputeFile) -> ResponseReturnValue:
    """A file that was offered for the disputed indicator."""
    return send_file(place.evidence, inline=request.args.get("download") is None)


def _judgement(asked: Question, form: AgreementForm | ScoreForm) -> Judgement:
    raw = (form.points.data or "").strip()
    try:
        points = parse_points(asked, raw) if raw else None
    except ValueError as error:
        highest = exact(asked.indicator.max_points)
        raise InvalidInput(_("Points go from 0 to %(highest)s.", highest=highest)) from error
    return Judgement(points, yes_no(form.minimum_met.data), yes_no(form.plausible.data))


def _posted(form: AgreementForm | ScoreForm, text: str) -> tuple[str, Judgement, str]:
    said = Judgement(minimum_met=yes_no(form.minimum_met.data), plausible=yes_no(form.plausible.data))
    return (form.points.data or "").strip(), said, text


@bp.post("/reviews/<int:review_id>/disputes/<code>/score")
@requires_on(find_dispute, on_review(policy.may_decide_disputes))
def score_dispute(place: DisputePlace) -> ResponseReturnValue:
    """The reader's own score, which opens what the assessors gave."""
    form, asked = ScoreForm(), case_of(place.review).questions[place.dispute.indicator]
    text = tidy(form.justification.data)
    try:
        if not form.validate_on_submit():
            raise InvalidInput(next((str(text) for found in form.errors.values() for text in found), ""))
        operations.give_third_score(place.review, place.dispute, _judgement(asked, form), text, by=reader())
    except InvalidInput as error:
        return _page(place, _posted(form, text), error.message), 422
    code = place.dispute.indicator
    return redirect(url_for("reviews.dispute", review_id=place.review.id, code=code), 303)


@bp.post("/reviews/<int:review_id>/disputes/<code>/decide")
@requires_on(find_dispute, on_review(policy.may_decide_disputes))
def decide_dispute(place: DisputePlace) -> ResponseReturnValue:
    """What counts from now on."""
    form, asked = AgreementForm(), case_of(place.review).questions[place.dispute.indicator]
    text = tidy(form.reason.data)
    try:
        if not form.validate_on_submit():
            raise InvalidInput(next((str(text) for found in form.errors.values() for text in found), ""))
        operations.decide(place.review, place.dispute, _judgement(asked, form), text, by=reader())
    except InvalidInput as error:
        return _page(place, _posted(form, text), error.message), 422
    flash(_("Your decision is recorded."))
    return redirect(url_for("reviews.disputes", review_id=place.review.id), 303)
