"""The schemes: what is asked, in the language of the reader."""

from labelapp.api.blueprint import api
from labelapp.api.core.endpoints import Call, Guard
from labelapp.api.core.reading import Query
from labelapp.api.shapes.schemes import (
    SchemeDefinition,
    SchemeList,
    scheme_definition,
    scheme_summary,
)
from labelapp.extensions import schemes as library
from labelapp.schemes.definition import Scheme


def _published(code: str | None = None) -> list[Scheme]:
    """The versions that were ever in force; drafts are nobody's business yet."""
    return [one for one in library().all() if one.status != "draft" and code in (None, one.code)]


def find_versions(scheme: str) -> list[Scheme] | None:
    """The versions of one scheme, None when there is none."""
    return _published(scheme) or None


def find_version(scheme: str, version: str) -> Scheme | None:
    """One version."""
    return next((one for one in _published(scheme) if one.version == version), None)


@api.read("/schemes", "Schemes", SchemeList, Guard())
def schemes(call: Call[None, Query]) -> SchemeList:
    """List the schemes.

    Every version that is or was in force. Texts come in the language of `Accept-Language`.
    """
    return SchemeList(items=[scheme_summary(one) for one in _published()])


@api.read("/schemes/<scheme>", "Schemes", SchemeList, Guard(load=find_versions))
def scheme(call: Call[list[Scheme], Query]) -> SchemeList:
    """List the versions of one scheme."""
    return SchemeList(items=[scheme_summary(one) for one in call.found])


@api.read("/schemes/<scheme>/<version>", "Schemes", SchemeDefinition, Guard(load=find_version))
def scheme_version(call: Call[Scheme, Query]) -> SchemeDefinition:
    """Read everything that a version asks.

    Dimensions, indicators, fields with their parts, levels and minimum requirements, with the texts in the language of
    `Accept-Language`. A published version never changes.
    """
    return scheme_definition(call.found)
