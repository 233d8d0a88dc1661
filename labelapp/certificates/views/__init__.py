"""Pages of certificates: verification, letters, and the cluster organisation's own."""

from labelapp.certificates.views import files, letters, own, status, verification
from labelapp.certificates.views.blueprint import bp

__all__ = ["bp", "files", "letters", "own", "status", "verification"]
