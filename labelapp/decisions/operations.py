"""Deciding on a report, once."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions import notices
from labelapp.decisions.conditions.operations import set_conditions
from labelapp.decisions.following import run_followers, run_replacement_followers
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.queries import decision_on, first_decision
from labelapp.decisions.rules import failed_minimums, may_be_awarded
from labelapp.decisions.terms import Terms, check_terms
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.interests.changes import require_confirmed
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.operations.transitions import hold
from labelapp.reviews.record import load_record
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days

FULL_AWARD = Terms()


def record_decision(
    review: Review, outcome: Outcome, reasons: str, by: User, terms: Terms = FULL_AWARD
) -> Decision:
    """Award or refuse, with reasons; what follows happens in the same transaction.

    The decision on a re-examination takes the place of the first one.

    How the board came to it is not asked here: see `decisions.board`. Raises DomainError (409) when the case is
    decided already, naming who did it when, when its report is not final, or when `by` has to confirm the
    declaration of interests first; InvalidInput (422) without reasons, for an award that the rules of the scheme
    forbid, or for terms that cannot be.
    """
    hold(review)
    require_confirmed(by, review)
    check_decision(review, outcome, reasons, terms)
    decision = Decision(
        review=review,
        outcome=outcome,
        reasons=reasons.strip(),
        decided_on=today(),
        decided_by=by,
        recorded_at=now(),
        validity_months=terms.validity_months,
        appeal_until=_appeal_until(review),
        replaces=first_decision(review),
    )
    try:
        with db.session.begin_nested():
            db.session.add(decision)
    except IntegrityError as error:
        raise DomainError(_refusal(review)) from error
    record("decision.recorded", decision, actor=by, review=review.id, outcome=outcome.value)
    set_conditions(decision, terms.conditions, by)
    if outcome is Outcome.AWARD:
        run_followers(decision, by)
    if decision.replaces is not None:
        record("decision.replaced", decision.replaces, actor=by, by=decision.id)
        run_replacement_followers(decision, by)
    notices.tell_of_decision(decision)
    return decision


def _appeal_until(review: Review) -> date | None:
    """The last day of an appeal, as the letter names it; the day of the decision is not counted.

    None where the scheme knows no appeal, and for a re-examination, which is the last word.
    """
    days = scheme_of(review).procedure.appeal_days
    if review.examination > 1 or not days:
        return None
    return add_working_days(today(), days, cluster_of(review).country)


def check_undecided(review: Review) -> None:
    """Raise DomainError (409) unless the report is final and the case is not decided."""
    if review.state is not ReviewState.REPORTED or review.report is None:
        raise DomainError(_("The report of this case is not final yet."))
    if decision_on(review) is not None:
        raise DomainError(_refusal(review))


def check_decision(review: Review, outcome: Outcome, reasons: str, terms: Terms = FULL_AWARD) -> None:
    """Raise what `record_decision` would raise for the state of the case and for what was written."""
    check_undecided(review)
    if not reasons.strip():
        raise InvalidInput(_("Write the reasons for the decision. The cluster organisation will read them."))
    if outcome is Outcome.AWARD:
        check_awardable(review)
        assert review.report is not None
        check_terms(terms, scheme_of(review), load_record(review.report.content))


def check_awardable(review: Review) -> None:
    """Raise InvalidInput (422) when the record does not carry an award by the rules of the scheme."""
    assert review.report is not None
    report = load_record(review.report.content)
    if not may_be_awarded(report):
        failed = failed_minimums(report)
        if failed:
            raise InvalidInput(
                _(
                    "The label cannot be awarded: minimum requirements are not met in %(codes)s.",
                    codes=", ".join(failed),
                )
            )
        raise InvalidInput(_("The label cannot be awarded: the rules of the scheme do not hold."))


def _refusal(review: Review) -> str:
    decision = decision_on(review)
    if decision is None:
        return str(_("Somebody decided on this case a moment ago."))
    values = {"name": decision.decided_by.name, "date": format_date(decision.decided_on, "long")}
    if decision.outcome is Outcome.AWARD:
        return str(_("This case is decided: %(name)s recorded the award on %(date)s.", **values))
    return str(_("This case is decided: %(name)s recorded the refusal on %(date)s.", **values))
