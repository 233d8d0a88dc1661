"""The public register: what may be asked of it, and the rows, counts and pages that answer."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from labelapp.certificates.register import views
from labelapp.clusters.queries import is_cluster_person
from labelapp.web.navigation import Entry, register_navigation

__all__ = ["init_app", "views"]
_PAGES = ("certificates.home", "certificates.register")


def init_app(app: Flask) -> None:
    """Bind the package to the app; its pages stand in the blueprint of certificates."""
    register_navigation(app, Entry(_("Register"), "certificates.register", _has_room_for_it, 90, _PAGES))


def _has_room_for_it(user: Any) -> bool:
    """People of clusters have enough entries of their own; they reach the register from the foot of each page."""
    return not is_cluster_person(user)
