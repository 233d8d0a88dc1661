"""The evidence library of a cluster organisation: its list, the pages of documents, and their files."""

from labelapp.evidence.views import document, files, library
from labelapp.evidence.views.blueprint import bp

__all__ = ["bp", "document", "files", "library"]
