"""One transaction a request, committed at the boundary and before the answer leaves."""

from flask import Flask, Response

from labelapp.extensions import db


def init_transactions(app: Flask) -> None:
    """Commit after a view that succeeded; what a failed one wrote is given up."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response
