"""The JSON Schema beside the definitions is the one the models give."""

import json

from labelapp.schemes.json_schema import definition_schema
from tests.schemes.small import PROJECT


def test_published_json_schema_is_current() -> None:
    published = json.loads((PROJECT / "assessments" / "scheme.schema.json").read_text("utf-8"))
    assert published == definition_schema(), (
        "write it anew: labelapp schemes schema > assessments/scheme.schema.json"
    )


def test_json_schema_asks_less_of_a_variant() -> None:
    schema = definition_schema()
    assert "awarding" in schema["else"]["required"]
    assert "awarding" not in schema["then"]["required"]
    assert schema["$defs"]["IndicatorOverride"]["required"] == ["code"]
