"""Messages leave signed, are tried again until they have arrived, and nobody waits for a slow receiver."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.clock import now, set_clock
from labelapp.events.models import Event, OutboxMail
from labelapp.extensions import db
from labelapp.webhooks.addresses import Target
from labelapp.webhooks.delivering import deliver_due, tell_endpoints
from labelapp.webhooks.models import Delivery, Endpoint, OffReason, Problem
from labelapp.webhooks.operations import change_secret, send_again, send_test, switch_off, switch_on
from labelapp.webhooks.schedule import MOST_ATTEMPTS
from labelapp.webhooks.sending import Answer
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.consortium import make_partner
from tests.factories.webhooks import make_endpoint, make_endpoint_with_secret
from tests.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("demo")

BEGIN = datetime(2026, 11, 26, 8, tzinfo=UTC)
ARRIVED = Answer(None, 12, 204)
FAILED = Answer(Problem.REFUSED, 12, 500, "later")


@pytest.fixture
def clock(app: Flask) -> "Clock":
    """A clock that stands until the test moves it."""
    found = Clock()
    set_clock(app, lambda: found.moment)
    return found


class Clock:
    """The time in a test."""

    moment = BEGIN

    def pass_on(self, **how: float) -> None:
        """Let some time pass."""
        self.moment += timedelta(**how)

    def go_to_next_attempt(self, delivery: Delivery) -> None:
        assert delivery.next_try_at
        self.moment = delivery.next_try_at


class Script:
    """Stands for the network: answers as told, by host, and keeps what was sent."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.sent: list[dict[str, str]] = []

    def __call__(self, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        self.sent.append(headers)
        return self.answers.get(target.host.partition(".")[0], ARRIVED)


def _wait(event: threading.Event) -> None:
    event.wait(20)


def waiting(endpoint: Endpoint) -> Delivery:
    """A test that waits to be sent."""
    delivery = send_test(endpoint)
    db.session.commit()
    return delivery


def test_certificate_is_told_to_a_real_program_which_finds_its_signature_good(receiver: Receiver) -> None:
    _endpoint, secret = make_endpoint_with_secret(address=receiver.address)
    certificate = make_certificate()
    assert tell_endpoints() == 1
    assert tell_endpoints() == 0
    (received,) = receiver.received
    assert received.is_signed_with(secret)
    assert not received.is_signed_with("whsec_" + "A" * 43 + "=")
    assert abs(int(received.headers["webhook-timestamp"]) - time.time()) < 60
    assert received.headers["Content-Type"] == "application/json"
    assert received.content["id"] == received.headers["webhook-id"]
    assert received.content["data"]["entry"]["certificate"] == certificate.serial


def test_message_that_arrived_says_when_and_what_the_answer_was(receiver: Receiver, clock: Clock) -> None:
    receiver.always(200, b"<b>thanks</b>")
    delivery = waiting(make_endpoint(address=receiver.address))
    assert deliver_due() == 1
    assert (delivery.delivered_at, delivery.next_try_at, delivery.attempts) == (clock.moment, None, 1)
    assert (delivery.code, delivery.answer, delivery.problem) == (200, "<b>thanks</b>", None)
    assert delivery.duration is not None


def test_message_that_failed_is_sent_again_with_the_same_id_and_a_new_time(
    receiver: Receiver, clock: Clock
) -> None:
    _endpoint, secret = make_endpoint_with_secret(address=receiver.address)
    delivery = waiting(_endpoint)
    receiver.always(503)
    assert deliver_due() == 0
    assert (delivery.attempts, delivery.code, delivery.problem) == (1, 503, Problem.REFUSED)
    assert deliver_due() == 0, "not before its time"
    clock.go_to_next_attempt(delivery)
    receiver.always(204)
    assert deliver_due() == 1
    first, second = receiver.received
    assert receiver.ids == [delivery.message_id] * 2
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert second.is_signed_with(secret)


def test_message_is_given_up_after_the_last_attempt(clock: Clock) -> None:
    endpoint = make_endpoint()
    delivery, moments = waiting(endpoint), []
    while delivery.next_try_at is not None:
        clock.go_to_next_attempt(delivery)
        moments.append(clock.moment)
        deliver_due(Script(hooks=FAILED))
        endpoint.failing_since = clock.moment  # another message arrived meanwhile
        db.session.commit()
    assert len(moments) == delivery.attempts == MOST_ATTEMPTS
    assert timedelta(days=2.5) < moments[-1] - moments[0] < timedelta(days=4)
    assert (delivery.delivered_at, endpoint.off_at) == (None, None)


def test_endpoint_that_takes_nothing_for_three_days_is_switched_off_and_its_owner_told(clock: Clock) -> None:
    partner, person = make_partner()
    endpoint = make_endpoint(partner=partner, by=person)
    delivery = waiting(endpoint)
    while endpoint.off_at is None:
        clock.go_to_next_attempt(delivery)
        deliver_due(Script(hooks=FAILED))
    assert timedelta(days=3) <= clock.moment - BEGIN < timedelta(days=3.6)
    assert endpoint.off_reason is OffReason.FAILING
    (mail,) = db.session.scalars(select(OutboxMail))
    assert mail.recipient == person.email
    assert "hooks.example" in mail.subject
    assert f"/webhooks/{endpoint.id}" in mail.body
    clock.pass_on(days=1)
    script = Script()
    assert deliver_due(script) == 0
    assert script.sent == []


def test_message_that_arrives_in_between_ends_the_count_of_days(clock: Clock) -> None:
    endpoint = make_endpoint()
    waiting(endpoint)
    deliver_due(Script(hooks=FAILED))
    assert endpoint.failing_since == BEGIN
    clock.pass_on(days=2)
    deliver_due(Script())
    assert endpoint.failing_since is None
    clock.pass_on(days=2)
    waiting(endpoint)
    deliver_due(Script(hooks=FAILED))
    assert endpoint.off_at is None


def test_answer_410_switches_the_endpoint_off_at_once() -> None:
    endpoint = make_endpoint()
    delivery = waiting(endpoint)
    deliver_due(Script(hooks=Answer(Problem.REFUSED, 5, 410)))
    assert (endpoint.off_reason, delivery.next_try_at) == (OffReason.GONE, None)
    assert "410" in db.session.scalars(select(OutboxMail.body)).one()
    event = db.session.scalars(select(Event).order_by(Event.number.desc()).limit(1)).one()
    assert (event.action, event.actor_id, event.details) == ("webhook.switched_off", None, {"reason": "gone"})


def test_mail_goes_to_all_who_look_after_it_when_who_added_it_left() -> None:
    partner, person = make_partner()
    endpoint = make_endpoint(partner=partner, by=make_user("Former Colleague"))
    waiting(endpoint)
    deliver_due(Script(hooks=Answer(Problem.REFUSED, 5, 410)))
    assert list(db.session.scalars(select(OutboxMail.recipient))) == [person.email]


def test_waiting_message_is_sent_when_its_endpoint_is_switched_on_again(clock: Clock) -> None:
    endpoint, by = make_endpoint(), make_user()
    waiting(endpoint)
    switch_off(endpoint, by)
    db.session.commit()
    assert deliver_due(Script()) == 0
    clock.pass_on(days=10)
    switch_on(endpoint, by)
    db.session.commit()
    assert deliver_due(Script()) == 1


def test_slow_receiver_keeps_nobody_else_waiting(receiver: Receiver) -> None:
    served = threading.Event()
    with receiving() as slow:
        slow.answer = lambda _handler: _wait(served)
        for _number in range(3):
            waiting(make_endpoint(address=slow.address))
        quick = make_endpoint(address=receiver.address)
        for _number in range(20):
            waiting(quick)

        def count(handler: object, usual: object = receiver.answer) -> None:
            usual(handler)  # type: ignore[operator]
            if len(receiver.received) == 20:
                served.set()

        receiver.answer = count
        assert deliver_due() == 20
        assert len(slow.received) == 3


def test_endpoint_that_did_not_take_a_message_is_left_alone_for_the_round() -> None:
    failing, working = make_endpoint(address="https://away.example/"), make_endpoint()
    for _number in range(5):
        waiting(failing)
        waiting(working)
    script = Script(away=FAILED)
    assert deliver_due(script) == 5
    assert len(script.sent) == 6


def test_round_is_bounded() -> None:
    endpoint = make_endpoint()
    for _number in range(5):
        waiting(endpoint)
    assert deliver_due(Script(), most=3) == 3
    assert deliver_due(Script(), most=3) == 2


def test_no_transaction_is_open_while_a_message_is_on_its_way(app: Flask) -> None:
    """On SQLite one writes at a time, so nobody could work while a receiver thinks."""
    delivery = waiting(make_endpoint()).id

    def write_elsewhere(_target: Target, _headers: dict[str, str], _body: bytes) -> Answer:
        with app.app_context():
            db.session.get_one(Delivery, delivery).answer = "written meanwhile"
            db.session.commit()
        return ARRIVED

    begin = time.monotonic()
    assert deliver_due(write_elsewhere) == 1
    assert time.monotonic() - begin < 10


def test_earlier_secret_signs_too_for_a_day(receiver: Receiver, clock: Clock) -> None:
    endpoint, old = make_endpoint_with_secret(address=receiver.address)
    new = change_secret(endpoint, make_user())
    waiting(endpoint)
    deliver_due()
    clock.pass_on(hours=24, seconds=1)
    waiting(endpoint)
    deliver_due()
    during, afterwards = receiver.received
    assert (during.is_signed_with(old), during.is_signed_with(new)) == (True, True)
    assert (afterwards.is_signed_with(old), afterwards.is_signed_with(new)) == (False, True)


def test_secret_that_cannot_be_read_is_said_and_nothing_is_sent() -> None:
    delivery, script = waiting(make_endpoint(secret="not encrypted with the key of the instance")), Script()
    assert deliver_due(script) == 0
    assert (delivery.problem, script.sent) == (Problem.SECRET, [])


def test_address_of_the_own_machine_is_not_taken_over_from_a_demonstration(
    app: Flask, receiver: Receiver
) -> None:
    delivery = waiting(make_endpoint(address=receiver.address))
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"demo": False})
    assert deliver_due() == 0
    assert (delivery.problem, receiver.received) == (Problem.PRIVATE, [])


def test_message_is_sent_again_on_request_with_the_same_id(receiver: Receiver) -> None:
    delivery = waiting(make_endpoint(address=receiver.address))
    deliver_due()
    send_again(delivery)
    db.session.commit()
    assert deliver_due() == 1
    assert receiver.ids == [delivery.message_id] * 2
    assert delivery.delivered_at is not None
    assert delivery.delivered_at <= now()
