"""Pages of the register, the same as data, and what search engines ask for."""

from labelapp.certificates.register.views import data, pages, search_engines

__all__ = ["data", "pages", "search_engines"]
