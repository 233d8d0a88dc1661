"""The client of the tests."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.extensions import db


class Browser(FlaskClient):
    """Ends the test's own transaction before each request: what the test wrote is there for the request, and
    on SQLite a transaction left open by a mere read would keep the request from writing."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        db.session.commit()
        return super().open(*args, **kwargs)
