"""The JSON Schema of the definition format, for editors that complete and check YAML while one writes."""

from copy import deepcopy
from typing import Any

from labelapp.schemes.definition import Scheme
from labelapp.schemes.inheritance import OWN_KEYS

_ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def definition_schema() -> dict[str, Any]:
    """Return the JSON Schema of a definition file.

    A variant (with `extends`) states only what is its own, and of an inherited indicator only what it changes.
    """
    schema = Scheme.model_json_schema(by_alias=True, mode="validation")
    definitions = schema["$defs"]
    override = deepcopy(definitions["Indicator"])
    override["required"] = ["code"]
    override["title"] = "IndicatorOverride"
    definitions["IndicatorOverride"] = override
    required = schema.pop("required")
    schema["properties"]["indicators"]["items"] = {"$ref": "#/$defs/IndicatorOverride"}
    complete = {"indicators": {"items": {"$ref": "#/$defs/Indicator"}}}
    return {
        "$schema": _ADDRESS,
        **schema,
        "title": "Scheme definition of labelapp, format 1",
        "if": {"required": ["extends"]},
        "then": {"required": [key for key in required if key in OWN_KEYS] + ["extends"]},
        "else": {"required": required, "properties": complete},
    }
