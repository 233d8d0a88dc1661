"""The resources of the API, in the order of its document."""

from labelapp.api.resources import register, certificates, schemes, benchmarks, assessments  # isort: skip

__all__ = ["assessments", "benchmarks", "certificates", "register", "schemes"]
