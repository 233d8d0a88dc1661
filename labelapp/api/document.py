"""The document of version 1, for programs and for the page that people read."""

import hashlib
from typing import Any

from flask import Response, current_app, json, request
from flask.typing import ResponseReturnValue

from labelapp.api.blueprint import api, bp
from labelapp.api.core.openapi import openapi_document
from labelapp.web.access import public
from labelapp.web.links import public_link

_KEY = "document of the API"
VERSION = "1.0.0"


def document() -> dict[str, Any]:
    """The OpenAPI document, made once in each process."""
    if _KEY not in current_app.extensions:
        server = public_link("api.openapi").removesuffix("/openapi.json")
        current_app.extensions[_KEY] = openapi_document(api.operations, server, VERSION)
    found: dict[str, Any] = current_app.extensions[_KEY]
    return found


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """The document itself."""
    content = json.dumps(document(), ensure_ascii=False, sort_keys=False)
    response = Response(content, mimetype="application/json", headers={"Cache-Control": "public, no-cache"})
    response.set_etag(hashlib.sha256(content.encode()).hexdigest()[:32])
    return response.make_conditional(request)
