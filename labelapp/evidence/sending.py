"""How files leave the server: checked, with their true type, and so that nothing in them can run."""

from typing import Protocol
from urllib.parse import quote

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from labelapp.evidence import storage
from labelapp.evidence.kinds import INLINE_TYPES
from labelapp.evidence.scanning import BeingChecked, require_clean
from labelapp.extensions import db

_LOOK_AGAIN = 5  # seconds


class FileFacts(Protocol):
    """What an answer needs to know about a file: a revision of the library, or evidence as it was frozen."""

    @property
    def filename(self) -> str:
        """Its safe name."""

    @property
    def content_type(self) -> str:
        """Its type, read from the content."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def sha256(self) -> str:
        """The hash under which the content lies in the storage."""


def send_file(file: FileFacts, inline: bool) -> Response:
    """A file as an answer; the caller has checked that the reader may have it.

    `inline` shows PDF and pictures inside our own pages and is ignored for other kinds. 404 when the storage has
    lost the content. Raises BeingChecked, Quarantined, StorageDown. Nothing in the file can run: its type is
    stated and not guessed, and the answer is a sandbox of its own.
    """
    require_clean(file.sha256)
    try:
        pieces = storage.read(file.sha256)
    except storage.MissingContent as error:
        raise NotFound from error
    shown = inline and file.content_type in INLINE_TYPES
    response = Response(pieces, mimetype=file.content_type)
    if file.content_type.startswith("text/"):
        response.headers["Content-Type"] = f"{file.content_type}; charset=utf-8"
    response.headers["Content-Disposition"] = disposition(file.filename, inline=shown)
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = _file_policy(file, shown)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _file_policy(file: FileFacts, shown: bool) -> str:
    """Browsers refuse to start their PDF viewer inside a sandbox, so a shown PDF has all rules but that one."""
    rules = [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
        "form-action 'none'",
    ]
    if not (shown and file.content_type == "application/pdf"):
        rules.insert(0, "sandbox")
    return "; ".join(rules)


def disposition(filename: str, inline: bool = False) -> str:
    """A Content-Disposition that any browser understands, with the true name for those that read RFC 5987."""
    plain = filename.encode("ascii", "replace").decode("ascii")
    plain = "".join("_" if letter in '?"\\%' else letter for letter in plain)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def init_sending(app: Flask) -> None:
    """Register the page for a file that is still being checked; it looks again by itself."""
    app.register_error_handler(BeingChecked, _wait)


def _wait(error: BeingChecked) -> ResponseReturnValue:
    db.session.rollback()
    again = str(_LOOK_AGAIN)
    page = render_template("evidence/being_checked.html", advice=error.message)
    return page, error.status, {"Refresh": again, "Retry-After": again}
