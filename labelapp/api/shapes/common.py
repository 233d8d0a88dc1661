"""What several models share."""

from pydantic import BaseModel, Field


class SchemeKey(BaseModel):
    """A version of a scheme."""

    code: str = Field(examples=["cme-gold"])
    version: str = Field(examples=["2026.1"])

    @classmethod
    def of(cls, code: str, version: str) -> "SchemeKey":
        """The key of a version."""
        return cls(code=code, version=version)


class ClusterName(BaseModel):
    """A cluster organisation."""

    id: int
    name: str
    country: str = Field(description="ISO 3166-1 alpha-2")
    place: str
