"""The page about the API for people who write programs, from the same document that programs read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from labelapp.api.core.limits import PER_ADDRESS, PER_TOKEN
from labelapp.api.core.problems import KINDS
from labelapp.api.core.reading import LARGEST_SIZE, USUAL_SIZE
from labelapp.api.document import document
from labelapp.api.scopes import SCOPE_LABELS
from labelapp.api.tokens.secrets import PREFIX
from labelapp.web.access import public
from labelapp.web.links import public_link

bp = Blueprint("reference", __name__)
Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A parameter or a member of a model: its name, where it stands, what it may be, and what it means."""

    name: str
    where: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Endpoint:
    """One operation of the document as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Row]
    sent: str
    answer: str
    statuses: list[tuple[str, str]]
    example: str


@bp.get("/api")
@public
def show() -> ResponseReturnValue:
    """Everything: tokens, pages, problems, and each endpoint with an example."""
    found = document()
    return render_template(
        "api/reference.html",
        groups=_groups(found),
        models=_models(found),
        kinds=KINDS,
        scopes=SCOPE_LABELS,
        prefix=PREFIX,
        limits=(PER_ADDRESS.item.amount, PER_TOKEN.item.amount),
        sizes=(USUAL_SIZE, LARGEST_SIZE),
        server=found["servers"][0]["url"],
        document_url=public_link("api.openapi"),
        canonical=public_link("reference.show"),
    )


def _groups(found: Json) -> list[tuple[str, list[Endpoint]]]:
    """The operations under their tags."""
    groups: dict[str, list[Endpoint]] = {tag["name"]: [] for tag in found["tags"]}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            endpoint = _endpoint(method.upper(), path, operation, found["servers"][0]["url"])
            groups[operation["tags"][0]].append(endpoint)
    return list(groups.items())


def _endpoint(method: str, path: str, operation: Json, server: str) -> Endpoint:
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Endpoint(
        name=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[
            Row(one["name"], one["in"], _kind(one["schema"]), one.get("description", ""))
            for one in operation["parameters"]
        ],
        sent=_kind(sent) if sent else "",
        answer=_kind(answer),
        statuses=[(status, one["description"]) for status, one in operation["responses"].items()],
        example=_curl(method, server + path, operation),
    )


def _curl(method: str, url: str, operation: Json) -> str:
    """The request as a line for a shell, with the examples of the document."""
    examples = {
        (one["in"], one["name"]): one["schema"]["examples"][0]
        for one in operation["parameters"]
        if one["schema"].get("examples")
    }
    for (place, name), value in examples.items():
        if place == "path":
            url = url.replace(f"{{{name}}}", str(value))
    asked = {name: value for (place, name), value in examples.items() if place == "query"}
    parts = []
    if operation["security"] == [{"token": []}]:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if method == "PUT":
        parts += ["-X PUT", "-H 'Content-Type: application/json'", "-H 'If-Match: \"3-0123456789abcdef\"'"]
        parts.append("-d '" + json.dumps({"value": 84}) + "'")
    parts.append(f"'{url}{'?' + urlencode(asked) if asked else ''}'")
    return "curl " + " \\\n  ".join(parts)


def _models(found: Json) -> list[tuple[str, str, list[Row]]]:
    """Every model: its name, what it is, and its members or values."""
    return [
        (name, schema.get("description", ""), list(_members(schema)))
        for name, schema in sorted(found["components"]["schemas"].items())
    ]


def _members(schema: Json) -> Iterator[Row]:
    for value in schema.get("enum", ()):
        yield Row(str(value), "", "", "")
    for name, member in schema.get("properties", {}).items():
        yield Row(name, "", _kind(member), member.get("description", ""))


def _kind(schema: Json) -> str:
    """What a value may be, in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{one}”" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if schema.get("type") == "object":
        return f"object of {_kind(schema['additionalProperties'])}"
    return str(schema.get("format") or schema["type"])
