"""A worker is killed after a message arrived and before it could note so: nothing is lost, the id stays the same."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from sqlalchemy import select

from labelapp.app import create_app
from labelapp.clock import set_clock
from labelapp.extensions import db
from labelapp.webhooks.delivering import tell_endpoints
from labelapp.webhooks.models import Delivery
from tests.factories.certificates import make_certificate
from tests.factories.webhooks import make_endpoint_with_secret
from tests.servers import Server
from tests.settings import test_settings
from tests.webhooks.receiver import Receiver


def test_killed_worker_loses_no_message_and_the_next_one_repeats_its_id(
    own_database_url: str, tmp_path: Path, receiver: Receiver
) -> None:
    app = create_app(test_settings(own_database_url, tmp_path, demo=True))
    with app.app_context():
        secret = make_endpoint_with_secret(address=receiver.address)[1]
        certificate = make_certificate().serial
        db.session.commit()
    workers: list[subprocess.Popen[bytes]] = []

    def kill(_handler: BaseHTTPRequestHandler) -> None:
        os.kill(workers[0].pid, signal.SIGKILL)

    usual, receiver.answer = receiver.answer, kill
    environment = Server(own_database_url, tmp_path, {"LABELAPP_DEMO": "true"}).settings()
    workers.append(
        subprocess.Popen(
            [sys.executable, "-m", "labelapp", "worker", "--once"], env={**os.environ, **environment}
        )
    )
    assert workers[0].wait(60) == -signal.SIGKILL
    receiver.answer = usual
    with app.app_context():
        assert tell_endpoints() == 0, "it may still be on its way"
        set_clock(app, lambda: datetime.now(UTC) + timedelta(minutes=2))
        assert tell_endpoints() == 1
        assert tell_endpoints() == 0
        (delivery,) = db.session.scalars(select(Delivery))
        assert (delivery.attempts, delivery.code) == (2, 204)
        assert receiver.ids == [delivery.message_id] * 2
        db.session.rollback()
        db.engine.dispose()
    first, second = receiver.received
    assert first.body == second.body
    assert second.content["data"]["entry"]["certificate"] == certificate
    assert first.is_signed_with(secret)
    assert second.is_signed_with(secret)
