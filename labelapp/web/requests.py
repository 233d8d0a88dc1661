"""What a request may hold, so that nothing reaches a database or a parser that those cannot take."""

from io import BytesIO
from typing import IO, Any, cast

import flask
from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.utils import cached_property

LARGEST_ID = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number that a row can have; any other address leads nowhere."""

    regex = r"\d{1,10}"

    def to_python(self, value: str) -> int:
        """The number. Raises ValidationError beyond what the databases hold."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number


class Json(DefaultJSONProvider):
    """JSON nested without end is as wrong as JSON that is cut off, and not an error of ours."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON. Raises ValueError."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class Request(flask.Request):
    """A request whose query and form hold no NUL, the one sign that PostgreSQL cannot keep."""

    only_in_memory = False

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query."""
        return _without_nul(super().args)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.only_in_memory:
            return BytesIO()
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _without_nul(self.__dict__["form"])


def read_only_in_memory(most: int) -> None:
    """Let what this request uploads never touch a disk; more than so many bytes are refused (413).

    Call it before the form is read, in a view that is exempt from the protection of forms.
    """
    coming = cast(Request, request)
    coming.only_in_memory, coming.max_content_length = True, most


def _without_nul(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (name.replace("\0", ""), value.replace("\0", "")) for name, value in values.items(multi=True)
    )


def _refuse_json() -> None:
    """Forms would take any JSON for an object of fields; only autosaves, which look at it first, are sent it."""
    if request.method == "POST" and request.is_json and not (request.endpoint or "").endswith(".autosave"):
        abort(415)


def _refuse_other_account() -> None:
    """What one person typed is never stored under another's name: scripts that send later say whose it is."""
    owner = request.headers.get("X-Account")
    if owner is not None and current_user.is_authenticated and owner != str(current_user.id):
        abort(403)


def init_requests(app: Flask) -> None:
    """Bind the limits to the app; before addresses with numbers are registered."""
    app.request_class = Request
    app.json_provider_class = Json  # libraries that come later build on it
    app.json = Json(app)
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_json)
    app.before_request(_refuse_other_account)
