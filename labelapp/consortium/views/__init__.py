"""The partner's room, and the secretariat's page of partners; each module binds its views to its blueprint."""

from labelapp.consortium.views import (
    benchmarks,
    certificates,
    clusters,
    dashboard,
    editions,
    funnel,
    partners,
    programmes,
    results,
    yearly,
)

__all__ = [
    "benchmarks",
    "certificates",
    "clusters",
    "dashboard",
    "editions",
    "funnel",
    "partners",
    "programmes",
    "results",
    "yearly",
]
