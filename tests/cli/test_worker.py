"""The worker tells webhooks beside its other work."""

import logging

import pytest
from flask import Flask

from labelapp.cli import instance


class Over(Exception):
    """Ends the loop that otherwise never does."""


def test_round_that_fails_is_logged_and_the_next_one_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []

    def fail_once() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OSError("the database is away")
        return 0

    def sleep(_seconds: int) -> None:
        if len(rounds) == 2:
            raise Over

    monkeypatch.setattr(instance, "tell_endpoints", fail_once)
    monkeypatch.setattr(instance.time, "sleep", sleep)
    with caplog.at_level(logging.ERROR), pytest.raises(Over):
        instance._keep_telling_webhooks(app, 2)
    assert "the database is away" in caplog.text
