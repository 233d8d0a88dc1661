"""A demonstration, which may send to its own machine, and a receiver there."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def demo(app: Flask) -> Iterator[None]:
    """The instance is a demonstration for the length of a test."""
    usual = app.extensions["settings"]
    app.extensions["settings"] = usual.model_copy(update={"demo": True})
    yield
    app.extensions["settings"] = usual


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that takes messages."""
    with receiving() as found:
        yield found
