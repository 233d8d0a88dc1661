"""What a token may be used for. The rights themselves are those of its person at that moment."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Scope(StrEnum):
    """A part of the API that needs a token; what is public needs none."""

    CERTIFICATES_READ = "certificates:read"
    BENCHMARKS_READ = "benchmarks:read"
    ASSESSMENTS_READ = "assessments:read"
    ASSESSMENTS_WRITE = "assessments:write"


SCOPE_LABELS = {
    Scope.CERTIFICATES_READ: _l("Read the certificates of my cluster organisations"),
    Scope.BENCHMARKS_READ: _l("Read the comparisons that I may read"),
    Scope.ASSESSMENTS_READ: _l("Read the self-assessments of my cluster organisations and their answers"),
    Scope.ASSESSMENTS_WRITE: _l("Write answers where I may"),
}
