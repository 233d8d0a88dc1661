"""Mails leave after the transaction, once, and in the language of their reader."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from labelapp.clock import now, set_clock
from labelapp.events.models import OutboxMail
from labelapp.events.outbox import MOST_TRIES, deliver_waiting
from labelapp.extensions import db
from labelapp.settings import PROJECT


def _waiting_mail(subject: str = "Grüße — Καλημέρα") -> OutboxMail:
    mail = OutboxMail(
        recipient="ada@example.org",
        subject=subject,
        body="Text\n",
        language="de",
        created_at=now(),
        next_try_at=now(),
    )
    db.session.add(mail)
    db.session.commit()
    return mail


def _refuse(_message: EmailMessage) -> None:
    raise ConnectionRefusedError("mail server is away")


@pytest.mark.usefixtures("app")
def test_delivery_sends_each_waiting_mail_once() -> None:
    _waiting_mail()
    sent: list[EmailMessage] = []
    assert deliver_waiting(sent.append) == 1
    assert deliver_waiting(sent.append) == 0
    assert [message["Subject"] for message in sent] == ["Grüße — Καλημέρα"]


def test_delivery_refused_keeps_the_mail_and_tries_later(app: Flask) -> None:
    mail = _waiting_mail()
    assert deliver_waiting(_refuse) == 0
    assert (mail.sent_at, mail.error) == (None, "mail server is away")
    assert deliver_waiting(_refuse) == 0
    assert mail.tries == 1
    later = now() + timedelta(minutes=3)
    set_clock(app, lambda: later)
    sent: list[EmailMessage] = []
    assert deliver_waiting(sent.append) == 1
    assert mail.sent_at == later


def test_delivery_gives_up_after_the_last_try(app: Flask) -> None:
    mail = _waiting_mail()
    mail.tries = MOST_TRIES
    db.session.commit()
    assert deliver_waiting(lambda _message: None) == 0


def test_mail_without_a_server_becomes_a_file(app: Flask) -> None:
    _waiting_mail()
    deliver_waiting()
    folder: Path = app.extensions["settings"].mail_folder
    [file] = folder.glob("*.eml")
    assert b"To: ada@example.org" in file.read_bytes()
    file.unlink()


@pytest.mark.parametrize(
    "template", sorted((PROJECT / "templates" / "mails").glob("*.txt")), ids=lambda one: one.stem
)
def test_subject_of_a_mail_is_followed_by_an_empty_line_whatever_ends_it(template: Path) -> None:
    """A block that ends a line takes the end of the line with it, and the subject would run on into the text."""
    subject = template.read_text("utf-8").partition("\n\n")[0]
    assert not subject.endswith("%}") or subject.endswith("+%}")
