"""One transaction a request, committed at the boundary and before the answer leaves.

A view that many people call at once may read first and write in a short transaction of its own: on SQLite one
writes at a time, and nobody should wait while somebody else's page is drawn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, g

from labelapp.extensions import db

View = TypeVar("View", bound=Callable[..., Any])


def writes_briefly(view: View) -> View:
    """The view only reads, but for what it does within `brief_write`."""
    view.__writes_briefly__ = True  # type: ignore[attr-defined]
    return view


@contextmanager
def brief_write() -> Iterator[None]:
    """A transaction that may write, committed at its end. What was read before stays known, though not current.

    So whatever the write depends on has to be asked again within.
    """
    session = db.session()
    session.expire_on_commit = False
    session.commit()
    g.writing = True
    try:
        yield
        session.commit()
    finally:
        g.writing = False


def init_transactions(app: Flask) -> None:
    """Commit after a view that succeeded; what a failed one wrote is given up."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response
