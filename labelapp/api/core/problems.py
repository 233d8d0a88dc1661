"""Errors as `application/problem+json` (RFC 9457). Each kind has an address that explains it.

Titles and explanations are English, like the names of the fields: they are for those who write programs. `detail`
is in the language that the program asks for, where it says what a person did wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field
from werkzeug.exceptions import HTTPException

from labelapp.web.errors import DomainError
from labelapp.web.links import public_link

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its stable name, its HTTP status, a title, and what to do about it."""

    name: str
    status: int
    title: str
    advice: str

    @property
    def address(self) -> str:
        """The `type`: where it is explained."""
        return f"{public_link('reference.show')}#problem-{self.name}"


BAD_REQUEST = Kind(
    "bad-request",
    400,
    "The request cannot be read",
    "The body is no JSON, or the request is broken. Mend it.",
)
NO_TOKEN = Kind(
    "no-token",
    401,
    "A working token is needed",
    "Send `Authorization: Bearer lab_…`. The token is missing, mistyped, expired or revoked, or its account was "
    "closed or got a new password since it was made.",
)
NO_SCOPE = Kind(
    "no-scope",
    403,
    "The token has not the scope for this",
    "Make a token with the scope that `detail` names. Scopes of a token cannot be changed.",
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "There is nothing here for you",
    "The address is wrong, or this is not yours to see: both get the same answer.",
)
WRONG_METHOD = Kind(
    "method-not-allowed", 405, "This cannot be done with this method", "`Allow` names the methods that can."
)
CONFLICT = Kind(
    "conflict",
    409,
    "The state of the thing forbids this",
    "A self-assessment takes answers as long as it is a draft. `detail` says what stands in the way.",
)
CHANGED = Kind(
    "changed-meanwhile",
    412,
    "Somebody changed the answer meanwhile",
    "Nothing was stored. `mine` is what you sent and `theirs` what stands there; let a person choose, and send the "
    "choice with the ETag of `theirs`.",
)
TOO_LARGE = Kind("too-large", 413, "The body is too large", "Send at most 200 kB.")
WRONG_MEDIA = Kind(
    "unsupported-media-type", 415, "The body is no JSON", "Send `Content-Type: application/json`."
)
INVALID = Kind(
    "invalid",
    422,
    "Something that was sent is not allowed",
    "`errors` names each parameter, header or part of the body with what is wrong. Parameters that do not exist are "
    "refused too, as is a cursor that was not made for this list.",
)
NO_CONDITION = Kind(
    "precondition-required",
    428,
    "Say which version you have seen",
    "Send `If-Match` with the ETag of the answer as you read it, so that nobody's change is lost.",
)
TOO_MANY = Kind(
    "too-many-requests", 429, "Too many requests", "Wait for as many seconds as `Retry-After` says."
)
BROKEN = Kind(
    "internal-error", 500, "Something went wrong on our side", "Nothing was stored. Try again later."
)
KINDS = (
    *(BAD_REQUEST, NO_TOKEN, NO_SCOPE, NOT_FOUND, WRONG_METHOD, CONFLICT, CHANGED, TOO_LARGE, WRONG_MEDIA),
    *(INVALID, NO_CONDITION, TOO_MANY, BROKEN),
)
_BY_STATUS = {kind.status: kind for kind in KINDS}


class Wrong(BaseModel):
    """One thing that was wrong."""

    where: str = Field(description="query, header or body", examples=["query"])
    name: str = Field(description="The parameter, or the path into the body", examples=["country"])
    message: str = Field(description="What is wrong with it")


class Problem(BaseModel):
    """A problem detail of RFC 9457."""

    type: str = Field(
        description="A stable address that explains this kind of problem", json_schema_extra={"format": "uri"}
    )
    title: str
    status: int
    detail: str | None = Field(None, description="What happened this time")
    errors: list[Wrong] | None = Field(None, description="With status 422: each thing that is wrong")


class Refusal(Exception):
    """An endpoint cannot do what was asked. `more` are the further members of a `model` that says more."""

    def __init__(
        self,
        kind: Kind,
        detail: str | None = None,
        *,
        errors: Sequence[Wrong] | None = None,
        headers: Mapping[str, str] | None = None,
        model: type[Problem] = Problem,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(kind.title)
        self.kind, self.detail, self.errors, self.headers = kind, detail, errors, headers or {}
        self.model, self.more = model, more or {}

    def response(self) -> Response:
        """The problem as it is sent."""
        members = {"detail": self.detail, "errors": self.errors}
        problem = self.model(
            type=self.kind.address,
            title=self.kind.title,
            status=self.kind.status,
            **{name: value for name, value in members.items() if value is not None},
            **self.more,
        )
        content = problem.model_dump_json(exclude={name for name in members if members[name] is None})
        return Response(content, self.kind.status, dict(self.headers), mimetype=MEDIA_TYPE)


def refuse_value(where: str, name: str, message: str) -> Refusal:
    """One parameter, header or part of the body that is wrong."""
    return Refusal(INVALID, errors=[Wrong(where=where, name=name, message=message)])


def answer_error(error: Exception) -> ResponseReturnValue:
    """The problem that an error is to a program."""
    if isinstance(error, Refusal):
        return error.response()
    if isinstance(error, DomainError):
        return Refusal(_BY_STATUS.get(error.status, CONFLICT), error.message).response()
    kind = _BY_STATUS.get(getattr(error, "code", None) or 500, BAD_REQUEST)
    return Refusal(kind, headers=_telling(error)).response()


def _telling(error: Exception) -> dict[str, str]:
    """The headers of an HTTP error that a program acts upon, such as `Allow` and `Retry-After`."""
    if not isinstance(error, HTTPException):
        return {}
    return {name: value for name, value in error.get_headers(request.environ) if name != "Content-Type"}
