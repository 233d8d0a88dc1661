"""Signatures by the convention of Standard Webhooks, and secrets that a copy of the database does not give away."""

import base64
import hashlib
import hmac

import pytest
from flask import Flask
from pydantic import SecretStr

from labelapp.webhooks.signing import UnreadableSecret, lock_away, new_secret, signature, take_out

# The example of the specification and its reference libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, MOMENT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'


def test_signature_is_that_of_the_specification() -> None:
    assert signature(MESSAGE, MOMENT, BODY, [SECRET]) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_give_two_signatures() -> None:
    other = new_secret()
    both = signature(MESSAGE, MOMENT, BODY, [SECRET, other]).split(" ")
    assert both == [signature(MESSAGE, MOMENT, BODY, [one]) for one in (SECRET, other)]


def test_signature_covers_letters_beyond_ascii() -> None:
    body = '{"cluster": "Grappe de l’Île"}'
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, f"{MESSAGE}.{MOMENT}.{body}".encode(), hashlib.sha256).digest()
    assert signature(MESSAGE, MOMENT, body, [SECRET]) == "v1," + base64.b64encode(digest).decode()


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _number in range(50)}
    assert len(made) == 50
    assert {len(base64.b64decode(one.removeprefix("whsec_"))) for one in made} == {32}


@pytest.mark.usefixtures("app")
def test_stored_secret_is_readable_with_the_key_of_the_instance_alone(app: Flask) -> None:
    stored = lock_away(SECRET)
    assert SECRET.removeprefix("whsec_") not in stored
    assert take_out(stored) == SECRET
    usual = app.extensions["settings"]
    other = SecretStr("another key, long enough to be one of them")
    app.extensions["settings"] = usual.model_copy(update={"secret_key": other})
    try:
        with pytest.raises(UnreadableSecret):
            take_out(stored)
    finally:
        app.extensions["settings"] = usual
