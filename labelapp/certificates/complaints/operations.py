"""Receiving, examining and closing a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.certificates.complaints import notices
from labelapp.certificates.complaints.models import (
    Complaint,
    ComplaintOutcome,
    ComplaintState,
    Opinion,
)
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.operations import check_mark, mark_certificate
from labelapp.clock import now, today
from labelapp.decisions.appeals.queries import worked_on
from labelapp.events.log import record
from labelapp.extensions import db, schemes
from labelapp.reviews.policy import has_conflict, scoring_assignments
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


class Action(StrEnum):
    """What moves a complaint from one state to another."""

    ASK = "ask"
    REFER = "refer"
    CLOSE = "close"


TRANSITIONS: dict[tuple[ComplaintState, Action], ComplaintState] = {
    (ComplaintState.RECEIVED, Action.ASK): ComplaintState.STATEMENT_ASKED,
    (ComplaintState.REFERRED, Action.ASK): ComplaintState.STATEMENT_ASKED,
    (ComplaintState.RECEIVED, Action.REFER): ComplaintState.REFERRED,
    (ComplaintState.STATEMENT_ASKED, Action.REFER): ComplaintState.REFERRED,
    (ComplaintState.RECEIVED, Action.CLOSE): ComplaintState.CLOSED,
    (ComplaintState.STATEMENT_ASKED, Action.CLOSE): ComplaintState.CLOSED,
    (ComplaintState.REFERRED, Action.CLOSE): ComplaintState.CLOSED,
}
FOUNDED = (ComplaintOutcome.FOUNDED, ComplaintOutcome.FOUNDED_SURVEILLANCE)


@dataclass(frozen=True)
class Sender:
    """Who complains, and the language in which they are answered."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Closing:
    """What came of a complaint: for the record, for the complainant, and for the surveillance of the certificate."""

    outcome: ComplaintOutcome
    reasons: str
    answer: str
    note: str = ""
    due_on: date | None = None


def receive_complaint(certificate: Certificate | None, sender: Sender, text: str) -> Complaint:
    """Take a complaint in and confirm it by mail. The log does not say who complained."""
    complaint = Complaint(
        certificate=certificate,
        state=ComplaintState.RECEIVED,
        name=sender.name,
        email=sender.email,
        language=sender.language,
        text=text.strip(),
        received_at=now(),
    )
    db.session.add(complaint)
    db.session.flush()
    record("complaint.received", complaint, certificate=certificate.serial if certificate else None)
    notices.acknowledge(complaint)
    notices.tell_secretariat(complaint)
    return complaint


def take_charge(complaint: Complaint, officer: User, apart: bool, statement: str) -> None:
    """Make a person the officer in charge, who says that they had no part in what it is about, or why they take it.

    Raises InvalidInput (422) when they say neither, or say the first against the log.
    """
    hold(complaint)
    allowed(complaint, Action.CLOSE)
    statement = statement.strip()
    if not statement and not apart:
        raise InvalidInput(_("Say that you had no part in it, or why nobody else can take the complaint."))
    if not statement and _worked_on(officer, complaint):
        raise InvalidInput(
            _("The log shows that you worked on this case. Say why nobody else can take the complaint.")
        )
    complaint.officer, complaint.officer_statement = officer, statement
    record("complaint.taken_charge", complaint, actor=officer, involved=bool(statement))


def _worked_on(officer: User, complaint: Complaint) -> bool:
    decision = complaint.certificate.decision if complaint.certificate else None
    return decision is not None and worked_on(officer, decision)


def ask_holder(complaint: Complaint, question: str, by: User) -> None:
    """Ask the holder for a statement, once, until a day in working days of its country.

    Raises DomainError (409) for a complaint about the labelling body, or a second question; InvalidInput (422)
    without one.
    """
    hold(complaint)
    certificate = complaint.certificate
    if certificate is None or complaint.statement_due_on is not None:
        raise DomainError(_("There is no holder to ask, or it was asked already."))
    if not question.strip():
        raise InvalidInput(_("Write what the holder is to answer."))
    days = schemes().get(certificate.scheme_code, certificate.scheme_version).procedure.statement_days
    complaint.question = question.strip()
    complaint.statement_due_on = add_working_days(today(), days, certificate.country)
    transition(complaint, Action.ASK)
    record("complaint.statement_asked", complaint, actor=by, due_on=complaint.statement_due_on.isoformat())
    notices.ask_holder(complaint)


def state(complaint: Complaint, text: str, by: User) -> None:
    """The holder answers, once. Raises DomainError (409) afterwards and when the complaint is closed."""
    hold(complaint)
    allowed(complaint, Action.CLOSE)
    if complaint.stated_at is not None:
        raise DomainError(_("The statement was sent already."))
    if not text.strip():
        raise InvalidInput(_("Write your statement."))
    complaint.statement, complaint.stated_at, complaint.stated_by = text.strip(), now(), by
    record("complaint.stated", complaint, actor=by)
    notices.tell_officer(complaint)


def assessors_to_ask(complaint: Complaint) -> Sequence[User]:
    """Those who assessed the case behind the certificate, without an interest in it."""
    decision = complaint.certificate.decision if complaint.certificate else None
    if decision is None:
        return []
    people = [one.user for one in scoring_assignments(decision.review)]
    return [person for person in people if person.active and not has_conflict(person, decision.review)]


def refer(complaint: Complaint, by: User) -> None:
    """Ask the assessors of the case for their opinion. Raises DomainError (409) when there are none, or twice."""
    hold(complaint)
    people = assessors_to_ask(complaint)
    if not people or complaint.opinions:
        raise DomainError(_("There is no assessor of the case to ask, or they were asked already."))
    complaint.opinions = [Opinion(user=person, asked_at=now()) for person in people]
    transition(complaint, Action.REFER)
    record("complaint.referred", complaint, actor=by, accounts=[person.id for person in people])
    for opinion in complaint.opinions:
        notices.ask_assessor(opinion)


def give_opinion(opinion: Opinion, text: str, by: User) -> None:
    """An assessor says what they think. Raises DomainError (409) a second time and for a closed complaint."""
    hold(opinion.complaint)
    allowed(opinion.complaint, Action.CLOSE)
    if opinion.given_at is not None:
        raise DomainError(_("Your opinion was sent already."))
    if not text.strip():
        raise InvalidInput(_("Write your opinion."))
    opinion.text, opinion.given_at = text.strip(), now()
    record("complaint.opinion_given", opinion.complaint, actor=by)
    notices.tell_officer(opinion.complaint)


def was_heard(complaint: Complaint) -> bool:
    """Whether the holder answered, or had the time to."""
    due_on = complaint.statement_due_on
    return complaint.stated_at is not None or (due_on is not None and due_on < today())


def check_closing(complaint: Complaint, closing: Closing) -> None:
    """Raise what `close_complaint` would raise for the state of the complaint and for what was written."""
    allowed(complaint, Action.CLOSE)
    if not closing.reasons.strip() or not closing.answer.strip():
        raise InvalidInput(_("Write the reasons and what the complainant is told."))
    if closing.outcome in FOUNDED and complaint.certificate is not None and not was_heard(complaint):
        raise InvalidInput(
            _("The holder has the right to be heard: ask for a statement, and wait for it or for its date.")
        )
    if closing.outcome is not ComplaintOutcome.FOUNDED_SURVEILLANCE:
        return
    if complaint.certificate is None:
        raise InvalidInput(_("This complaint is about no certificate."))
    check_mark(closing.note, closing.due_on)


def close_complaint(complaint: Complaint, closing: Closing, by: User) -> None:
    """Record the outcome; tell the complainant, and the holder when it was asked.

    Raises DomainError (409) when it is closed, InvalidInput (422) for missing words, and for a founded complaint
    while the holder was not heard.
    """
    hold(complaint)
    check_closing(complaint, closing)
    complaint.outcome = closing.outcome
    complaint.reasons, complaint.answer = closing.reasons.strip(), closing.answer.strip()
    complaint.closed_at, complaint.closed_by_id = now(), by.id
    transition(complaint, Action.CLOSE)
    record("complaint.closed", complaint, actor=by, outcome=closing.outcome.value)
    if closing.outcome is ComplaintOutcome.FOUNDED_SURVEILLANCE:
        assert complaint.certificate is not None
        assert closing.due_on is not None
        mark_certificate(complaint.certificate, closing.note, closing.due_on, by, complaint.id)
    notices.tell_complainant(complaint)
    if complaint.statement_due_on is not None:
        notices.tell_holder(complaint)


def transition(complaint: Complaint, action: Action) -> None:
    """Move a complaint on. Raises DomainError (409) when its state does not allow it."""
    complaint.state = allowed(complaint, action)
    db.session.flush()


def allowed(complaint: Complaint, action: Action) -> ComplaintState:
    """The state that an action leads to. Raises DomainError (409) when there is none."""
    following = TRANSITIONS.get((complaint.state, action))
    if following is None:
        raise DomainError(
            _("This complaint is closed.")
            if complaint.state is ComplaintState.CLOSED
            else _("This was asked already.")
        )
    return following


def hold(complaint: Complaint) -> None:
    """Lock the row until the end of the transaction and read it afresh: two actions come one after the other."""
    db.session.flush()
    db.session.refresh(complaint, with_for_update=True)
    db.session.expire(complaint, ["opinions"])
