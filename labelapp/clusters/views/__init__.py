"""Pages of cluster organisations: profile, team, and the secretariat's list."""

from flask import Blueprint

bp = Blueprint("clusters", __name__)

from labelapp.clusters.views import listing, profile, team  # noqa: E402

__all__ = ["bp", "listing", "profile", "team"]
