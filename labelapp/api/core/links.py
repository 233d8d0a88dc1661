"""Addresses in answers."""

from typing import Annotated

from pydantic import Field

Link = Annotated[str, Field(json_schema_extra={"format": "uri"})]
