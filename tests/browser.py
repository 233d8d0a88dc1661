"""The client of the tests."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.extensions import db


class Browser(FlaskClient):
    """Gives each request an application context of its own, as a server does.

    Else a request would share the context of the test: its session of the database, and in `g` the account
    that signed in first. The test's own transaction ends before, so that the request sees what the test
    wrote; on SQLite a transaction left open by a mere read would keep the request from writing.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)
