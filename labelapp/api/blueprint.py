"""Version 1 of the API."""

from flask import Blueprint

from labelapp.api.core.endpoints import Api

bp = Blueprint("api", __name__, url_prefix="/api/v1")
api = Api(bp)
