"""The secretariat's list of cluster organisations, and entering a new one."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clusters import operations, queries
from labelapp.clusters.forms import NewClusterForm
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.places import sort_key
from labelapp.clusters.policy import may_create_cluster, may_list_clusters
from labelapp.clusters.portfolios import portfolio_name
from labelapp.clusters.views import bp
from labelapp.extensions import db
from labelapp.web.access import requires
from labelapp.web.errors import DomainError
from labelapp.web.fields import refuse
from labelapp.web.formats import country_name
from labelapp.web.paging import read_position


@bp.get("/clusters")
@requires(may_list_clusters)
def index() -> ResponseReturnValue:
    """All cluster organisations."""
    sort, countries = request.args.get("sort", ""), queries.countries_in_use()
    asked = queries.ListRequest(
        search=request.args.get("search", "")[:100].strip(),
        country=country if (country := request.args.get("country", "")) in countries else "",
        sort=sort if sort in queries.SORTS else "name",
        descending=request.args.get("order") == "descending",
        position=read_position(request.args.get("at")),
    )
    names = sorted(((code, country_name(code)) for code in countries), key=lambda item: sort_key(item[1]))
    return render_template(
        "clusters/index.html",
        asked=asked,
        page=queries.list_clusters(asked),
        count=queries.count_clusters(replace(asked, position=None)),
        countries=names,
        portfolio_name=portfolio_name,
    )


@bp.route("/clusters/new", methods=["GET", "POST"])
@requires(may_create_cluster)
def create() -> ResponseReturnValue:
    """Enter a cluster organisation and invite its first manager."""
    form = NewClusterForm()
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                cluster = _create(form)
        except DomainError as error:
            refuse(form.email, error)
        else:
            flash(_("%(name)s is entered and its manager invited.", name=cluster.name), "success")
            return redirect(url_for("clusters.profile", cluster_id=cluster.id))
    return render_template("clusters/create.html", form=form), 422 if form.errors else 200


def _create(form: NewClusterForm) -> Cluster:
    cluster = operations.create_cluster(form.facts(), current_user)
    operations.invite_member(
        cluster,
        email=form.email.data,
        name=form.person_name.data,
        locale=form.locale.data,
        role=TeamRole.MANAGER,
        by=current_user,
    )
    return cluster
