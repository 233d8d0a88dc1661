"""Declaring an endpoint once, for three readers: Flask, the access table, and the OpenAPI document.

A handler gets a `Call` and returns a model. Who may use it, what it takes and what it answers stands above it; there is
no way to add one without.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from labelapp.accounts.models import User
from labelapp.accounts.policy import anybody
from labelapp.api.core.caller import Caller, identify
from labelapp.api.core.paging import links_of
from labelapp.api.core.problems import NOT_FOUND, Kind, Refusal
from labelapp.api.core.reading import Query, read_body, read_query
from labelapp.api.scopes import Scope
from labelapp.web.access import Access
from labelapp.web.locale import shipped_languages, speaking
from labelapp.web.transactions import writes_briefly

Found = TypeVar("Found")
Asked = TypeVar("Asked", bound=Query)


@dataclass(frozen=True)
class Guard:
    """Who may use an endpoint: anybody, or the person of a token with a scope, for whom the policy holds.

    `load(**address parameters)` finds the object that the policy is asked about; who may not see it gets the same 404
    as for one that does not exist. Without an object the policy is asked about the person alone.
    """

    scope: Scope | None = None
    policy: Callable[..., bool] = anybody
    load: Callable[..., Any] | None = None

    @property
    def access(self) -> Access:
        """The declaration for the access table."""
        if self.scope is None:
            return Access("public", "anybody")
        return Access("token", f"{self.scope}, {self.policy.__name__}")

    def admit(self, caller: Caller, parameters: Mapping[str, Any]) -> Any:
        """The object. Raises Refusal (401, 403, 404)."""
        if self.scope is not None:
            caller.require(self.scope)
        found = self.load(**parameters) if self.load else None
        asked = (caller.user, found) if self.load and self.scope else (caller.user,)
        if (self.load and found is None) or not self.policy(*asked):
            raise Refusal(NOT_FOUND)
        return found


@dataclass(frozen=True)
class Call(Generic[Found, Asked]):
    """One request: who asks, the object in the address, the parameters, and what was sent."""

    user: User | None
    found: Found
    query: Asked
    body: Any = None

    @property
    def person(self) -> User:
        """Who asks, where a token is needed."""
        assert self.user is not None
        return self.user


@dataclass(frozen=True)
class Reply:
    """An answer with an ETag of its own, which otherwise is made from the content."""

    answer: BaseModel
    etag: str


Handler = Callable[[Call[Any, Any]], BaseModel | Reply]


@dataclass(frozen=True)
class Terms:
    """What an endpoint takes and answers.

    `problems` are those beyond the usual ones, `refusal` one whose model says more than a problem does.
    """

    method: str
    rule: str
    tag: str
    answer: type[BaseModel]
    guard: Guard
    query: type[Query] = Query
    body: type[BaseModel] | None = None
    problems: tuple[Kind, ...] = ()
    refusal: tuple[Kind, type[BaseModel]] | None = None


@dataclass(frozen=True)
class Operation:
    """An endpoint with its handler, whose docstring is what the document says of it."""

    terms: Terms
    handler: Handler

    @property
    def name(self) -> str:
        """Its name, in the document and as an endpoint of the blueprint."""
        return self.handler.__name__

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (self.handler.__doc__ or "").partition("\n")[0].strip().rstrip(".")

    @property
    def description(self) -> str:
        """The rest of it."""
        return " ".join((self.handler.__doc__ or "").partition("\n")[2].split())

    def view(self, **parameters: Any) -> ResponseReturnValue:
        """Answer a request: who asks, may they, what do they want, then the handler."""
        terms = self.terms
        with speaking(asked_language()):
            caller = identify()
            found = terms.guard.admit(caller, parameters)
            query = read_query(terms.query)
            body = read_body(terms.body) if terms.body else None
            reply = self.handler(Call(caller.user, found, query, body))
            return respond(
                reply if isinstance(reply, Reply) else _reply(reply), private=caller.user is not None
            )


@dataclass
class Api:
    """The endpoints of one version of the API, on a blueprint."""

    blueprint: Blueprint
    operations: list[Operation] = field(default_factory=list)

    def read(
        self, rule: str, tag: str, answer: type[BaseModel], guard: Guard, query: type[Query] = Query
    ) -> Callable[[Handler], Handler]:
        """Declare an endpoint that only reads."""
        return partial(self._add, Terms("GET", rule, tag, answer, guard, query))

    def write(
        self, rule: str, tag: str, answer: type[BaseModel], guard: Guard, body: type[BaseModel], **more: Any
    ) -> Callable[[Handler], Handler]:
        """Declare an endpoint that replaces one thing; `more` are the problems of `Terms`."""
        return partial(self._add, Terms("PUT", rule, tag, answer, guard, body=body, **more))

    def _add(self, terms: Terms, handler: Handler) -> Handler:
        operation = Operation(terms, handler)
        self.operations.append(operation)

        def view(**parameters: Any) -> ResponseReturnValue:
            return operation.view(**parameters)

        view.__access__ = terms.guard.access  # type: ignore[attr-defined]
        writes_briefly(view)
        self.blueprint.add_url_rule(terms.rule, operation.name, view, methods=[terms.method])
        return handler


def asked_language() -> str:
    """The language that the program asks for in `Accept-Language`. No cookie and no account has a say."""
    return request.accept_languages.best_match(shipped_languages()) or "en"


def _reply(answer: BaseModel) -> Reply:
    return Reply(answer, hashlib.sha256(answer.model_dump_json(by_alias=True).encode()).hexdigest()[:32])


def respond(reply: Reply, *, private: bool) -> Response:
    """The answer as JSON, or 304 when the reader has it already. Whoever keeps it asks again before using it."""
    headers = {
        "Cache-Control": f"{'private' if private else 'public'}, no-cache",
        "Content-Language": asked_language(),
        "Vary": "Accept-Language, Authorization",
        **links_of(reply.answer),
    }
    is_known = request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(reply.etag)
    content = "" if is_known else reply.answer.model_dump_json(by_alias=True)
    response = Response(content, 304 if is_known else 200, headers, mimetype="application/json")
    response.set_etag(reply.etag)
    return response
