"""The pages of an appeal: the applicant writes and files it, the secretariat names handlers, they ask and decide."""

from labelapp.decisions.appeals.views import handling, reading, statements, writing
from labelapp.decisions.appeals.views.blueprint import bp

__all__ = ["bp", "handling", "reading", "statements", "writing"]
