"""Cluster organisations and their teams."""

from flask import Flask
from flask_babel import lazy_gettext
from flask_login import current_user

from labelapp.clusters.looking import may_look_into
from labelapp.clusters.models import Cluster
from labelapp.clusters.policy import is_in_team, may_list_clusters
from labelapp.clusters.queries import is_cluster_person
from labelapp.clusters.tasks import tasks_of_manager
from labelapp.clusters.views import bp
from labelapp.web.navigation import Entry, register_navigation
from labelapp.web.tasks import register_tasks

TEAM_PAGES = ("my_team", "team", "invite", "member", "remove", "name_representative")
PROFILE_PAGES = ("my_profile", "profile", "edit")
LIST_PAGES = ("index", "create", *TEAM_PAGES, *PROFILE_PAGES)


def init_app(app: Flask) -> None:
    """Bind the package to the app."""
    app.register_blueprint(bp)
    register_navigation(
        app,
        Entry(lazy_gettext("Clusters"), "clusters.index", may_list_clusters, 35, _endpoints(LIST_PAGES)),
        Entry(lazy_gettext("Team"), "clusters.my_team", is_cluster_person, 70, _endpoints(TEAM_PAGES)),
        Entry(
            lazy_gettext("Profile"), "clusters.my_profile", is_cluster_person, 71, _endpoints(PROFILE_PAGES)
        ),
    )
    register_tasks(app, tasks_of_manager)
    app.add_template_global(_opens_to_reader, "opens_to_reader")


def _opens_to_reader(cluster: Cluster) -> bool:
    """Whether the reader sees more of a cluster organisation than profile and team."""
    return is_in_team(current_user, cluster) or may_look_into(current_user, cluster)


def _endpoints(pages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"clusters.{page}" for page in pages)
