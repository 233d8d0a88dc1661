"""Asking for a declaration, drafting and sending it, and what the secretariat makes of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from labelapp.accounts.models import User
from labelapp.certificates.changes.operations import compare_members
from labelapp.certificates.declarations import notices
from labelapp.certificates.declarations.answers import (
    Answers,
    declared_members,
    parts_of,
    problems,
    read_questions,
)
from labelapp.certificates.declarations.models import Declaration, Verdict
from labelapp.certificates.flags.models import FlagKind
from labelapp.certificates.flags.operations import raise_flag
from labelapp.certificates.models import Certificate
from labelapp.certificates.rules import surveillance_rules
from labelapp.certificates.surveillance.operations import check_mark, mark_certificate
from labelapp.clock import now, today
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.workdays import add_working_days


@dataclass(frozen=True)
class Judgement:
    """What an officer makes of a declaration; `note` and `due_on` when the surveillance is to look at something."""

    verdict: Verdict
    remark: str
    note: str = ""
    due_on: date | None = None


def answer_by(certificate: Certificate, anniversary: date) -> date:
    """The last day for the answer, counted from the anniversary, or from today when the certificate came in later."""
    days = surveillance_rules(certificate).declaration_days
    return add_working_days(max(anniversary, today()), days, certificate.country)


def ask_for_declaration(certificate: Certificate, anniversary: date) -> Declaration | None:
    """Ask the holder, once for each anniversary; None when somebody did already."""
    rules = surveillance_rules(certificate)
    declaration = Declaration(
        certificate=certificate,
        anniversary=anniversary,
        asked_at=now(),
        due_on=answer_by(certificate, anniversary),
        questions=[question.model_dump(mode="json", exclude_none=True) for question in rules.questions],
        answers={},
    )
    try:
        with db.session.begin_nested():
            db.session.add(declaration)
    except IntegrityError:
        return None
    record(
        "declaration.asked", declaration, certificate=certificate.id, due_on=declaration.due_on.isoformat()
    )
    notices.ask(declaration)
    return declaration


def save_draft(declaration: Declaration, answers: Answers, by: User) -> None:
    """Keep what was typed, complete or not. Raises DomainError (409) once it is sent."""
    _hold(declaration)
    known = {one.code: parts_of(one) for one in read_questions(declaration.questions)}
    declaration.answers = {
        code: {part: str(answers.get(code, {}).get(part, "")) for part in parts}
        for code, parts in known.items()
    }
    db.session.flush()
    record("declaration.saved", declaration, actor=by)


def send_declaration(declaration: Declaration, by: User) -> None:
    """Send what was saved; it is frozen. Too many changed members flag the certificate.

    Raises DomainError (409) once it is sent, InvalidInput (422) while something is missing.
    """
    _hold(declaration)
    questions = read_questions(declaration.questions)
    if problems(questions, declaration.answers):
        raise InvalidInput(_("Some answers are missing. Complete them first."))
    declaration.sent_at, declaration.sent_by = now(), by
    db.session.flush()
    record("declaration.sent", declaration, actor=by, sha256=content_hash(declaration))
    _flag_members(declaration)
    notices.tell_of_answers(declaration)


def _flag_members(declaration: Declaration) -> None:
    members = declared_members(read_questions(declaration.questions), declaration.answers)
    if members is None:
        return
    figures, too_many = compare_members(declaration.certificate, members)
    if too_many:
        raise_flag(
            declaration.certificate,
            FlagKind.MEMBERS,
            f"declaration:{declaration.id}",
            figures,
            declaration_id=declaration.id,
        )


def content_hash(declaration: Declaration) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of questions and answers."""
    content: Mapping[str, Any] = {"questions": declaration.questions, "answers": declaration.answers}
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()


def judge_declaration(declaration: Declaration, judgement: Judgement, by: User) -> None:
    """Accept a declaration, or leave something of it to the surveillance of the certificate.

    Raises DomainError (409) before it is sent and a second time, InvalidInput (422) without what has to be written.
    """
    db.session.flush()
    db.session.refresh(declaration, with_for_update=True)
    if declaration.sent_at is None or declaration.judged_at is not None:
        raise DomainError(_("This declaration was not sent yet, or was looked at already."))
    if judgement.verdict is Verdict.MARKED:
        check_mark(judgement.note, judgement.due_on)
        assert judgement.due_on is not None
        mark_certificate(declaration.certificate, judgement.note, judgement.due_on, by)
    declaration.verdict, declaration.remark = judgement.verdict, judgement.remark.strip()
    declaration.judged_at, declaration.judged_by = now(), by
    db.session.flush()
    record("declaration.judged", declaration, actor=by, verdict=judgement.verdict.value)


def _hold(declaration: Declaration) -> None:
    """Lock the row and read it afresh: what is sent is not changed any more."""
    db.session.flush()
    db.session.refresh(declaration, with_for_update=True)
    if declaration.sent_at is not None:
        raise DomainError(_("This declaration was sent already. It cannot be changed any more."))
