"""Pages of certificates: the public register, verification, and the cluster organisation's own."""

from labelapp.certificates.views import files, letters, own, register, status, verification
from labelapp.certificates.views.blueprint import bp

__all__ = ["bp", "files", "letters", "own", "register", "status", "verification"]
