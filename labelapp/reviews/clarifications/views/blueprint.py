"""The blueprint of clarifications."""

from flask import Blueprint

bp = Blueprint("clarifications", __name__)
