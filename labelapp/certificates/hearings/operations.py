"""Hearing the holder before its certificate is suspended or withdrawn, and deciding with the answer at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.certificates.flags.models import Flag
from labelapp.certificates.flags.operations import settle_by_hearing
from labelapp.certificates.hearings import notices
from labelapp.certificates.hearings.models import Act, Hearing, HearingDocument, HearingOutcome
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import (
    check_suspension_end,
    reinstate_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from labelapp.certificates.rules import procedure_rules
from labelapp.certificates.status import IN_FORCE, status_of
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days

# From which status an act leads on.
FROM = {Act.SUSPEND: IN_FORCE, Act.WITHDRAW: frozenset(Status) - {Status.WITHDRAWN}}


@dataclass(frozen=True)
class Notice:
    """What the holder is told: what is meant to be done, why, and for a suspension until when.

    `urgency` says why a suspension cannot wait for the answer.
    """

    act: Act
    reasons: str
    suspend_until: date | None = None
    urgency: str = ""


def open_hearing(certificate: Certificate, notice: Notice, by: User, flag: Flag | None = None) -> Hearing:
    """Give notice, and the holder the days of the scheme to answer; an urgent suspension holds from now on.

    Raises DomainError (409) when the status does not allow the act or a hearing is open, InvalidInput (422) without
    reasons.
    """
    _check(certificate, notice)
    days = procedure_rules(certificate).hearing_days
    hearing = Hearing(
        certificate=certificate,
        flag=flag,
        act=notice.act,
        reasons=notice.reasons.strip(),
        urgency=notice.urgency.strip(),
        suspend_until=notice.suspend_until if notice.act is Act.SUSPEND else None,
        opened_at=now(),
        opened_by=by,
        due_on=add_working_days(today(), days, certificate.country),
    )
    try:
        with db.session.begin_nested():
            db.session.add(hearing)
    except IntegrityError:
        raise DomainError(_("The holder of this certificate is being heard already.")) from None
    urgent = bool(hearing.urgency)
    record(
        "hearing.opened",
        hearing,
        actor=by,
        act=notice.act.value,
        due_on=hearing.due_on.isoformat(),
        urgent=urgent,
    )
    if flag is not None:
        settle_by_hearing(flag, notice.reasons, by)
    if urgent:
        suspend_certificate(certificate, hearing.reasons, by, hearing.suspend_until)
    notices.tell_holder(hearing, "hearing_opened")
    return hearing


def _check(certificate: Certificate, notice: Notice) -> None:
    if status_of(certificate, today()) not in FROM[notice.act]:
        raise DomainError(
            _("The status of certificate %(serial)s does not allow this.", serial=certificate.serial)
        )
    if not notice.reasons.strip():
        raise InvalidInput(_("Write the reasons. The holder reads them."))
    if notice.act is Act.WITHDRAW and notice.urgency.strip():
        raise InvalidInput(_("A withdrawal is never urgent: suspend the certificate at once, if need be."))
    check_suspension_end(notice.suspend_until)


def answer_hearing(hearing: Hearing, text: str, documents: Sequence[Document], by: User) -> None:
    """The holder answers, once, with documents of its library in their present revisions.

    Raises DomainError (409) afterwards and when it is decided, InvalidInput (422) without a text or for a document
    of somebody else.
    """
    _hold_unanswered(hearing)
    if not text.strip():
        raise InvalidInput(_("Write your answer."))
    if any(one.cluster_id != hearing.certificate.cluster_id for one in documents):
        raise InvalidInput(_("Choose documents of your library."))
    hearing.documents = [
        HearingDocument(revision=revision) for document in documents for revision in document.files
    ]
    _take_answer(hearing, text, by)
    record("hearing.answered", hearing, actor=by, documents=[one.id for one in documents])
    notices.tell_officers_of_answer(hearing)


def waive_hearing(hearing: Hearing, by: User) -> None:
    """The holder says that it will not answer. Raises DomainError (409) after an answer and when it is decided."""
    _hold_unanswered(hearing)
    hearing.waived = True
    _take_answer(hearing, "", by)
    record("hearing.waived", hearing, actor=by)
    notices.tell_officers_of_answer(hearing)


def _hold_unanswered(hearing: Hearing) -> None:
    _hold(hearing)
    if hearing.answered_at is not None:
        raise DomainError(_("This was answered already."))


def _take_answer(hearing: Hearing, text: str, by: User) -> None:
    hearing.answer, hearing.answered_at, hearing.answered_by = text.strip(), now(), by
    db.session.flush()


def was_heard(hearing: Hearing, day: date) -> bool:
    """Whether the holder answered or waived, or had its time to."""
    return hearing.answered_at is not None or hearing.due_on < day


def decide_hearing(hearing: Hearing, outcome: HearingOutcome, text: str, by: User) -> None:
    """Carry out what was meant, or drop it. `text` is published as the reason when the status changes.

    Raises DomainError (409) before the holder was heard, a second time, and when the status does not allow it any
    more; InvalidInput (422) without a text.
    """
    _hold(hearing)
    if not was_heard(hearing, today()):
        raise DomainError(
            _("The holder has the right to be heard: wait for the answer, or for the end of the period.")
        )
    if not text.strip():
        raise InvalidInput(_("Write the reasons of the decision."))
    suspended = status_of(hearing.certificate, today()) is Status.SUSPENDED
    if hearing.urgency and outcome is HearingOutcome.CARRIED_OUT and not suspended:
        raise DomainError(_("The suspension has ended already: drop it."))
    hearing.outcome, hearing.decision = outcome, text.strip()
    hearing.decided_at, hearing.decided_by = now(), by
    db.session.flush()
    record("hearing.decided", hearing, actor=by, act=hearing.act.value, outcome=outcome.value)
    _follow(hearing, by)


def _follow(hearing: Hearing, by: User) -> None:
    """Change the status; its mail tells the holder. Without a change a mail of its own does."""
    certificate, text = hearing.certificate, hearing.decision
    carried_out = hearing.outcome is HearingOutcome.CARRIED_OUT
    if carried_out and hearing.act is Act.WITHDRAW:
        withdraw_certificate(certificate, text, by)
    elif carried_out and not hearing.urgency:
        suspend_certificate(certificate, text, by, hearing.suspend_until)
    elif not carried_out and hearing.urgency and status_of(certificate, today()) is Status.SUSPENDED:
        reinstate_certificate(certificate, text, by)
    else:
        notices.tell_holder(hearing, "hearing_decided")


def _hold(hearing: Hearing) -> None:
    """Lock the row and read it afresh: it is decided once, and not while the holder answers."""
    db.session.flush()
    db.session.execute(select(Hearing.id).where(Hearing.id == hearing.id).with_for_update())
    db.session.refresh(hearing)
    if hearing.decided_at is not None:
        raise DomainError(_("This hearing is closed."))
