"""The secretariat's pages of funding programmes and the clusters in them."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.consortium import listing, operations
from labelapp.consortium.forms import ProgrammeForm
from labelapp.consortium.models import Programme, ProgrammeCluster
from labelapp.consortium.policy import may_manage_partners, may_manage_programme
from labelapp.consortium.views.blueprint import asked_text
from labelapp.consortium.views.partners import bp
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.paging import read_position


@bp.route("/partners/programmes/new", methods=["GET", "POST"])
@requires(may_manage_partners)
def create_programme() -> ResponseReturnValue:
    """Enter a programme."""
    form = ProgrammeForm()
    if form.validate_on_submit():
        try:
            programme = operations.save_programme(
                None, form.name.data or "", form.country.data or None, current_user
            )
        except InvalidInput as error:
            refuse(form.name, error)
        else:
            flash(_("The programme is entered. Now add its cluster organisations."), "success")
            return redirect(url_for("partners.programme", programme_id=programme.id), 303)
    return render_template("consortium/programme_new.html", form=form), 422 if form.errors else 200


@bp.route("/partners/programmes/<int:programme_id>", methods=["GET", "POST"])
@requires_on(listing.find_programme, may_manage_programme)
def programme(found: Programme) -> ResponseReturnValue:
    """One programme: its facts to change, its clusters, and a search for more."""
    form = ProgrammeForm(data={"name": found.name, "country": found.country or ""})
    if form.validate_on_submit():
        try:
            operations.save_programme(found, form.name.data or "", form.country.data or None, current_user)
        except InvalidInput as error:
            refuse(form.name, error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("partners.programme", programme_id=found.id), 303)
    search = asked_text("search")
    page = render_template(
        "consortium/programme.html",
        programme=found,
        form=form,
        page=listing.clusters_in(found, read_position(request.args.get("at"))),
        search=search,
        to_add=listing.clusters_to_add(found, search),
    )
    return page, 422 if form.errors else 200


@dataclass(frozen=True)
class Joining:
    """A cluster organisation that is to be put into a programme."""

    programme: Programme
    cluster: Cluster


def _joining(programme_id: int, cluster_id: int) -> Joining | None:
    programme, cluster = listing.find_programme(programme_id), find_cluster(cluster_id)
    return Joining(programme, cluster) if programme and cluster else None


def may_add(user: Any, joining: Joining) -> bool:
    """Whoever keeps the programme."""
    return may_manage_programme(user, joining.programme)


@bp.post("/partners/programmes/<int:programme_id>/clusters/<int:cluster_id>")
@requires_on(_joining, may_add)
def add_cluster(joining: Joining) -> ResponseReturnValue:
    """Put a cluster organisation into a programme."""
    operations.add_cluster(joining.programme, joining.cluster, current_user)
    flash(_("%(cluster)s is in the programme now.", cluster=joining.cluster.name), "success")
    return _back(joining.programme.id)


def may_take_out(user: Any, member: ProgrammeCluster) -> bool:
    """Whoever keeps the programme."""
    return may_manage_programme(user, member.programme)


@bp.post("/partners/programmes/<int:programme_id>/clusters/<int:cluster_id>/remove")
@requires_on(listing.find_programme_cluster, may_take_out)
def remove_cluster(member: ProgrammeCluster) -> ResponseReturnValue:
    """Take a cluster organisation out of a programme."""
    programme_id, name = member.programme_id, member.cluster.name
    operations.remove_cluster(member, current_user)
    flash(_("%(cluster)s is not in the programme any more.", cluster=name), "success")
    return _back(programme_id)


def _back(programme_id: int) -> ResponseReturnValue:
    return redirect(url_for("partners.programme", programme_id=programme_id), 303)
