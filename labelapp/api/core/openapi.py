"""The OpenAPI 3.1 document, made from the same declarations and models by which requests are read and answered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from labelapp.api.core.endpoints import Operation
from labelapp.api.core.paging import PageOf
from labelapp.api.core.problems import (
    BAD_REQUEST,
    BROKEN,
    INVALID,
    MEDIA_TYPE,
    NO_SCOPE,
    NO_TOKEN,
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY,
    WRONG_MEDIA,
    Kind,
    Problem,
)
from labelapp.api.core.reading import Query
from labelapp.api.scopes import Scope
from labelapp.certificates.codes import EXAMPLE

Json = dict[str, Any]
_DESCRIPTION = (
    "What the quality label for cluster management tells programs. What is public needs no token; everything else "
    "needs a personal access token with a scope, and gives what its person may see at that moment."
)
_TOKEN: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "lab_…",
    "description": "A personal access token. Scopes: " + ", ".join(Scope),
}
_PLACE = "#/components/schemas/"
_RULE_PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_PATH_SCHEMAS: dict[str, Json] = {
    "int": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
    "": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9._-]+$"},
}
# What stands in addresses: what it is, and an example.
_PARTS: dict[str, tuple[str, Any]] = {
    "code": ("Verification code of a certificate", EXAMPLE),
    "scheme": ("Code of a scheme", "cme-gold"),
    "version": ("Version of a scheme", "2026.1"),
    "cluster_id": ("Number of a cluster organisation", 7),
    "assessment_id": ("Number of a self-assessment", 12),
    "indicator": ("Code of an indicator", "1.3"),
    "field": ("Code of a field, or `not_applicable`", "committed"),
}
_TEXT: Json = {"type": "string"}
_HEADERS: dict[str, Json] = {
    "RateLimit-Policy": {"description": "The limits: q requests in w seconds", "schema": _TEXT},
    "RateLimit": {"description": "What is left of them: r requests, for t seconds", "schema": _TEXT},
    "ETag": {"description": "Names this state of the resource", "schema": _TEXT},
    "Link": {"description": "The next and the previous page (RFC 8288)", "schema": _TEXT},
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "What is missing", "schema": _TEXT},
}
_LIMITED = ("RateLimit-Policy", "RateLimit")


@dataclass(frozen=True)
class _Schemas:
    """The models of some operations as JSON Schema: answers as they are written, bodies and queries as read."""

    names: Mapping[Any, Json]
    found: Json

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "_Schemas":
        """Collect and convert them."""
        written: list[type[BaseModel]] = [Problem, *(operation.terms.answer for operation in operations)]
        written += [operation.terms.refusal[1] for operation in operations if operation.terms.refusal]
        read: list[type[BaseModel]] = [operation.terms.query for operation in operations]
        read += [operation.terms.body for operation in operations if operation.terms.body]
        models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
            *((model, "serialization") for model in dict.fromkeys(written)),
            *((model, "validation") for model in dict.fromkeys(read)),
        ]
        names, found = models_json_schema(models, ref_template=_PLACE + "{model}")
        return cls(names, found["$defs"])

    def written(self, model: type[BaseModel]) -> Json:
        """The reference to a model that is answered."""
        return self.names[model, "serialization"]

    def read(self, model: type[BaseModel]) -> Json:
        """The reference to a model that is sent."""
        return self.names[model, "validation"]

    def properties(self, query: type[BaseModel]) -> Json:
        """The parameters of a query by name."""
        found: Json = self._named(query).get("properties", {})
        return found

    def components(self) -> Json:
        """All but the queries, which stand as parameters."""
        queries = [self._named(model) for model, _mode in self.names if issubclass(model, Query)]
        return {name: schema for name, schema in self.found.items() if schema not in queries}

    def _named(self, query: type[BaseModel]) -> Json:
        schema: Json = self.found[self.read(query)["$ref"].removeprefix(_PLACE)]
        return schema


def openapi_document(operations: Sequence[Operation], server: str, version: str) -> Json:
    """The document; `server` is the address under which the rules of the operations stand."""
    schemas = _Schemas.of(operations)
    paths: Json = {}
    for operation in operations:
        path = _RULE_PART.sub(r"{\g<name>}", operation.terms.rule)
        paths.setdefault(path, {})[operation.terms.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "labelapp API", "version": version, "description": _DESCRIPTION},
        "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.terms.tag for operation in operations)],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": _TOKEN},
            "headers": _HEADERS,
            "schemas": schemas.components(),
        },
    }


def _operation(operation: Operation, schemas: _Schemas) -> Json:
    scope = operation.terms.guard.scope
    description = operation.description + (f" Needs the scope `{scope}`." if scope else "")
    found: Json = {
        "operationId": operation.name,
        "tags": [operation.terms.tag],
        "summary": operation.summary,
        "description": description.strip(),
        "security": [{"token": []}] if scope else [{}, {"token": []}],
        "parameters": [*_path(operation), *_query(operation, schemas), *_conditions(operation)],
        "responses": _responses(operation, schemas),
    }
    if operation.terms.body:
        content = {"application/json": {"schema": schemas.read(operation.terms.body)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _path(operation: Operation) -> list[Json]:
    return [
        {
            "name": part["name"],
            "in": "path",
            "required": True,
            "description": _PARTS[part["name"]][0],
            "schema": _PATH_SCHEMAS[part["converter"] or ""] | {"examples": [_PARTS[part["name"]][1]]},
        }
        for part in _RULE_PART.finditer(operation.terms.rule)
    ]


def _query(operation: Operation, schemas: _Schemas) -> list[Json]:
    found = []
    for name, schema in schemas.properties(operation.terms.query).items():
        content = {key: value for key, value in schema.items() if key not in ("title", "description")}
        parameter = {"name": name, "in": "query", "required": False, "schema": _without_null(content)}
        found.append(parameter | {"description": schema.get("description", "")})
    return found


def _without_null(schema: Json) -> Json:
    """In an address there is no null: a parameter is there or not."""
    found = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    choices = [one for one in found.pop("anyOf", []) if one != {"type": "null"}]
    return found | choices[0] if choices else found


def _conditions(operation: Operation) -> list[Json]:
    if operation.terms.method == "GET":
        text = "The ETag of an earlier answer: 304 as long as it is the same"
        return [{"name": "If-None-Match", "in": "header", "schema": _TEXT, "description": text}]
    tag = {"type": "string", "pattern": '^"[0-9]{1,9}-[0-9a-f]{16}"$'}
    text = "The ETag of the answer as you read it"
    return [{"name": "If-Match", "in": "header", "required": True, "schema": tag, "description": text}]


def _responses(operation: Operation, schemas: _Schemas) -> Json:
    success = {
        "description": "The answer",
        "headers": _headers("ETag", *(["Link"] if issubclass(operation.terms.answer, PageOf) else [])),
        "content": {"application/json": {"schema": schemas.written(operation.terms.answer)}},
    }
    found: Json = {"200": success}
    if operation.terms.method == "GET":
        found["304"] = {"description": "As it was", "headers": _headers("ETag")}
    for kind in _problems(operation):
        found[str(kind.status)] = _problem(kind, schemas.written(Problem))
    if operation.terms.refusal:
        kind, model = operation.terms.refusal
        found[str(kind.status)] = _problem(kind, schemas.written(model))
    return dict(sorted(found.items()))


def _problems(operation: Operation) -> list[Kind]:
    """What can go wrong: whatever the address, the token, the parameters and the body make possible."""
    found = [NO_TOKEN, INVALID, TOO_MANY, BROKEN, *operation.terms.problems]
    if operation.terms.guard.scope:
        found.append(NO_SCOPE)
    if operation.terms.guard.load:
        found.append(NOT_FOUND)
    if operation.terms.body:
        found += [BAD_REQUEST, TOO_LARGE, WRONG_MEDIA]
    return found


def _problem(kind: Kind, schema: Json) -> Json:
    more = {NO_TOKEN: "WWW-Authenticate", NO_SCOPE: "WWW-Authenticate", TOO_MANY: "Retry-After"}
    return {
        "description": kind.title,
        "headers": _headers(*([more[kind]] if kind in more else [])),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, *_LIMITED)}
