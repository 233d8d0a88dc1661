"""The blueprint that all views of the package share."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
