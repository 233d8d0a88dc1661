"""Writing, filing, handling and deciding an appeal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.clock import now, today
from labelapp.decisions.appeals import notices
from labelapp.decisions.appeals.models import (
    Appeal,
    AppealAttachment,
    AppealHandler,
    AppealNote,
    AppealState,
    Part,
)
from labelapp.decisions.appeals.policy import active_handlers, cluster_behind, review_of
from labelapp.decisions.appeals.queries import appeal_against, find_choice, those_with_a_part, worked_on
from labelapp.decisions.appeals.reminders import queue_reminder
from labelapp.decisions.models import Decision
from labelapp.decisions.queries import replacement_of
from labelapp.events.log import record
from labelapp.evidence.models import Revision
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.interests.changes import require_confirmed
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.models import Interest, InterestDeclaration
from labelapp.reviews.operations import declare_interests
from labelapp.reviews.policy import has_declared_clear
from labelapp.reviews.queries.cases import horizon
from labelapp.reviews.reexamination.operations import open_reexamination
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


class Action(StrEnum):
    """What moves an appeal from one state to another."""

    FILE = "file"
    WITHDRAW = "withdraw"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    REJECT = "reject"


TRANSITIONS: dict[tuple[AppealState, Action], AppealState] = {
    (AppealState.DRAFT, Action.FILE): AppealState.FILED,
    (AppealState.FILED, Action.WITHDRAW): AppealState.WITHDRAWN,
    (AppealState.FILED, Action.UPHOLD): AppealState.UPHELD,
    (AppealState.FILED, Action.DISMISS): AppealState.DISMISSED,
    (AppealState.FILED, Action.REJECT): AppealState.INADMISSIBLE,
}
VERDICTS = {
    AppealState.UPHELD: Action.UPHOLD,
    AppealState.DISMISSED: Action.DISMISS,
    AppealState.INADMISSIBLE: Action.REJECT,
}


@dataclass(frozen=True)
class Grounds:
    """What the applicant writes: what is contested, why, and which files of the library show it."""

    parts: Collection[Part]
    indicators: Collection[str]
    text: str
    files: Collection[Revision] = ()


def save_draft(decision: Decision, grounds: Grounds, by: User) -> Appeal:
    """Keep what was written so far, complete or not.

    Raises DomainError (409) after the period, or when an appeal was filed; InvalidInput (422) for an indicator
    that the scheme does not have, or a file of somebody else.
    """
    _require_time(decision)
    appeal = _draft_of(decision, by)
    scheme, cluster = scheme_of(decision.review), cluster_of(decision.review)
    if not set(grounds.indicators) <= set(scheme.indicators):
        raise InvalidInput(_("The scheme has no such indicator."))
    if any(one.cluster_id != cluster.id for one in grounds.files):
        raise InvalidInput(_("Choose files of your own documents."))
    appeal.parts = [part.value for part in Part if part in grounds.parts]
    appeal.indicators = [code for code in scheme.indicators if code in grounds.indicators]
    appeal.grounds = grounds.text.strip()
    appeal.attachments = [AppealAttachment(revision_id=one.id) for one in grounds.files]
    appeal.saved_at, appeal.saved_by_id = now(), by.id
    db.session.flush()
    return appeal


def _require_time(decision: Decision) -> None:
    until = decision.appeal_until
    if until is None or replacement_of(decision) is not None:
        raise DomainError(_("There is no appeal against this decision."))
    if today() > until:
        raise DomainError(_("The period for an appeal ended on %(date)s.", date=format_date(until, "long")))


def _draft_of(decision: Decision, by: User) -> Appeal:
    db.session.refresh(decision, with_for_update=True)
    appeal = appeal_against(decision)
    if appeal is None:
        appeal = Appeal(
            decision=decision,
            state=AppealState.DRAFT,
            parts=[],
            indicators=[],
            grounds="",
            saved_at=now(),
            saved_by_id=by.id,
        )
        db.session.add(appeal)
        return appeal
    if appeal.state is not AppealState.DRAFT:
        raise DomainError(_("An appeal against this decision was filed already."))
    return appeal


def check_filing(appeal: Appeal) -> None:
    """Raise what `file_appeal` would raise for what was written."""
    _require_time(appeal.decision)
    allowed(appeal, Action.FILE)
    if not appeal.parts:
        raise InvalidInput(_("Say what the appeal is about."))
    if Part.INDICATORS in appeal.parts and not appeal.indicators:
        raise InvalidInput(_("Choose the indicators whose points or minimum requirements you contest."))
    if not appeal.grounds:
        raise InvalidInput(_("Write the grounds of the appeal."))


def file_appeal(appeal: Appeal, by: User) -> None:
    """Hand the appeal in: it cannot be changed any more, and the decision stands meanwhile.

    Raises DomainError (409) after the period or a second time, InvalidInput (422) while something is missing.
    """
    hold(appeal)
    check_filing(appeal)
    days = scheme_of(review_of(appeal)).procedure.appeal_handling_days
    appeal.filed_at, appeal.filed_by = now(), by
    appeal.due_on = add_working_days(today(), days, cluster_behind(appeal).country)
    transition(appeal, Action.FILE)
    record("appeal.filed", appeal, actor=by, decision=appeal.decision_id, due_on=appeal.due_on.isoformat())
    queue_reminder(appeal)
    notices.acknowledge(appeal)
    notices.tell_secretariat(appeal)


def withdraw_appeal(appeal: Appeal, by: User) -> None:
    """Take back a filed appeal; the decision stays. Raises DomainError (409) when it is decided."""
    hold(appeal)
    transition(appeal, Action.WITHDRAW)
    record("appeal.withdrawn", appeal, actor=by)
    notices.tell_of_withdrawal(appeal)


def take_charge(appeal: Appeal, officer: User, statement: str) -> None:
    """Make a person the officer in charge.

    Raises InvalidInput (422) when the log shows that they worked on the case and they do not say why nobody else
    is there.
    """
    hold(appeal)
    require_open(appeal)
    statement = statement.strip()
    if not statement and worked_on(officer, appeal.decision):
        raise InvalidInput(
            _("You worked on this case. Say why nobody else of the secretariat can take the appeal.")
        )
    appeal.officer, appeal.officer_statement = officer, statement
    record("appeal.taken_charge", appeal, actor=officer, involved=worked_on(officer, appeal.decision))


def name_handler(appeal: Appeal, user: User, by: User) -> AppealHandler:
    """Ask a person to handle the appeal. They see whose it is, and the rest after declaring their interests.

    Raises DomainError (409) for a decided appeal, InvalidInput (422) for anybody with a part or an interest in the
    case, whoever is asked already, and whoever is neither of the board nor an expert.
    """
    hold(appeal)
    require_open(appeal)
    choice = find_choice(appeal, user.id)
    if choice is None:
        raise InvalidInput(_("Choose a board member or an expert who is not asked yet."))
    if choice.excluded == "part":
        raise InvalidInput(_("%(name)s had a part in this case.", name=user.name))
    if choice.excluded:
        raise InvalidInput(_("%(name)s has an interest in this case.", name=user.name))
    handler = AppealHandler(appeal_id=appeal.id, user=user, named_at=now(), named_by_id=by.id)
    try:
        with db.session.begin_nested():
            appeal.handlers.append(handler)
    except IntegrityError as error:
        raise InvalidInput(_("%(name)s is asked already.", name=user.name)) from error
    record("appeal.handler_named", appeal, actor=by, account=user.id)
    notices.tell_handler(handler, appeal)
    return handler


def end_handler(handler: AppealHandler, appeal: Appeal, by: User | None) -> None:
    """Take a person off the appeal. Raises DomainError (409) once it is decided, or when they are off already."""
    hold(appeal)
    require_open(appeal)
    if handler.ended_at is not None:
        raise DomainError(_("This person does not handle the appeal any more."))
    handler.ended_at = now()
    record("appeal.handler_released", appeal, actor=by, account=handler.user_id)


def declare(
    appeal: Appeal,
    user: User,
    interests: Collection[Interest],
    note: str = "",
    signs: Sequence[Sign] = (),
) -> InterestDeclaration:
    """Handlers and officers declare, for this case as everybody does; an interest takes them off the appeal."""
    declaration = declare_interests(review_of(appeal), user, interests, note, signs)
    if not declaration.conflict:
        return declaration
    for handler in active_handlers(appeal):
        if handler.user_id == user.id:
            end_handler(handler, appeal, by=None)
    if appeal.officer_id == user.id:
        appeal.officer = None
    return declaration


def write_note(appeal: Appeal, text: str, by: User) -> AppealNote:
    """Say something to the others who handle the appeal. Raises InvalidInput (422) for nothing."""
    if not text.strip():
        raise InvalidInput(_("Write the note first."))
    note = AppealNote(appeal_id=appeal.id, author=by, text=text.strip(), written_at=now())
    appeal.notes.append(note)
    db.session.flush()
    record("appeal.note_written", appeal, actor=by, note=note.id)
    return note


def check_verdict(appeal: Appeal, verdict: AppealState, reasons: str) -> None:
    """Raise what `decide_appeal` would raise for the state of the appeal and for what was written."""
    allowed(appeal, VERDICTS[verdict])
    waiting = [
        one.user.name
        for one in active_handlers(appeal)
        if not has_declared_clear(one.user, review_of(appeal))
    ]
    if waiting:
        raise DomainError(
            _("Not all handlers have declared their interests yet: %(names)s.", names=", ".join(waiting))
        )
    if not reasons.strip():
        raise InvalidInput(_("Write the reasons. The cluster organisation will read them."))


def decide_appeal(appeal: Appeal, verdict: AppealState, reasons: str, by: User) -> None:
    """Record what the handlers decided. An upheld appeal opens a re-examination by others.

    Raises DomainError (409) when it is decided already, a handler has not declared, or `by` has to confirm their
    declaration; InvalidInput (422) without reasons.
    """
    hold(appeal)
    require_confirmed(by, review_of(appeal))
    check_verdict(appeal, verdict, reasons)
    appeal.reasons, appeal.decided_at, appeal.decided_by = reasons.strip(), now(), by
    transition(appeal, VERDICTS[verdict])
    record("appeal.decided", appeal, actor=by, verdict=verdict.value)
    if verdict is AppealState.UPHELD:
        appeal.reexamination = open_reexamination(
            review_of(appeal), _barred(appeal), by, due_on=horizon(today())
        )
        db.session.flush()
        notices.tell_of_reexamination(appeal)
    notices.tell_of_verdict(appeal)


def _barred(appeal: Appeal) -> set[int]:
    """Everybody who had a part in the case or its decision, or handles the appeal."""
    return those_with_a_part(appeal.decision) | {one.user_id for one in active_handlers(appeal)}


def transition(appeal: Appeal, action: Action) -> None:
    """Move an appeal on. Raises DomainError (409) when its state does not allow it."""
    appeal.state = allowed(appeal, action)
    db.session.flush()


def allowed(appeal: Appeal, action: Action) -> AppealState:
    """The state that an action leads to. Raises DomainError (409) when there is none."""
    following = TRANSITIONS.get((appeal.state, action))
    if following is None:
        raise DomainError(_refusal(appeal))
    return following


def require_open(appeal: Appeal) -> None:
    """Raise DomainError (409) unless the appeal is being handled."""
    if appeal.state is not AppealState.FILED:
        raise DomainError(_refusal(appeal))


def _refusal(appeal: Appeal) -> str:
    if appeal.state is AppealState.DRAFT:
        return str(_("This appeal is not filed yet."))
    if appeal.state is AppealState.FILED:
        return str(_("This appeal is filed already."))
    if appeal.state is AppealState.WITHDRAWN:
        return str(_("This appeal was withdrawn."))
    return str(_("This appeal is decided."))


def hold(appeal: Appeal) -> None:
    """Lock the row until the end of the transaction and read it afresh: two actions come one after the other."""
    db.session.flush()
    db.session.refresh(appeal, with_for_update=True)
    db.session.expire(appeal, ["handlers"])
    db.session.expire(review_of(appeal), ["declarations", "assignments"])
