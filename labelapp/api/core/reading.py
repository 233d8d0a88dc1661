"""What a program sends, checked against the models: query, headers and body. Nothing is silently left out."""

from collections.abc import Sequence
from typing import Annotated, TypeVar, get_origin
from urllib.parse import parse_qsl

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from labelapp.api.core.cursors import read_cursor
from labelapp.api.core.problems import (
    BAD_REQUEST,
    INVALID,
    TOO_LARGE,
    WRONG_MEDIA,
    Refusal,
    Wrong,
    refuse_value,
)
from labelapp.web.paging import Position

Sent = TypeVar("Sent", bound=BaseModel)
MOST_BYTES = 200_000
USUAL_SIZE, LARGEST_SIZE = 50, 200


def _plain_digits(raw: object) -> object:
    """Only digits are a number in an address; `5.0`, ` 5` and `1_0` are not."""
    if isinstance(raw, str) and not (raw.isascii() and raw.isdigit()):
        raise ValueError("not a whole number")
    return raw


class Query(BaseModel):
    """The parameters of an endpoint; there are no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PagedQuery(Query):
    """The parameters of every list that comes in pages."""

    limit: Annotated[int, Field(ge=1, le=LARGEST_SIZE), BeforeValidator(_plain_digits)] = Field(
        USUAL_SIZE, description="How many items a page has"
    )
    cursor: str | None = Field(
        None,
        description="Where the page begins, from `next` or `previous` of another page. Opaque: do not make your own.",
        pattern=r"^[A-Za-z0-9_-]+$",
        max_length=1500,
    )

    @property
    def position(self) -> Position | None:
        """The place of the cursor, None for the start. Raises Refusal (422) for what is no cursor."""
        if self.cursor is None:
            return None
        position = read_cursor(self.cursor)
        if position is None:
            raise refuse_value("query", "cursor", "This is no cursor of this list.")
        return position


def read_query(model: type[Sent]) -> Sent:
    """The parameters of the address. Raises Refusal (422) that names every one that is wrong or unknown."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True):
        given.setdefault(name, []).append(value)
    twice = [name for name in given if len(given[name]) > 1 and not _takes_several(model, name)]
    if twice:
        raise Refusal(
            INVALID,
            errors=[Wrong(where="query", name=name, message="Given more than once") for name in twice],
        )
    values = {name: found if _takes_several(model, name) else found[0] for name, found in given.items()}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Refusal(INVALID, errors=_wrong("query", error.errors())) from None


def read_body(model: type[Sent]) -> Sent:
    """The JSON that was sent. Raises Refusal (415, 413, 400 for no JSON, 422)."""
    if request.mimetype != "application/json":
        raise Refusal(WRONG_MEDIA)
    if (request.content_length or 0) > MOST_BYTES or len(content := request.get_data()) > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        found = error.errors()
        if found[0]["type"] == "json_invalid":
            raise Refusal(BAD_REQUEST, str(found[0]["msg"])) from None
        raise Refusal(INVALID, errors=_wrong("body", found)) from None


def _takes_several(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is tuple


def _wrong(where: str, errors: Sequence[ErrorDetails]) -> list[Wrong]:
    """What is wrong, by parameter or member of the body. Of a value of several shapes pydantic tells of each."""
    by_name: dict[str, list[ErrorDetails]] = {}
    for error in errors:
        by_name.setdefault(str(error["loc"][0]) if error["loc"] else "(whole)", []).append(error)
    return [Wrong(where=where, name=name, message=_message(found)) for name, found in by_name.items()]


def _message(errors: Sequence[ErrorDetails]) -> str:
    if len(errors) > 1:
        return "It has none of the shapes that it may have."
    return "There is none of this name." if errors[0]["type"] == "extra_forbidden" else errors[0]["msg"]
