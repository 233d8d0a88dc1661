"""Mails that have left the outbox as files."""

from email import message_from_bytes, policy

from flask import Flask

from labelapp.events.outbox import deliver_waiting
from labelapp.extensions import settings


def mails_to(app: Flask, address: str) -> list[str]:
    """Deliver what waits; the texts of all mails to an address so far."""
    with app.app_context():
        while deliver_waiting():
            pass
        folder = settings().mail_folder
    assert folder
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    return [mail.get_content() for mail in mails if mail["To"] == address]
