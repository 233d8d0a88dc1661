"""Raising a flag, and deciding what follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.certificates.flags import notices
from labelapp.certificates.flags.models import Flag, FlagKind, FlagOutcome
from labelapp.certificates.models import Certificate
from labelapp.certificates.queries import certificate_of_decision
from labelapp.certificates.surveillance.operations import check_mark, mark_certificate
from labelapp.clock import now, today
from labelapp.decisions.conditions.models import AwardCondition, ConditionState
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class FlagDecision:
    """What was decided, with the reasons for the record; the rest as the outcome asks for it."""

    outcome: FlagOutcome
    reasons: str
    note: str = ""
    due_on: date | None = None
    told: str = ""


def raise_flag(
    certificate: Certificate, kind: FlagKind, cause: str, figures: dict[str, Any] | None = None, **about: int
) -> Flag | None:
    """Ask the secretariat to look at a certificate; None when this cause has raised its flag already.

    `about`: `change_id`, `declaration_id` or `condition_id`. The event is on the flag, for the certificate's own log
    is read by anybody.
    """
    flag = Flag(
        certificate=certificate, kind=kind, cause=cause, figures=figures or {}, raised_at=now(), **about
    )
    try:
        with db.session.begin_nested():
            db.session.add(flag)
    except IntegrityError:
        return None
    record("flag.raised", flag, kind=kind.value, certificate=certificate.id)
    notices.tell_of_flag(flag)
    return flag


def raise_for_condition(condition: AwardCondition) -> None:
    """A condition of the award was not met in time, or judged not fulfilled: once for each, and for each date."""
    certificate = certificate_of_decision(condition.decision_id)
    if certificate is None:
        return
    failed = condition.state is ConditionState.NOT_FULFILLED
    what = "failed" if failed else f"overdue:{condition.due_on.isoformat()}"
    raise_flag(certificate, FlagKind.CONDITION, f"condition:{condition.id}:{what}", condition_id=condition.id)


def decide_flag(flag: Flag, decision: FlagDecision, by: User) -> None:
    """Record what follows: nothing, something for the surveillance, or a new assessment by a day.

    Raises DomainError (409) when it is decided, InvalidInput (422) for missing words or days.
    """
    _hold(flag)
    if not decision.reasons.strip():
        raise InvalidInput(_("Write the reasons."))
    match decision.outcome:
        case FlagOutcome.NOTHING:
            _settle(flag, decision, by)
        case FlagOutcome.SURVEILLANCE:
            check_mark(decision.note, decision.due_on)
            assert decision.due_on is not None
            mark_certificate(flag.certificate, decision.note, decision.due_on, by)
            _settle(flag, decision, by)
        case FlagOutcome.REASSESSMENT:
            _check_reassessment(decision)
            flag.reassess_by, flag.told = decision.due_on, decision.told.strip()
            _settle(flag, decision, by)
            notices.ask_for_assessment(flag)
        case FlagOutcome.HEARING:
            raise ValueError("a hearing is opened, and settles the flag")


def settle_by_hearing(flag: Flag, reasons: str, by: User) -> None:
    """The holder is heard on a suspension or withdrawal. Raises DomainError (409) when it is decided."""
    _hold(flag)
    _settle(flag, FlagDecision(FlagOutcome.HEARING, reasons), by)


def _check_reassessment(decision: FlagDecision) -> None:
    if decision.due_on is None or decision.due_on <= today():
        raise InvalidInput(_("Say by which day the holder has to submit; it must be still to come."))
    if not decision.told.strip():
        raise InvalidInput(_("Write what the holder is told."))


def _settle(flag: Flag, decision: FlagDecision, by: User) -> None:
    flag.outcome, flag.reasons = decision.outcome, decision.reasons.strip()
    flag.decided_at, flag.decided_by = now(), by
    db.session.flush()
    record("flag.decided", flag, actor=by, outcome=decision.outcome.value)


def _hold(flag: Flag) -> None:
    """Lock the row and read it afresh: it is decided once."""
    db.session.flush()
    db.session.refresh(flag, with_for_update=True)
    if flag.decided_at is not None:
        raise DomainError(_("This was decided already."))
