"""Mails: written in the transaction of the operation that causes them, sent after it by the worker."""

import smtplib
import uuid
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from flask import render_template
from sqlalchemy import select

from labelapp.clock import now
from labelapp.events.models import OutboxMail
from labelapp.extensions import db, settings
from labelapp.settings import Settings
from labelapp.web.locale import speaking

MOST_TRIES = 12
Transport = Callable[[EmailMessage], None]


def queue_mail(recipient: str, language: str, template: str, **content: Any) -> OutboxMail:
    """Write a mail to the outbox in the language of its recipient.

    `templates/mails/<template>.txt` holds the subject in its first line, an empty line, then the text.
    """
    with speaking(language):
        text = render_template(f"mails/{template}.txt", **content)
    subject, _blank, body = text.strip().partition("\n\n")
    mail = OutboxMail(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        language=language,
        created_at=now(),
        next_try_at=now(),
    )
    db.session.add(mail)
    return mail


def deliver_waiting(transport: Transport | None = None, limit: int = 50) -> int:
    """Send what waits and is due; return how many left.

    No transaction is open while a mail is on its way. A mail that cannot be sent keeps the error and is
    tried again later, at growing distances; one whose worker died while sending is tried again too.
    """
    transport = transport or transport_of(settings())
    sent = 0
    for _round in range(limit):
        mail = _claim_next()
        if mail is None:
            break
        sent += _try(mail, transport)
    return sent


def _claim_next() -> OutboxMail | None:
    query = (
        select(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.next_try_at <= now(), OutboxMail.tries < MOST_TRIES)
        .order_by(OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = db.session.scalars(query).first()
    if mail is not None:
        mail.tries += 1
        mail.next_try_at = now() + timedelta(minutes=2**mail.tries)
    db.session.commit()
    return mail


def _try(mail: OutboxMail, transport: Transport) -> int:
    message = _message(mail)
    db.session.commit()
    try:
        transport(message)
    except (OSError, smtplib.SMTPException) as error:
        mail.error = str(error)
        db.session.commit()
        return 0
    mail.sent_at, mail.error = now(), None
    db.session.commit()
    return 1


def _message(mail: OutboxMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<outbox-{mail.id}@{str(settings().mail_from).rpartition('@')[2]}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def transport_of(chosen: Settings) -> Transport:
    """SMTP when a host is set, else one file a mail in the folder that the settings name."""
    if chosen.smtp_host:
        return lambda message: _send_by_smtp(chosen, message)
    folder = chosen.mail_folder or Path("instance/mails")
    return lambda message: _write_to(folder, message)


def _send_by_smtp(chosen: Settings, message: EmailMessage) -> None:
    with smtplib.SMTP(chosen.smtp_host or "", chosen.smtp_port, timeout=20) as server:
        if chosen.smtp_starttls:
            server.starttls()
        if chosen.smtp_user and chosen.smtp_password:
            server.login(chosen.smtp_user, chosen.smtp_password.get_secret_value())
        server.send_message(message)


def _write_to(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid.uuid4()}.eml").write_bytes(message.as_bytes())
