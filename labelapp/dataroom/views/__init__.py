"""Pages of the data room."""

from flask import Blueprint

bp = Blueprint("dataroom", __name__)

from labelapp.dataroom.views import imports, records, room  # noqa: E402

__all__ = ["bp", "imports", "records", "room"]
